"""How fast the canvas is, beside QGraphicsView on the same trees in the same run.

    python benchmarks/canvas.py [--nodes 10000] [--rounds 40] [--platform offscreen] [--clock cpu]

Prints medians and 95th percentiles in milliseconds of: a frame while panning at several zooms, an event that inserts,
folds or changes a node with the frame after it; and the time from process start to the first painted window.
The ratio is QGraphicsView's time divided by ours. `--clock cpu` counts the process's own time, which a busy machine
leaves alone.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "app"))


def rows(count: int) -> list[dict[str, object]]:
    """A tree like a grown garden's: branches near the root, leaves below."""
    chance = random.Random(11)
    states = ("done", "done", "done", "running", "failed", "waiting", "idea")
    made: list[dict[str, object]] = [row("n0", None, "seed", "done")]
    for number in range(1, count):
        parent = f"n{chance.randrange(max(0, number // 4 - 60), max(1, number // 4))}"
        made.append(row(f"n{number}", parent, "part" if number < count // 4 else "code", chance.choice(states)))
    return made


def row(id: str, parent: str | None, kind: str, state: str) -> dict[str, object]:
    return {"id": id, "parent": parent, "title": f"Lantern moths {id}", "kind": kind, "state": state, "brief": id}


def spread(times: list[float]) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds."""
    ordered = sorted(times)
    return statistics.median(ordered) * 1000, ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))] * 1000


clock: Callable[[], float] = perf_counter


def timed(act: Callable[[int], None], rounds: int) -> tuple[float, float]:
    times = []
    for number in range(rounds):
        start = clock()
        act(number)
        times.append(clock() - start)
    return spread(times)


def ours(tree: list[dict[str, object]], rounds: int) -> dict[str, tuple[float, float]]:
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from dreamgarden.ui.canvas.camera import Camera
    from dreamgarden.ui.canvas.view import Canvas
    from dreamgarden.ui.document import Document
    from dreamgarden.ui.theme import DARK

    document = Document()
    start = clock()
    document.load({"garden": "/", "seed": "", "nodes": tree})
    canvas = Canvas(document, DARK)
    canvas.motion = False
    canvas.resize(1068, 716)
    canvas.show()
    QTest.qWaitForWindowExposed(canvas)
    canvas.repaint()
    answer = {"open": ((clock() - start) * 1000,) * 2}
    _, height = canvas.scene.layout.bounds()
    canvas.keep_place()

    def pan(number: int) -> None:
        canvas.camera.y += 37 / canvas.camera.zoom
        canvas.repaint()

    for zoom in (1.0, 0.42, 0.16, 0.05):
        canvas.camera = Camera(zoom, 300.0, height / 2, 0.01)
        canvas.repaint()
        answer[f"pan at {zoom:.0%}"] = timed(pan, rounds)
    canvas.camera = Camera(1.0, 300.0, height / 2)

    def insert(number: int) -> None:
        document.apply({"event": "node_added", "node": row(f"x{number}", f"n{1 + number % 50}", "code", "idea")})
        canvas.repaint()

    def change(number: int) -> None:
        document.apply({"event": "state", "id": f"n{len(tree) - 1 - number}", "state": "done"})
        canvas.repaint()

    def fold(number: int) -> None:
        canvas.scene.fold([f"n{1 + number % 20}"], number % 40 < 20)
        canvas.repaint()

    answer["insert and frame"] = timed(insert, rounds)
    answer["state and frame"] = timed(change, rounds)
    answer["fold and frame"] = timed(fold, rounds)
    canvas.close()
    QApplication.processEvents()
    return answer


def graphics_view(tree: list[dict[str, object]], rounds: int) -> dict[str, tuple[float, float]]:
    """The same cards as items of a QGraphicsScene, placed by the same layout, painted with the same pictures."""
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QGraphicsView, QStyleOptionGraphicsItem, QWidget

    from dreamgarden.ui.canvas.layout import CARD_H, CARD_W, Layout
    from dreamgarden.ui.canvas.node_item import Cards, Look
    from dreamgarden.ui.theme import DARK

    cards = Cards(DARK)

    class Card(QGraphicsItem):
        def __init__(self, look: Look) -> None:
            super().__init__()
            self.look = look

        def boundingRect(self) -> QRectF:
            return QRectF(-14, -14, CARD_W + 28, CARD_H + 28)

        def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
            cards.paint(painter, self.look, 0, 0, 1.0)

    start = clock()
    layout = Layout()
    layout.fill((str(one["id"]), one["parent"] if one["parent"] is None else str(one["parent"])) for one in tree)
    scene = QGraphicsScene()
    items = {}
    for one in tree:
        item = Card(Look(str(one["title"]), str(one["state"]), str(one["state"]), str(one["kind"])))
        item.setPos(*layout.card(str(one["id"])))
        scene.addItem(item)
        items[str(one["id"])] = item
    view = QGraphicsView(scene)
    view.resize(1068, 716)
    view.show()
    QTest.qWaitForWindowExposed(view)
    view.viewport().repaint()
    answer = {"open": ((clock() - start) * 1000,) * 2}
    _, height = layout.bounds()

    def pan(number: int) -> None:
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() + 37)
        view.viewport().repaint()

    for zoom in (1.0, 0.42, 0.16, 0.05):
        view.resetTransform()
        view.scale(zoom, zoom)
        view.centerOn(800, height / 2)
        view.viewport().repaint()
        answer[f"pan at {zoom:.0%}"] = timed(pan, rounds)
    view.resetTransform()
    view.centerOn(800, height / 2)

    def insert(number: int) -> None:
        id = f"x{number}"
        layout.insert(id, f"n{1 + number % 50}")
        item = Card(Look(id, "idea", "idea", "code"))
        scene.addItem(item)
        items[id] = item
        for each, placed in items.items():
            placed.setPos(*layout.card(each))
        view.viewport().repaint()

    answer["insert and frame"] = timed(insert, min(rounds, 10))
    view.close()
    return answer


def first_paint(rounds: int) -> tuple[float, float]:
    """From process start to the first painted window."""
    times = []
    for _ in range(rounds):
        run = subprocess.run(
            [sys.executable, "-m", "dreamgarden.ui.app", "--first-paint"],
            env={**os.environ, "PYTHONPATH": str(ROOT / "app")}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        times.append(int(run.stdout) / 1000)
    return spread(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--platform", default=os.environ.get("QT_QPA_PLATFORM", "offscreen"))
    parser.add_argument("--clock", choices=("wall", "cpu"), default="wall")
    options = parser.parse_args()
    global clock
    clock = process_time if options.clock == "cpu" else perf_counter
    os.environ["QT_QPA_PLATFORM"] = options.platform
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    tree = rows(options.nodes)
    mine, baseline = ours(tree, options.rounds), graphics_view(tree, options.rounds)
    print(
        f"{options.nodes} nodes, {options.rounds} rounds, {application.platformName()}, {options.clock} time; "
        "median / p95 in ms"
    )
    print(f"{'':20}{'ours':>17}{'QGraphicsView':>19}{'ratio':>8}")
    for name, (median, late) in mine.items():
        line = f"{name:20}{median:8.2f} /{late:7.2f}"
        if name in baseline:
            other, other_late = baseline[name]
            line += f"{other:10.2f} /{other_late:7.2f}{other / median:8.1f}"
        print(line)
    median, late = first_paint(5)
    print(f"{'first paint':20}{median:8.0f} /{late:7.0f}")


if __name__ == "__main__":
    main()
