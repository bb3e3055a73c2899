"""What meshing costs: every bundled recipe, and one field of distances natively beside numpy and scikit-image, in the same run.

    python benchmarks/recipes.py [--rounds 5] [--sheet docs/recipes.png] [--moving docs/moving.png]

--sheet draws all bundled recipes into one picture, and --moving some of those with joints at five moments, instead.

The comparison is a ball blended smoothly into a box with a ball cut out of it. numpy computes the distances at every
point of a grid and does nothing else, which is the least that any mesher written with it pays. The native mesher works
on a grid of the same fineness, but skips where no surface can be; it then makes triangles, reduces them to the budget,
and paints and shades them. A ratio below 1: the whole model takes less than numpy's distances alone.
"""

from __future__ import annotations

import argparse
import io
import math
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from dreamgarden import _native
from dreamgarden.art.finish import thumbnail, write_glb
from dreamgarden.art.joints import posed
from dreamgarden.art.recipe import load_recipe, mesh_recipe, read_recipe, recipe_names, resolve

Floats = NDArray[np.float32]

MOVING = ("windmill", "person", "ferris_wheel", "horse", "door", "butterfly", "wardrobe", "robot")
SHAPE = {
    "subtract": [
        {"blend": [{"box": [1, 1, 1], "colour": "#c08040"}, {"ball": 0.5, "at": [0, 1, 0], "colour": "#4080c0"}], "soft": 0.25},
        {"ball": 0.4, "at": [0.5, 0.5, 0.5]},
    ],
}


def field(resolution: int) -> Floats:
    """Distances of the same shape at the points of a cube around it, by numpy."""
    axis = np.linspace(-0.8, 0.8, resolution, dtype=np.float32)
    x, y, z = np.meshgrid(axis, axis + np.float32(0.75), axis, indexing="ij")

    def ball(cx: float, cy: float, cz: float, r: float) -> Floats:
        out: Floats = np.sqrt((x - cx) ** 2 + (y - cy) ** 2 + (z - cz) ** 2) - np.float32(r)
        return out

    qx, qy, qz = np.abs(x) - np.float32(0.5), np.abs(y - np.float32(0.5)) - np.float32(0.5), np.abs(z) - np.float32(0.5)
    outside = np.sqrt(np.maximum(qx, 0) ** 2 + np.maximum(qy, 0) ** 2 + np.maximum(qz, 0) ** 2)
    box = outside + np.minimum(np.maximum(qx, np.maximum(qy, qz)), 0)
    other = ball(0, 1, 0, 0.5)
    share = np.clip(0.5 + 0.5 * (other - box) / np.float32(0.25), 0, 1)
    both = other * (1 - share) + box * share - np.float32(0.25) * share * (1 - share)
    out: Floats = np.maximum(both, -ball(0.5, 0.5, 0.5, 0.4))
    return out


def median_ms(act: Callable[[], object], rounds: int) -> float:
    act()
    took = []
    for _ in range(rounds):
        begin = time.perf_counter()
        act()
        took.append((time.perf_counter() - begin) * 1000)
    return statistics.median(took)


def dense(rounds: int) -> None:
    """The dense surface at 128³: the native contour, whose edges are sharp, beside numpy's field and skimage's marching cubes.

    Wall time, the quickest of some rounds, and processor time: on a busy machine the second says more.
    """
    try:
        from skimage.measure import marching_cubes
    except ImportError:
        print("128³ beside scikit-image: left out, scikit-image is not installed")
        return
    tree = resolve(read_recipe({"title": "Test piece", "shape": SHAPE}, "piece"), {}, {}, 0)
    faces = len(_native.contour(tree, 128, 20.0, _native.Stop())[1])

    def plain() -> None:
        marching_cubes(field(128), 0)

    def cost(act: Callable[[], object]) -> tuple[float, float]:
        wall, cpu = [], []
        for _ in range(3 * rounds):
            begin, spent = time.perf_counter(), time.process_time()
            act()
            wall.append((time.perf_counter() - begin) * 1000)
            cpu.append((time.process_time() - spent) * 1000)
        return min(wall), min(cpu)

    ours, theirs = cost(lambda: _native.contour(tree, 128, 20.0, _native.Stop())), cost(plain)
    print(f"128³, {faces} triangles: native {ours[0]:.1f} ms wall, {ours[1]:.1f} ms processor; numpy and skimage {theirs[0]:.0f} and "
          f"{theirs[1]:.0f} ms; ratio {theirs[0] / ours[0]:.1f} and {theirs[1] / ours[1]:.1f}")  # fmt: skip


