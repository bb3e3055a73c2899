"""What the window's tests share: a window on a scripted garden, and a document filled from rows."""

from __future__ import annotations

import gc
import json
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from garden_rows import small_rows
from pytestqt.qtbot import QtBot

FAKE = Path(__file__).with_name("fake_serve.py")


@pytest.fixture(autouse=True)
def clean(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test leaves a thread or a running timer behind. Warnings of Qt fail a test by pytest's own setting."""
    before = set(threading.enumerate())
    yield
    from PySide6.QtCore import QCoreApplication, QEvent, QThreadPool, QTimer
    from shiboken6 import isValid

    application = QCoreApplication.instance()
    if application is None:
        return
    assert QThreadPool.globalInstance().waitForDone(10_000)
    application.processEvents()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # type: ignore[arg-type]
    application.processEvents()
    threads = [one.name for one in set(threading.enumerate()) - before if one.is_alive()]
    assert threads == [], "threads were left behind"
    gc.collect()
    timers = [one for one in gc.get_objects() if type(one) is QTimer and isValid(one) and one.isActive()]
    assert [f"{one.parent()}, {one.interval()} ms" for one in timers] == [], "timers were left running"


@pytest.fixture
def document(qtbot: QtBot) -> Any:
    """A document that holds the small tree."""
    from dreamgarden.ui.document import Document

    made = Document()
    made.load({"garden": "/nowhere", "seed": "A fox in the snow", "nodes": small_rows()})
    return made


@pytest.fixture
def canvas(qtbot: QtBot, document: Any) -> Iterator[Any]:
    """A canvas on the small tree, shown, still, at 100 %."""
    from dreamgarden.ui.canvas.view import Canvas
    from dreamgarden.ui.theme import DARK

    made = Canvas(document, DARK)
    made.motion = False
    made.resize(1000, 700)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.setFocus()
    made.keep_place()
    made.camera.zoom, made.camera.x, made.camera.y = 1.0, -40.0, -100.0
    made.update()
    yield made


@pytest.fixture
def asked(tmp_path: Path) -> Callable[[], list[dict[str, Any]]]:
    """The requests that the scripted garden has got so far."""
    file = tmp_path / "asked.jsonl"

    def read() -> list[dict[str, Any]]:
        if not file.exists():
            return []
        return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]

    return read


@pytest.fixture
def client(qtbot: QtBot, tmp_path: Path) -> Iterator[Any]:
    """A client of the scripted garden; its process is ended afterwards."""
    from dreamgarden.ui.client import Client

    made = Client([sys.executable, str(FAKE), "--nodes", "40", "--record", str(tmp_path / "asked.jsonl")])
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, client: Any, tmp_path: Path) -> Iterator[Any]:
    """The whole window on the scripted garden, opened, still."""
    from PySide6.QtWidgets import QApplication

    from dreamgarden.ui.settings.taste import Dresser, Taste
    from dreamgarden.ui.window import Window

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    dresser = Dresser(application, Taste("en", "dark"))
    made = Window(client, dresser.theme, motion=False)
    made.dresser = dresser
    made.resize(1440, 900)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.open_garden(tmp_path)
    qtbot.waitUntil(lambda: len(made.document) == 40, timeout=60_000)
    made.canvas.setFocus()
    yield made
    dresser.put_on(Taste("en", "dark"))
    client.close()
