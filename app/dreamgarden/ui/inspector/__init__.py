"""The panel at the right: everything about one node."""
