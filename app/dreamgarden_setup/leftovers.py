"""Run by the environment's own Python after an interrupted set-up: removes what pip left half installed.

pip writes a package's list of files (RECORD) last, so a package without one, or with files that
are not as listed, was cut off. pip takes it for installed all the same; without its metadata it
is installed again.
"""

from __future__ import annotations

import csv
import shutil
import sysconfig
from pathlib import Path


def clear(site: Path) -> list[str]:
    """Remove the metadata of every incomplete package under `site`; returns their folders' names."""
    removed = []
    for metadata in sorted(site.glob("*.dist-info")):
        if not _whole(metadata):
            shutil.rmtree(metadata)
            removed.append(metadata.name)
    for aside in site.glob("~*"):
        # pip moves the old version here while it replaces it.
        shutil.rmtree(aside) if aside.is_dir() else aside.unlink()
    return removed


def _whole(metadata: Path) -> bool:
    try:
        rows = list(csv.reader((metadata / "RECORD").read_text(encoding="utf-8").splitlines()))
    except OSError:
        return False
    return all(_as_listed(metadata.parent / name, size) for name, _, size in rows)


def _as_listed(file: Path, size: str) -> bool:
    if file.suffix == ".pyc":
        return True  # Python makes these again by itself.
    return file.exists() and (not size or file.stat().st_size == int(size))


if __name__ == "__main__":
    for name in clear(Path(sysconfig.get_path("purelib"))):
        print(f"Was left half installed: {name}")
