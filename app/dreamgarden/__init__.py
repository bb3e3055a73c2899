"""DreamGarden: one prompt grows into a plan tree, and the tree into a game that opens and can be played."""

__version__ = "0.1.0"
