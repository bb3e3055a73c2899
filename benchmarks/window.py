"""How fast the window is, beside QGraphicsView and NodeGraphQt on the same trees in the same run.

    python benchmarks/window.py [--nodes 10000] [--rounds 40] [--platform offscreen|xcb] [--clock cpu] [--storm 60]

Medians and 95th percentiles in milliseconds: a frame while panning and while zooming, at every zoom; what inserting,
folding and re-parenting take up to the next frame, and that frame; the longest silence of the event loop while 200
nodes grow at once with 50 events a second; the time from process start to the first painted window, and until a garden
of so many nodes is on the screen, read by the garden process from its folder; memory. The ratio is the other's time
divided by ours. `--clock cpu` counts the process's own time, which a busy machine leaves alone.

NodeGraphQt is compared on a tenth of the nodes, because it makes so few in reasonable time; without it
(`pip install NodeGraphQt`) its column stays empty, and that is said.
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
    from PySide6.QtCore import QPointF
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

    def zoom_in(number: int) -> None:
        canvas.zoom_at(1.02, QPointF(500, 350))
        canvas.repaint()

    for zoom in (4.0, 1.0, 0.42, 0.16, 0.05):
        canvas.camera = Camera(zoom, 300.0, height / 2, 0.01)
        canvas.repaint()
        answer[f"pan at {zoom:.0%}"] = timed(pan, rounds)
        canvas.camera = Camera(min(zoom, 1.8), 300.0, height / 2, 0.01)
        answer[f"zoom from {zoom:.0%}"] = timed(zoom_in, rounds)
    canvas.fit(glide=False)
    answer["whole tree"] = timed(lambda number: canvas.repaint(), rounds)
    answer["zoom from the whole tree"] = timed(zoom_in, 5 * rounds)
    canvas.camera = Camera(1.0, 300.0, height / 2)
    canvas.repaint()

    def insert(number: int) -> None:
        document.apply({"event": "node_added", "node": row(f"x{number}", f"n{1 + number % 50}", "code", "idea")})

    def change(number: int) -> None:
        document.apply({"event": "state", "id": f"n{len(tree) - 1 - number}", "state": "done"})

    def fold(number: int) -> None:
        canvas.scene.fold([f"n{1 + number % 20}"], number % 40 < 20)

    def hang(number: int) -> None:
        moved = {**row(f"x{number}", f"n{51 + number % 50}", "code", "idea"), "index": 0}
        document.apply({"event": "node_changed", "node": moved})

    for name, act in (("insert", insert), ("state", change), ("fold", fold), ("re-parent", hang)):
        before, frames = [], []
        for number in range(rounds):
            start = clock()
            act(number)
            between = clock()
            canvas.repaint()
            before.append(between - start)
            frames.append(clock() - between)
        answer[f"{name}, to the frame"] = spread(before)
        answer[f"{name}, its frame"] = spread(frames)
    canvas.close()
    QApplication.processEvents()
    return answer


def graphics_view(tree: list[dict[str, object]], rounds: int) -> dict[str, tuple[float, float]]:
    """The same cards and edges as items of a QGraphicsScene, placed by the same layout, painted with the same pictures."""
    from PySide6.QtCore import QPointF, QRectF
    from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QGraphicsScene, QGraphicsView, QStyleOptionGraphicsItem, QWidget

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
    parents = {str(one["id"]): one["parent"] for one in tree}
    scene = QGraphicsScene()
    items: dict[str, Card] = {}
    wires: dict[str, QGraphicsPathItem] = {}
    pen = QPen(QColor(DARK.wire), 1.6)

    def wire(parent: str, id: str) -> None:
        (x, y), (to_x, to_y) = layout.card(parent), layout.card(id)
        start, end = QPointF(x + CARD_W, y + CARD_H / 2), QPointF(to_x, to_y + CARD_H / 2)
        half = QPointF((end.x() - start.x()) / 2, 0)
        path = QPainterPath(start)
        path.cubicTo(start + half, end - half, end)
        if id not in wires:
            wires[id] = scene.addPath(path, pen)
            wires[id].setZValue(-1)
        wires[id].setPath(path)

    for one in tree:
        item = Card(Look(str(one["title"]), str(one["state"]), str(one["state"]), str(one["kind"])))
        item.setPos(*layout.card(str(one["id"])))
        scene.addItem(item)
        items[str(one["id"])] = item
        if one["parent"] is not None:
            wire(str(one["parent"]), str(one["id"]))
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

    def zoom_in(number: int) -> None:
        view.scale(1.02, 1.02)
        view.viewport().repaint()

    for zoom in (4.0, 1.0, 0.42, 0.16, 0.05):
        view.resetTransform()
        view.scale(zoom, zoom)
        view.centerOn(800, height / 2)
        view.viewport().repaint()
        answer[f"pan at {zoom:.0%}"] = timed(pan, rounds)
        view.resetTransform()
        view.scale(min(zoom, 1.8), min(zoom, 1.8))
        answer[f"zoom from {zoom:.0%}"] = timed(zoom_in, rounds)
    view.resetTransform()
    view.centerOn(800, height / 2)

    def insert(number: int) -> None:
        id = f"x{number}"
        layout.insert(id, f"n{1 + number % 50}")
        item = Card(Look(id, "idea", "idea", "code"))
        scene.addItem(item)
        items[id] = item
        for each, placed in items.items():
            if placed.pos() != QPointF(*layout.card(each)):
                placed.setPos(*layout.card(each))
                if each in wires:
                    wire(str(parents[each]), each)
        parents[id] = f"n{1 + number % 50}"
        wire(str(parents[id]), id)

    before, frames = [], []
    for number in range(min(rounds, 10)):
        begun = clock()
        insert(number)
        between = clock()
        view.viewport().repaint()
        before.append(between - begun)
        frames.append(clock() - between)
    answer["insert, to the frame"], answer["insert, its frame"] = spread(before), spread(frames)
    view.close()
    return answer


def node_graph(tree: list[dict[str, object]], rounds: int) -> dict[str, tuple[float, float]]:
    """NodeGraphQt's own nodes and pipes at the places of the same layout; empty when it is not installed."""
    try:
        from NodeGraphQt import BaseNode, NodeGraph
    except ImportError:
        return {}
    from PySide6.QtTest import QTest

    from dreamgarden.ui.canvas.layout import Layout

    class Leaf(BaseNode):  # type: ignore[misc]
        __identifier__ = "garden"
        NODE_NAME = "leaf"

        def __init__(self) -> None:
            super().__init__()
            self.add_input("in")
            self.add_output("out", multi_output=True)

    layout = Layout()
    layout.fill((str(one["id"]), one["parent"] if one["parent"] is None else str(one["parent"])) for one in tree)
    start = clock()
    graph = NodeGraph()
    graph.register_node(Leaf)
    made = {}
    for one in tree:
        node = graph.create_node("garden.Leaf", name=str(one["title"]), pos=layout.card(str(one["id"])), selected=False, push_undo=False)
        made[str(one["id"])] = node
        if one["parent"] is not None:
            node.input(0).connect_to(made[str(one["parent"])].output(0), push_undo=False)
    view = graph.viewer()
    view.resize(1068, 716)
    view.show()
    QTest.qWaitForWindowExposed(view)
    view.viewport().repaint()
    answer = {"open": ((clock() - start) * 1000,) * 2}
    _, height = layout.bounds()

    def pan(number: int) -> None:
        view.centerOn(800, height / 2 + 37 * number)
        view.viewport().repaint()

    for zoom in (1.0, 0.42, 0.16, 0.05):
        view.resetTransform()
        view.scale(zoom, zoom)
        view.centerOn(800, height / 2)
        view.viewport().repaint()
        answer[f"pan at {zoom:.0%}"] = timed(pan, min(rounds, 15))

    def insert(number: int) -> None:
        node = graph.create_node("garden.Leaf", name=f"x{number}", pos=(800, height / 2), selected=False)
        node.input(0).connect_to(made[f"n{1 + number % 50}"].output(0))

    answer["insert, to the frame"] = timed(insert, min(rounds, 10))
    view.close()
    return answer


