"""The pictures of the window in docs/, and the animation at the top of the README, made anew from gardens that grow now.

    python benchmarks/window_pictures.py [--to docs] [--only NAME,...]

welcome, growing, grown, failed, takes, light, chinese, many (10,000 nodes) and grows.webp. Everything shown is real: the
offline designer plans, the compiler compiles, the game is played by a bot. Takes some minutes; needs what building needs.
"""

from __future__ import annotations

import argparse
import io
import math
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "app"))
sys.path.insert(0, str(ROOT / "benchmarks"))

LIGHTHOUSE = "A lighthouse keeper rows between foggy islands at night, collecting lanterns before the oil runs out."
HOUSE = "I was walking through my grandmother's house, and every room was under water. I looked for her seven silver bells."
CHINESE = "我梦见自己在雪山里寻找走失的羊，天黑以前要把它们都带回家。"
NAMES = ("welcome", "growing", "grown", "failed", "takes", "light", "chinese", "many", "grows")
WIDE, HIGH = 1440, 900
FRAMES_A_SECOND, MOST_MEGABYTES = 8, 5.8


class Studio:
    """A window without a screen, in a home of its own, and what to do with it."""

    def __init__(self) -> None:
        from PySide6.QtWidgets import QApplication

        from dreamgarden.ui.client import Client, serve_command
        from dreamgarden.ui.settings.taste import Dresser, Taste
        from dreamgarden.ui.window import Window

        application = QApplication.instance() or QApplication(["dreamgarden"])
        assert isinstance(application, QApplication)
        application.setStyle("Fusion")
        self.application, self.taste = application, Taste
        self.dresser = Dresser(application, Taste("en", "dark"))
        self.window = Window(Client(serve_command()), self.dresser.theme, motion=True)
        self.window.resize(WIDE, HIGH)
        self.window.show()
        self.wait(0.5)
        self.watch: Callable[[], None] | None = None

    def wait(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.application.processEvents()
            time.sleep(0.01)

    def until(self, true: Callable[[], Any], seconds: float = 600.0) -> None:
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() > end:
                raise SystemExit("It took too long.")
            self.wait(0.05)
            if self.watch is not None:
                self.watch()

    def image(self) -> Any:
        canvas = self.window.canvas
        usual, canvas.picture_seconds = canvas.picture_seconds, math.inf
        image = self.window.grab().toImage()
        canvas.picture_seconds = usual
        return image

    def frame(self) -> Any:
        """A frame of the animation."""
        from PySide6.QtCore import Qt

        return self.image().scaled(960, 600, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)

    def save(self, place: Path) -> None:
        self.window.notices.hide()
        self.wait(0.6)
        self.image().save(str(place))
        print(place, flush=True)

    def wear(self, language: str, theme: str) -> None:
        self.dresser.put_on(self.taste(language, theme))
        self.window.dress(self.dresser.theme)
        self.wait(0.4)

    def grow(self, prompt: str) -> None:
        """Type a prompt and plant it; answers when it is planted."""
        self.window.welcome()
        self.window.welcome_page.prompt.setPlainText(prompt)
        self.wait(0.3)
        self.window.welcome_page._plant()

    def grown(self) -> None:
        """Until the game is there and its picture is taken."""
        self.until(lambda: len(self.window.document) > 4 and not self.window.client.busy)
        self.until(lambda: bool(self.window.document.view))
        self.wait(0.5)

    def leaf(self, kind: str, words: str = "") -> str:
        return next(
            id for id, item in self.window.document.items.items()
            if item.kind == kind and words in item.brief.lower() and item.state in ("done", "reused")
        )  # fmt: skip

    def select(self, id: str) -> None:
        self.window._go_to(id)
        self.window.canvas.setFocus()
        self.wait(0.8)


def play(folder: Path, shots: int) -> list[bytes]:
    """Pictures of the game of a garden, as a bot plays it, an eighth of a second apart."""
    from dreamgarden.game.play import run
    from dreamgarden.project import Project
    from dreamgarden.work import Work

    with Project.open(folder) as project:
        frames = [60 + at * 6 for at in range(shots)]
        return list(run(project.game, Work(), frames=frames[-1] + 1, bot="goal", shots=frames, timeout=400.0).shots)


def animate(place: Path, growth: list[Any], game: list[bytes]) -> None:
    """Growth, thinned to ten seconds, then ten seconds of play, as one WebP that is small enough for a README."""
    from PIL import Image

    def shrunk(data: bytes) -> Any:
        return Image.open(io.BytesIO(data)).convert("RGB")

    def bytes_of(image: Any) -> bytes:
        from PySide6.QtCore import QBuffer

        buffer = QBuffer()
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(buffer.data().data())

    wanted = 10 * FRAMES_A_SECOND
    step = max(1.0, len(growth) / wanted)
    chosen = [growth[min(len(growth) - 1, round(at * step))] for at in range(min(wanted, len(growth)))]
    frames = [shrunk(bytes_of(image)) for image in chosen]
    last = frames[-1]
    frames += [last] * (FRAMES_A_SECOND // 2)
    for shot in game[: 10 * FRAMES_A_SECOND]:
        picture = Image.open(io.BytesIO(shot)).convert("RGB")
        picture.thumbnail((960, 600), Image.Resampling.LANCZOS)
        ground = Image.new("RGB", (960, 600), (18, 21, 27))
        ground.paste(picture, ((960 - picture.width) // 2, (600 - picture.height) // 2))
        frames.append(ground)
    for quality in (72, 60, 48, 36, 24):
        frames[0].save(place, save_all=True, append_images=frames[1:], duration=1000 // FRAMES_A_SECOND, loop=0, quality=quality, method=4)
        if place.stat().st_size < MOST_MEGABYTES * 1e6:
            break
    print(f"{place}  {place.stat().st_size / 1e6:.1f} MB, {len(frames) / FRAMES_A_SECOND:.0f} s", flush=True)


_PLACES = ("harbour", "orchard", "lighthouse", "old town", "salt marsh", "glass desert", "cloud meadow", "sunken library",
           "night market", "clock tower", "moth garden", "ice cave", "railway", "tide pools", "hollow hill", "paper forest")  # fmt: skip
_THINGS = ("lantern", "bell", "moth", "gate", "keeper", "song", "storm", "map", "boat", "mirror", "well", "stair", "kite", "echo")
_DOINGS = ("that wakes", "of the tides", "in the fog", "at dusk", "that listens", "of the keeper", "under glass", "that burns low")


def many(studio: Studio, folder: Path, place: Path) -> None:
    """A garden of ten thousand nodes, whole."""
    import random

    from window import rows

    from dreamgarden.plan.edit import AddNodes
    from dreamgarden.plan.journal import Journal
    from dreamgarden.plan.node import Node

    chance = random.Random(4)
    journal = Journal.create(folder, "An archipelago of dreams, one island for everybody who ever slept in the city")
    made = []
    for at, one in enumerate(rows(10_000)):
        if at:
            parent = f"n{int(str(one['parent'])[1:]) + 1}"
            part = one["kind"] == "part"
            kind = "part" if part else ("code", "mesh", "data")[at % 3]
            name = _PLACES[at % len(_PLACES)] if part else f"{chance.choice(_THINGS)} {chance.choice(_DOINGS)}"
            title = f"The {name}" if part and at < 40 else name.capitalize()
            made.append(Node(id=f"n{at + 1}", parent=parent, title=title, brief=f"{title}.", kind=kind, slug=f"island_{at}"))  # type: ignore[arg-type]
    journal.submit(AddNodes(tuple(made)))
    journal.close()
    studio.window.open_garden(folder)
    studio.until(lambda: len(studio.window.document) == 10_000)
    studio.wait(4.0)
    # As it would stand in the middle of a long growth: some branches are finished, others have only begun.
    document = studio.window.document
    standing = []
    for item in document.items.values():
        if item.leaf:
            above = [item.id, *document.ancestors(item.id)]
            done = random.Random(above[-2]).choice((96, 92, 80, 62, 40, 15))
            state = chance.choices(("done", "running", "failed", "waiting", "idea"), (done, 10, 2, 8, 100 - done))[0]
            standing.append({"id": item.id, "state": state, "reason": ""})
    document.restate(standing)
    document.select([document.root])
    studio.window.canvas.fit(glide=False)
    studio.wait(1.0)
    studio.save(place)


def most_pictures(studio: Studio, wanted: set[str], file: Callable[[str], Path]) -> None:
    """One garden carries most of the pictures."""
    window, document = studio.window, studio.window.document
    growth: list[Any] = []
    studio.window.welcome()
    for at in range(0, len(LIGHTHOUSE), 7):
        window.welcome_page.prompt.setPlainText(LIGHTHOUSE[: at + 7])
        studio.wait(0.03)
        growth.append(studio.frame())
    pictured = False

    def watch() -> None:
        nonlocal pictured
        if "grows" in wanted:
            growth.append(studio.frame())
        done, total = document.done_below(document.root) if document.root else (0, 0)
        if "growing" in wanted and not pictured and total > 12 and done > total * 0.35:
            pictured = True
            window.document.select([document.root])
            studio.wait(0.2)
            studio.image().save(str(file("growing")))
            print(file("growing"), flush=True)

    studio.watch = watch
    studio.grow(LIGHTHOUSE)
    studio.grown()
    studio.watch = None
    folder = Path(document.folder)
    if "grown" in wanted:
        studio.select(document.root)
        studio.save(file("grown"))
    if "grows" in wanted:
        animate(file("grows"), growth, play(folder, 10 * FRAMES_A_SECOND))
    if "takes" in wanted:
        mesh = studio.leaf("mesh", "lantern")
        studio.select(mesh)
        for _ in range(3):
            window.commands.do("reroll")
            studio.wait(0.8)
            window.commands.do("build_selected")
            studio.wait(0.3)
            studio.until(lambda: not window.client.busy)
        studio.select(mesh)
        studio.wait(2.0)
        studio.save(file("takes"))
    if "failed" in wanted:
        code = studio.leaf("code", "lantern")
        part = folder / "game" / "parts" / f"{document[code].slug}.cpp"
        text = part.read_text(encoding="utf-8")
        at = text.index("{", text.index("on_")) + 1 if "on_" in text else text.index("{") + 1
        wrong = "\n  Lantren& brightest = lantern(7);\n  brightest.glow = 1.5"
        part.write_text(text[:at] + wrong + text[at:], encoding="utf-8")
        window.commands.do("build_all")
        studio.wait(0.5)
        studio.until(lambda: not window.client.busy)
        studio.select(code)
        studio.wait(1.0)
        window.inspector.tabs.setCurrentIndex(2)
        studio.until(lambda: "Lantren" in window.inspector.diagnostics.toPlainText(), 60)
        studio.save(file("failed"))
        window.inspector.tabs.setCurrentIndex(0)
        part.write_text(text, encoding="utf-8")
        window.commands.do("build_all")
        studio.wait(0.5)
        studio.until(lambda: not window.client.busy)
    if "welcome" in wanted:
        window.welcome()
        studio.save(file("welcome"))
    if "light" in wanted:
        window.open_garden(folder)
        studio.until(lambda: document.folder == str(folder))
        studio.wear("en", "light")
        studio.select(studio.leaf("mesh"))
        studio.save(file("light"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, default=ROOT / "docs")
    parser.add_argument("--only", default=",".join(NAMES))
    options = parser.parse_args()
    wanted = set(options.only.split(","))
    with tempfile.TemporaryDirectory(prefix="dreamgarden-pictures-") as home:
        os.environ.update(QT_QPA_PLATFORM="offscreen", HOME=home, DREAMGARDEN_CONFIG_DIR=str(Path(home) / "config"), LANG="C.UTF-8")
        studio = Studio()
        window, document = studio.window, studio.window.document

        def file(name: str) -> Path:
            return options.to / (f"window-{name}.png" if name != "grows" else "grows.webp")

        if wanted & {"welcome", "light"}:
            studio.grow(HOUSE)
            studio.grown()
        if wanted - {"chinese", "many"}:
            most_pictures(studio, wanted, file)
        if "chinese" in wanted:
            studio.wear("zh", "dark")
            studio.grow(CHINESE)
            studio.grown()
            studio.select(document.root)
            studio.save(file("chinese"))
        if "many" in wanted:
            studio.wear("en", "dark")
            many(studio, Path(home) / "many", file("many"))
        window.close()


if __name__ == "__main__":
    main()
