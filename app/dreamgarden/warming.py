"""`python -m dreamgarden.warming`: what the first garden would otherwise wait for, made ahead. Run by the set-up.

Only caches are filled: deleting them costs the next garden some seconds and nothing else.
"""

from __future__ import annotations

import os
import sys

from dreamgarden.errors import GardenError
from dreamgarden.work import Work


def _say(share: float, doing: str) -> None:
    if doing:
        print(f"[{round(100 * share)}/100] {doing}", flush=True)


def main() -> int:
    """Fill the offline designer's caches, saying what is done; returns the exit code."""
    # As in cli/commands.py: threads that wait for each other make these small matrices slower.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from dreamgarden import hiring

    try:
        hiring.offline().prepare(Work(_say))
    except GardenError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
