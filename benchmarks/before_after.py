"""Gardens without and with their models: what the asset leaves give a picture.

    python benchmarks/before_after.py FILE.json docs/before-after.jpg --ids p12,p15,p05 [--keep FOLDER]

FILE is a JSON list of {"id", "prompt"}. Each prompt is grown; a bot plays the game once, and the same play is shown twice at
one moment: above with every model as its plain hull in its mean colour, as a game stands while its models are not made;
below as the garden makes them. Hulls to bump into stay what they are, so both plays are the same to the step.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import tempfile
from pathlib import Path

import manifold3d
import numpy as np
from PIL import Image

from dreamgarden import _native
from dreamgarden.art.glb import read_own, write_glb
from dreamgarden.art.model import Mesh
from dreamgarden.game import play
from dreamgarden.game.play import Game
from dreamgarden.project import Project
from dreamgarden.work import Work

FRAMES = 4500
WIDTH = 640
GAP = 6


def plain(glb: bytes) -> bytes:
    """A model as its convex hull, in one colour, with the same `collision`."""
    mesh = read_own(glb)
    (length,) = np.frombuffer(glb[12:16], "<u4")
    extras = json.loads(glb[20 : 20 + int(length)])["nodes"][0].get("extras", {})
    hull = manifold3d.Manifold.hull_points(np.ascontiguousarray(mesh.vertices, np.float64)).to_mesh()
    points, faces = np.asarray(hull.vert_properties[:, :3], np.float32), np.asarray(hull.tri_verts, np.uint32)
    colour = mesh.colours[:, :3].mean(axis=0).astype(np.float32) / 255
    return write_glb(Mesh(*_native.shade(points, faces, np.tile(colour, (3 * len(faces), 1)), 0.6)), "plain", extras)


def pictures(id: str, prompt: str, folder: Path) -> tuple[Image.Image, Image.Image]:
    """A moment of the garden's game, before and after."""
    with Project.create(folder / id, prompt) as project:
        project.grow(Work())
        game = project.game
        trace = folder / f"{id}.json"
        played = play.run(game, Work(), frames=FRAMES, bot="goal", record=trace, timeout=240)
        moment = int(min(max(float(played.state.get("seconds", 0)) * 30 * 0.4, 40), 300))
        before = folder / f"{id}-plain"
        shutil.copytree(game.home, before)
        for file in (before / "assets").glob("*.glb"):
            file.write_bytes(plain(file.read_bytes()))
        shots = [play.run(each, Work(), frames=moment + 2, replay=trace, shots=(moment,), timeout=240).shots[0]
                 for each in (Game(game.program, before), game)]  # fmt: skip
    first, second = (Image.open(io.BytesIO(shot)).convert("RGB") for shot in shots)
    return first, second


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("file", type=Path)
    asked.add_argument("sheet", type=Path)
    asked.add_argument("--ids", required=True, help="of three prompts, with commas between them")
    asked.add_argument("--keep", type=Path, help="keep the gardens in this folder")
    given = asked.parse_args()
    prompts = {row["id"]: row["prompt"] for row in json.loads(given.file.read_text(encoding="utf-8"))}
    chosen = given.ids.split(",")
    high = WIDTH * 9 // 16
    sheet = Image.new("RGB", (len(chosen) * (WIDTH + GAP) + GAP, 2 * (high + GAP) + GAP), "#12151b")
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for n, id in enumerate(chosen):
            for row, picture in enumerate(pictures(id, prompts[id], folder)):
                sheet.paste(picture.resize((WIDTH, high), Image.Resampling.LANCZOS), (GAP + n * (WIDTH + GAP), GAP + row * (high + GAP)))
    sheet.save(given.sheet, quality=88)


if __name__ == "__main__":
    main()
