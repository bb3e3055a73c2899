"""Plans go out and come in as Markdown, JSON and OPML, and trees as pictures; pictures of games fit their frames."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage

from dreamgarden.ui import exchange, tree_picture


@pytest.mark.parametrize("ending", [".md", ".json", ".opml"])
def test_a_plan_goes_out_and_comes_back(document: Any, tmp_path: Path, ending: str) -> None:
    document.items["c"].title, document.items["c"].brief = 'Owl <"&"> 枭', "It looks.\nTwice."
    file = tmp_path / f"plan{ending}"
    file.write_text(exchange.WRITERS[ending](document), encoding="utf-8")
    branches = exchange.read_file(file)

    def titles(branch: Any) -> list[str]:
        return [branch.title, *(title for child in branch.children for title in titles(child))]

    found = [title for branch in branches for title in titles(branch)]
    assert {document[id].title for id in document.items if id != document.root} <= set(found)


def test_a_tree_is_saved_as_a_picture_and_as_a_drawing(canvas: Any, tmp_path: Path) -> None:
    tree_picture.save(canvas.scene, canvas.theme, tmp_path / "tree.png")
    assert QImage(str(tmp_path / "tree.png")).width() > 800
    tree_picture.save(canvas.scene, canvas.theme, tmp_path / "tree.svg")
    assert "<svg" in (tmp_path / "tree.svg").read_text(encoding="utf-8")


def test_a_view_of_the_game_fills_its_frame(tmp_path: Path) -> None:
    tall = QImage(100, 400, QImage.Format.Format_RGB32)
    tall.fill(0x336699)
    tall.save(str(tmp_path / "tall.png"))
    picture = tree_picture.cropped(str(tmp_path / "tall.png"), 104, 64)
    assert (picture.width(), picture.height()) == (208, 128)
    assert tree_picture.cropped(str(tmp_path / "nothing.png"), 104, 64).isNull()


def test_the_window_starts_without_what_it_does_not_need() -> None:
    """Half of the time to the first frame is imports."""
    heavy = ("http.client", "urllib.request", "numpy", "pydantic")
    code = f"import sys, dreamgarden.ui.window; print([name for name in {heavy} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, env={
        "PYTHONPATH": ":".join(path for path in sys.path if path), "QT_QPA_PLATFORM": "offscreen", "PATH": "/usr/bin:/bin"})  # fmt: skip
    assert run.stdout.strip() == "[]", run.stderr
