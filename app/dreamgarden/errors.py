"""Errors that speak to a person: what happened, what is safe, what to do next.

Every failure that a person can meet is a `GardenError`. Anything else that escapes is a bug
and is shown as one.
"""

from __future__ import annotations


class GardenError(Exception):
    """A failure with a sentence for each question a person asks.

    what  names the thing that failed ("The folder /x is not a garden").
    safe  says what was not lost ("Nothing was written").
    then  says what to do next ("Choose an empty folder").
    """

    exit_code = 1

    def __init__(self, what: str, *, safe: str = "", then: str = "") -> None:
        self.what = what
        self.safe = safe
        self.then = then
        super().__init__(" ".join(part for part in (what, safe, then) if part))


class BadInput(GardenError):
    """What the person gave can't be used: a prompt, an option, a path."""

    exit_code = 2


class MissingTool(GardenError):
    """Something that must be installed is absent: a compiler, CMake, a display."""

    exit_code = 3


class StorageError(GardenError):
    """The disk refused: full, read-only, not a garden, damaged."""

    exit_code = 4


class Incomplete(GardenError):
    """The work ended, but not every leaf has an artifact."""

    exit_code = 5


class Cancelled(Exception):
    """Somebody asked to stop. An outcome of its own, never a failure."""

    exit_code = 130
