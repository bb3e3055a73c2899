"""What the inspector shows of a leaf: diagnostics at their lines, how a model came to be, and facts in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from garden_rows import row
from PySide6.QtCore import QUrl
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from dreamgarden.ui.document import Document
from dreamgarden.ui.inspector.code_page import CodePage
from dreamgarden.ui.inspector.diagnostics_page import DiagnosticsPage
from dreamgarden.ui.inspector.facts import facts, way
from dreamgarden.ui.inspector.origin import Atlas, Origin
from dreamgarden.ui.theme import DARK

CODE = "\n".join(f"int line_{number} = {number};" for number in range(1, 41)).replace("int line_20", "\tömen line_20")


def said(line: int, message: str, severity: str = "error", column: int = 0) -> dict[str, Any]:
    return {"severity": severity, "file": "parts/owl.cpp", "line": line, "column": column, "message": message}


@pytest.fixture
def leaf(document: Document) -> Any:
    return next(item for item in document.items.values() if item.kind == "code")


def test_diagnostics_show_the_lines_they_speak_of(qtbot: QtBot, leaf: Any) -> None:
    page = DiagnosticsPage(DARK)
    qtbot.addWidget(page)
    found = [said(20, "<omen> was not declared", column=2), said(20, "no match"), said(40, "unused", "warning"), said(900, "far away")]
    page.show_leaf(leaf, found, {"owl.cpp": CODE, "interface.txt": "nothing"})
    text = page.toPlainText()
    assert "<omen> was not declared" in text and "no match" in text and text.count("line_20") == 1
    assert "line_18" in text and "line_22" in text and "line_17" not in text and "line_23" not in text
    assert "line_40" in text and "line_38" in text and "far away" in text
    assert "Warning" in text and text.count("Error") == 3
    with qtbot.waitSignal(page.line_wanted) as wanted:
        page.anchorClicked.emit(QUrl("line:owl.cpp#20"))
    assert wanted.args == ["owl.cpp", 20]


def test_without_diagnostics_the_reason_is_told(qtbot: QtBot, leaf: Any) -> None:
    page = DiagnosticsPage(DARK)
    qtbot.addWidget(page)
    leaf.state, leaf.reason = "failed", "the server is away"
    page.show_leaf(leaf, [], {})
    assert "server is away" in page.toPlainText()
    leaf.state = "done"
    page.show_leaf(leaf, [], {})
    assert "nothing to say" in page.toPlainText()


def test_code_opens_at_the_first_mistake_and_before_its_interface(qtbot: QtBot) -> None:
    page = CodePage(DARK)
    page.resize(360, 200)
    qtbot.addWidget(page)
    page.show_leaf({"files": {"interface.txt": "emit hoot", "owl.h": "", "owl.cpp": CODE}, "diagnostics": [said(30, "no"), said(33, "no")]})
    assert [page.files.tabText(at) for at in range(page.files.count())] == ["owl.cpp", "owl.h", "interface.txt"]
    assert page.code.textCursor().blockNumber() == 29
    assert not page.grab().isNull()


def test_a_sculpted_model_tells_its_steps(qtbot: QtBot, tmp_path: Path) -> None:
    panel = QWidget()
    qtbot.addWidget(panel)
    origin = Origin(DARK, panel)
    origin.show_leaf({"route": "recipe"}, {})
    assert origin.isHidden()
    pictures = {}
    for name in ("picture.png", "cutout.png", "thumbnail.png", "owl.png"):
        picture = QPixmap(64, 32)
        picture.fill("red")
        assert picture.save(str(tmp_path / name))
        pictures[name] = str(tmp_path / name)
    chain = [
        {"step": "words", "text": "a brass owl", "by": "patterns"},
        {"step": "picture", "file": "picture.png", "by": "sketch 1", "seconds": 0.4, "licence": "CC0"},
        {"step": "cutout", "file": "cutout.png", "by": "plain ground", "confidence": 0.42, "note": "Look at the cut-out."},
        {"step": "mesh", "file": "thumbnail.png", "by": "slab from front, right", "triangles": 5012},
    ]
    origin.show_leaf({"chain": chain, "sprites": {"directions": 8, "frames": 4, "side": 64}}, pictures)
    words = " | ".join(label.text() for label in origin.findChildren(QLabel))
    for part in ("a brass owl", "the offline designer", "the sketching painter", "CC0", "42 % sure", "Look at the cut-out.",
                 "cut from a slab (seen from: front, right)", "5,012 triangles", "8 directions of 4 frames"):  # fmt: skip
        assert part in words, part
    assert len(origin.findChildren(Atlas)) == 1 and not origin.isHidden()
    assert not origin.grab().isNull()


def test_notes_become_facts_in_words() -> None:
    document = Document()
    document.load({"garden": "/g", "seed": "", "nodes": [row("s", None, "seed"), row("m", "s", "mesh")]})
    notes = {"route": "sculpt", "way": "inflation from front", "confidence": 0.9, "collision": "convex", "instead": "It was torn.",
             "found": "/models/owl.glb", "chain": [], "sprites": {}, "triangles": 1200}  # fmt: skip
    rows = dict(facts(document, document["m"], notes))
    assert rows["Made"] == "sculpted from a picture" and rows["Way"] == "blown up from its outline (seen from: front)"
    assert (rows["Cut out"], rows["Bumped into as"], rows["Instead"], rows["Found"]) == ("90 % sure", "its hull", "It was torn.", "owl.glb")
    assert way("a new way nobody named") == "a new way nobody named"