def sheet(path: Path, across: int = 22, side: int = 112) -> None:
    """All bundled recipes in rows, with their names."""
    names = recipe_names()
    down = -(-len(names) // across)
    whole = Image.new("RGB", (across * side, down * (side + 14)), (238, 236, 230))
    draw = ImageDraw.Draw(whole)
    for n, name in enumerate(names):
        picture = Image.open(io.BytesIO(thumbnail(mesh_recipe(load_recipe(name)), side)))
        x, y = n % across * side, n // across * (side + 14)
        whole.paste(picture, (x, y), picture)
        draw.text((x + side // 2, y + side + 6), name, fill=(90, 86, 80), anchor="mm", font_size=11)
    whole.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


def moving(path: Path, names: tuple[str, ...] = MOVING, moments: int = 5, side: int = 150) -> None:
    """Models at rest and at moments of their movements, a row of two models beside each other."""
    across, down = 2 * moments, -(-len(names) // 2)
    whole = Image.new("RGB", (across * side, down * side), (238, 236, 230))
    for n, name in enumerate(names):
        mesh = mesh_recipe(load_recipe(name))
        for k in range(moments):
            points, normals = posed(mesh, k / moments) if k else (mesh.vertices, mesh.normals)
            picture = Image.open(io.BytesIO(thumbnail(replace(mesh, vertices=points, normals=normals), side)))
            whole.paste(picture, ((n % 2 * moments + k) * side, n // 2 * side), picture)
    whole.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--sheet", type=Path)
    asked.add_argument("--moving", type=Path)
    given = asked.parse_args()
    if given.sheet:
        sheet(given.sheet)
    if given.moving:
        moving(given.moving)
    if given.sheet or given.moving:
        return

    for budget, detail in ((600, 1.0), (2400, 1.0), (6000, 1.0), (6000, 1.4)):
        recipe = read_recipe({"title": "Test piece", "shape": {**SHAPE, "detail": detail}, "budget": budget}, "piece")
        cells = min(max(int(34 * detail * math.sqrt(budget / 1500)), 12), 96)  # as native/mesh/build.cpp chooses them
        plain = median_ms(lambda cells=cells: field(cells), given.rounds)  # type: ignore[misc]
        native = median_ms(lambda recipe=recipe: mesh_recipe(recipe), given.rounds)  # type: ignore[misc]
        faces = len(mesh_recipe(recipe).faces)
        print(f"{cells:>3}³ cells: numpy, distances alone {plain:6.1f} ms; native, model of {faces:>4} triangles {native:6.1f} ms; "
              f"ratio {native / plain:.2f}")  # fmt: skip

    dense(given.rounds)
    took: list[tuple[float, str, int]] = []
    for name in recipe_names():
        recipe = load_recipe(name)
        begin = time.perf_counter()
        mesh = mesh_recipe(recipe)
        took.append(((time.perf_counter() - begin) * 1000, name, len(mesh.faces)))
    took.sort()
    slowest, middle = took[-1], took[len(took) // 2]
    whole, triangles = sum(each[0] for each in took), sum(each[2] for each in took)
    print(f"{len(took)} recipes in {whole / 1000:.1f} s: median {middle[0]:.1f} ms, slowest {slowest[0]:.0f} ms ({slowest[1]}), "
          f"{triangles / len(took):.0f} triangles on average")  # fmt: skip
    oak = mesh_recipe(load_recipe("oak"))
    print(f"oak: .glb {median_ms(lambda: write_glb(oak), given.rounds):.1f} ms, "
          f"thumbnail of 256 pixels {median_ms(lambda: thumbnail(oak), given.rounds):.1f} ms")  # fmt: skip


if __name__ == "__main__":
    main()
