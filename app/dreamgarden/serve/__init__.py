"""The garden process of the window: verbs in, events out."""