def storm(tree: list[dict[str, object]], seconds: float) -> tuple[float, float, int]:
    """The longest silence of the event loop in ms, by the wall and of our own work, while 200 nodes grow; and its beats."""
    from PySide6.QtCore import QCoreApplication, QEventLoop, Qt, QTimer

    from dreamgarden.ui.canvas.view import Canvas
    from dreamgarden.ui.document import Document
    from dreamgarden.ui.theme import DARK

    document = Document()
    document.load({"garden": "/", "seed": "", "nodes": tree})
    canvas = Canvas(document, DARK)
    canvas.resize(1068, 716)
    canvas.show()
    chance = random.Random(3)
    leaves = [str(one["id"]) for one in tree if one["kind"] == "code"][:200]
    told, walls, works, beats = 0, [0.0], [0.0], 0
    loop = QEventLoop()
    begun = last = perf_counter()
    last_work = process_time()

    def beat() -> None:
        nonlocal told, beats, last, last_work
        now, work = perf_counter(), process_time()
        if now - begun > 1.0:  # the first second opens the window
            walls[0] = max(walls[0], now - last)
            works[0] = max(works[0], work - last_work)
        last, last_work, beats = now, work, beats + 1
        while told < (now - begun) * 50:
            told += 1
            if told % 10 == 0:
                document.apply({"event": "node_added", "node": row(f"y{told}", f"n{1 + told % 40}", "code", "running")})
            else:
                document.apply({"event": "state", "id": chance.choice(leaves), "state": "running", "fraction": chance.random()})
        if now - begun > seconds:
            loop.quit()

    clock_of_beats = QTimer()
    clock_of_beats.setTimerType(Qt.TimerType.PreciseTimer)
    clock_of_beats.timeout.connect(beat)
    clock_of_beats.start(2)
    loop.exec()
    canvas.close()
    QCoreApplication.processEvents()
    return walls[0] * 1000, works[0] * 1000, beats


