"""The settings in the window, and what they change."""
