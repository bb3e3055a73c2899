"""The command line: one verb after the other, in its own process."""