def garden_on_screen(nodes: int) -> tuple[float, float, float, float]:
    """ms from asking for a garden of so many nodes to its painted frame, the same by the window's own work, ms until it is known
    how every leaf stands, and MB at the end.

    The garden is a folder; the garden process reads it.
    """
    import resource
    import tempfile

    from PySide6.QtCore import QEventLoop, QTimer

    from dreamgarden.plan.edit import AddNodes
    from dreamgarden.plan.journal import Journal
    from dreamgarden.plan.node import Node
    from dreamgarden.ui.client import Client, serve_command
    from dreamgarden.ui.theme import DARK
    from dreamgarden.ui.window import Window

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "garden"
        journal = Journal.create(folder, "ten thousand lantern moths")
        made = [
            Node(id=f"n{at + 1}", parent="n1" if one["parent"] == "n0" else f"n{int(str(one['parent'])[1:]) + 1}",
                 title=str(one["title"]), brief=f"Moth {at}.", kind="part" if one["kind"] == "part" else "code", slug=f"moth_{at}")
            for at, one in enumerate(rows(nodes)) if at
        ]  # fmt: skip
        journal.submit(AddNodes(tuple(made)))
        journal.close()
        window = Window(Client(serve_command()), DARK, motion=False)
        window.show()
        loop = QEventLoop()
        window.client.request("ping", lambda _: loop.quit())  # the process is up, as it is after the first page was read
        loop.exec()
        start, work = perf_counter(), process_time()
        window.verbs.opened.connect(lambda _: QTimer.singleShot(0, window, lambda: (window.repaint(), loop.quit())))
        window.open_garden(folder)
        loop.exec()
        took, own = (perf_counter() - start) * 1000, (process_time() - work) * 1000
        window.verbs.stands.connect(loop.quit)
        loop.exec()
        stood = (perf_counter() - start) * 1000
        assert len(window.document) == nodes
        window.close()
    return took, own, stood, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


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
    parser.add_argument("--storm", type=float, default=60.0, help="seconds of growth; 0 leaves it out")
    options = parser.parse_args()
    global clock
    clock = process_time if options.clock == "cpu" else perf_counter
    os.environ["QT_QPA_PLATFORM"] = options.platform
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    application.setStyle("Fusion")
    took, own, stood, memory = garden_on_screen(options.nodes)
    tree = rows(options.nodes)
    mine, baseline = ours(tree, options.rounds), graphics_view(tree, options.rounds)
    graph = node_graph(rows(max(60, options.nodes // 10)), options.rounds)
    print(
        f"{options.nodes} nodes, {options.rounds} rounds, {application.platformName()}, {options.clock} time; "
        "median / p95 in ms; ratios of medians"
    )
    if not graph:
        print("NodeGraphQt is not installed (pip install NodeGraphQt): no column for it.")
    third_name = f"NodeGraphQt/{max(60, options.nodes // 10)}" if graph else ""
    print(f"{'':24}{'ours':>17}{'QGraphicsView':>19}{'ratio':>8}{third_name:>21}".rstrip())
    for name, (median, late) in mine.items():
        line = f"{name:24}{median:8.2f} /{late:7.2f}"
        other = baseline.get(name)
        line += f"{other[0]:10.2f} /{other[1]:7.2f}{other[0] / max(median, 0.001):8.1f}" if other else " " * 27
        if third := graph.get(name):
            line += f"{third[0]:12.2f} /{third[1]:7.2f}"
        print(line.rstrip())
    print(f"{'garden on the screen':24}{took:8.0f}, of it our own work {own:.0f}; how it stands {stood:.0f}; memory {memory:.0f} MB")
    if options.storm:
        wall, work, beats = storm(rows(1200), options.storm)
        print(f"{'longest silence':24}{wall:8.1f} by the wall, {work:.1f} of our own work, in {options.storm:.0f} s and {beats} beats")
    median, late = first_paint(5)
    print(f"{'first paint':24}{median:8.0f} /{late:7.0f}")


if __name__ == "__main__":
    main()
