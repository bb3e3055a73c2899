"""How near sculpted bodies come to the things they picture, and what sculpting costs beside numpy, scipy and scikit-image.

    python benchmarks/sculpt.py FOLDER [--every 1] [--px 512]        # needs scipy and scikit-image

FOLDER holds .glb files. Each is rendered without light to orthographic views, sculpted again from 1 (front), 2 (and right),
3 (and from above) and 4 (and back) of them, and compared with itself: IoU of the solids in 64 cells along the longest side
(open models count as what their surface encloses), and the mean difference of the colours of the surface from the nearest
ones of the original, 0 to 255. "best" is the best of all ways that were tried, known only in hindsight.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dreamgarden import _native
from dreamgarden.art.bodies import body_of
from dreamgarden.art.cutout import cropped, cut_out
from dreamgarden.art.finish import finish, thumbnail
from dreamgarden.art.gltf import BrokenModel
from dreamgarden.art.imported import read_model
from dreamgarden.art.library import clean_title
from dreamgarden.art.model import Mesh
from dreamgarden.art.pictures import BrokenPicture, picture_bytes, read_picture
from dreamgarden.art.sculpt import Way, chiselled, sculpt, size_of
from dreamgarden.art.turnaround import Side, View
from dreamgarden.work import Work

CELLS = 64
TURNS: dict[Side, tuple[float, float]] = {"front": (0, 0), "right": (90, 0), "back": (180, 0), "top": (0, 90)}
GIVEN: dict[int, tuple[Side, ...]] = {
    1: ("front",), 2: ("front", "right"), 3: ("front", "right", "top"), 4: ("front", "right", "back", "top"),
}  # fmt: skip
WAYS: dict[int, tuple[Way, ...]] = {1: ("inflation", "slab"), 2: ("hull", "round hull"), 3: ("hull", "round hull"),
                                    4: ("hull", "round hull")}  # fmt: skip


def views_of(mesh: Mesh, px: int) -> dict[Side, View]:
    colours = mesh.colours[:, :3].astype(np.float32) / 255
    scale = 0.9 * px / max(mesh.size)
    out: dict[Side, View] = {}
    for side, (turn, lift) in TURNS.items():
        rgba = _native.picture(mesh.vertices, mesh.normals, colours, mesh.faces, px, turn, lift, False, True, scale)
        out[side] = View(side, cropped(rgba))
    return out


def samples(mesh: Mesh, cell: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points on the surface, closer than half a cell, with their colours."""
    corners, colours = mesh.vertices[mesh.faces].astype(float), mesh.colours[mesh.faces][:, :, :3].astype(float)
    edge = np.max([np.linalg.norm(corners[:, i] - corners[:, (i + 1) % 3], axis=1) for i in range(3)], axis=0)
    parts = np.ceil(edge / cell * 2).astype(int) + 1
    points, paints = [], []
    for count in np.unique(parts):
        i, j = np.meshgrid(np.arange(count + 1), np.arange(count + 1))
        shares = np.stack([i[i + j <= count] / count, j[i + j <= count] / count], axis=1)
        shares = np.column_stack([1 - shares.sum(axis=1), shares])
        some = parts == count
        points.append(np.einsum("ks,fsc->fkc", shares, corners[some]).reshape(-1, 3))
        paints.append(np.einsum("ks,fsc->fkc", shares, colours[some]).reshape(-1, 3))
    return np.concatenate(points), np.concatenate(paints)


def solid(points: NDArray[np.float64], low: NDArray[np.float64], cell: float, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    from scipy import ndimage

    grid = np.zeros(shape, bool)
    cells = np.clip(((points - low) / cell + 1).astype(int), 0, np.array(shape) - 1)
    grid[tuple(cells.T)] = True
    filled: NDArray[np.bool_] = ndimage.binary_fill_holes(grid)
    return filled


def compared(mesh: Mesh, original: Mesh, along_height: bool) -> tuple[float, float]:
    """IoU and colour error, both meshes standing on the same spot at the same size."""
    from scipy.spatial import cKDTree

    factor = original.size[1] / mesh.size[1] if along_height else max(original.size) / max(mesh.size)
    low, high = original.low.astype(float), original.high.astype(float)
    foot = np.array([(low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2])
    own = np.array([(mesh.low[0] + mesh.high[0]) / 2, mesh.low[1], (mesh.low[2] + mesh.high[2]) / 2])
    mesh = Mesh(((mesh.vertices - own) * factor + foot).astype(np.float32), mesh.normals, mesh.colours, mesh.faces)
    cell = max(original.size) / CELLS
    first = np.minimum(low, mesh.low)
    shape = tuple((np.ceil((np.maximum(high, mesh.high) - first) / cell).astype(int) + 3).tolist())
    true_points, true_paints = samples(original, cell)
    points, paints = samples(mesh, cell)
    a, b = solid(true_points, first, cell, shape), solid(points, first, cell, shape)
    some = np.random.default_rng(1).choice(len(points), min(len(points), 3000), replace=False)
    _, nearest = cKDTree(true_points).query(points[some])
    return float((a & b).sum() / max(int((a | b).sum()), 1)), float(np.abs(paints[some] - true_paints[nearest]).mean())


def best_ms(act: Callable[[], object], rounds: int) -> float:
    """The quickest of some rounds: what the machine does besides only ever adds."""
    took = []
    for _ in range(rounds):
        begin = time.perf_counter()
        act()
        took.append((time.perf_counter() - begin) * 1000)
    return min(took)


def numpy_inflate(cover: NDArray[np.float32], cycles: int = 12) -> NDArray[np.float32]:
    """The same equation by multigrid in numpy: V-cycles of red-black Gauss-Seidel."""
    size = 1 << int(np.ceil(np.log2(max(cover.shape))))
    mask = np.zeros((size, size), bool)
    mask[: cover.shape[0], : cover.shape[1]] = cover >= 0.5
    masks = [mask]
    while masks[-1].shape[0] > 4:
        m = masks[-1]
        masks.append(m[::2, ::2] & m[1::2, ::2] & m[::2, 1::2] & m[1::2, 1::2])
    colour = [((np.indices(m.shape).sum(axis=0) & 1) == 0) for m in masks]

    def around(u: NDArray[np.float32]) -> NDArray[np.float32]:
        p = np.pad(u, 1)
        return p[:-2, 1:-1] + p[2:, 1:-1] + p[1:-1, :-2] + p[1:-1, 2:]

    def smooth(u: NDArray[np.float32], f: NDArray[np.float32], k: int, rounds: int) -> NDArray[np.float32]:
        for _ in range(rounds):
            for half in (colour[k], ~colour[k]):
                u = np.where(half & masks[k], 0.25 * (around(u) + f), u)
        return u

    def cycle(u: NDArray[np.float32], f: NDArray[np.float32], k: int) -> NDArray[np.float32]:
        if k + 1 == len(masks):
            return smooth(u, f, k, 12)
        u = smooth(u, f, k, 2)
        r = np.where(masks[k], f - 4 * u + around(u), 0)
        coarse = np.where(masks[k + 1], r[::2, ::2] + r[1::2, ::2] + r[::2, 1::2] + r[1::2, 1::2], 0)
        e = cycle(np.zeros_like(coarse), coarse, k + 1)
        u = u + np.where(masks[k], e.repeat(2, axis=0).repeat(2, axis=1), 0)
        return smooth(u, f, k, 2)

    u, f = np.zeros(mask.shape, np.float32), np.where(mask, np.float32(4), np.float32(0))
    for _ in range(cycles):
        u = cycle(u, f, 0)
    out: NDArray[np.float32] = np.sqrt(np.maximum(u[: cover.shape[0], : cover.shape[1]], 0))
    return out


def numpy_hull(views: list[View], size: tuple[float, float, float], cells: int) -> int:
    """The same hull with scipy's filter and scikit-image's marching cubes. Returns the number of faces."""
    from scipy import ndimage
    from skimage.measure import marching_cubes

    n = [int(np.ceil(length / max(size) * cells)) + 4 for length in size]

    def plane(view: View, columns: int, rows: int) -> NDArray[np.float32]:
        alpha = view.rgba[:, :, 3].astype(np.float32) / 255
        shares = ((rows - 4) / alpha.shape[0], (columns - 4) / alpha.shape[1])
        zoomed = ndimage.zoom(ndimage.uniform_filter(alpha, 512 // cells), shares, order=1)
        out: NDArray[np.float32] = np.pad(zoomed, ((2, rows - 2 - zoomed.shape[0]), (2, columns - 2 - zoomed.shape[1])))
        return out

    by = {view.side: view for view in views}
    field = np.repeat(plane(by["front"], n[0], n[1])[::-1].T[:, :, None], n[2], axis=2)
    if "right" in by:
        field = np.minimum(field, plane(by["right"], n[2], n[1])[::-1, ::-1][None, :, :])
    if "top" in by:
        field = np.minimum(field, plane(by["top"], n[0], n[2]).T[:, None, :])
    _, faces, _, _ = marching_cubes(field, 0.5)
    return len(faces)


def times(views: dict[Side, View], px: int) -> None:
    front = np.zeros((px, px), np.float32)
    rgba = views["front"].rgba
    front[: rgba.shape[0], : rgba.shape[1]] = rgba[:, :, 3] / np.float32(255)
    native, plain = best_ms(lambda: _native.inflate(front), 15), best_ms(lambda: numpy_inflate(front), 4)
    print(f"heights of a silhouette of {px}²: native {native:.1f} ms, numpy {plain:.0f} ms, ratio {plain / native:.0f}")
    given = [views[side] for side in GIVEN[3]]
    size = size_of(given, "block")

    def hull() -> None:
        chiselled(given, size, "block", "hull", Work())[1].surface()

    native, plain = best_ms(hull, 15), best_ms(lambda: numpy_hull(given, size, 96), 4)
    print(f"hull of three pictures of {px}², 96 cells, with its surface: native {native:.1f} ms; scipy and skimage (compiled too) "
          f"{plain:.0f} ms, ratio {plain / native:.1f}")  # fmt: skip
    sculpture = chiselled(given, size, "block", "hull", Work())[1]
    points = sculpture.surface()[0]
    ours = best_ms(lambda: sculpture.colours(points, np.tile(np.float32([0, 0, 1]), (len(points), 1))), 5)
    print(f"colours of its {len(points)} points, seen from three sides: {ours:.1f} ms more")
    for count in (1, 4):
        sheet = np.zeros((px, px * count, 4), np.uint8)
        for k, side in enumerate(GIVEN[count]):
            rgba = views[side].rgba
            sheet[: rgba.shape[0], k * px : k * px + rgba.shape[1]] = rgba
        data = picture_bytes(sheet)

        def whole(data: bytes = data, count: int = count) -> None:
            picture = read_picture(data)
            made = sculpt([View(s, cropped(cut_out(picture[:, k * px : (k + 1) * px]).rgba)) for k, s in enumerate(GIVEN[count])], "chair")
            thumbnail(finish(made.mesh, 1.0).mesh)

        print(f"from a picture of {count} view{'s' * (count > 1)} to a finished .glb with its thumbnail: {best_ms(whole, 5):.0f} ms")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--every", type=int, default=1, help="take every n-th model alone")
    asked.add_argument("--px", type=int, default=512)
    given = asked.parse_args()
    scores: dict[tuple[int, str, str], list[tuple[float, float]]] = defaultdict(list)
    taken: dict[tuple[int, str], int] = defaultdict(int)
    left_out = 0
    timed: dict[Side, View] | None = None
    for file in sorted(given.folder.glob("*.glb"))[:: given.every]:
        title = clean_title(file.stem.rpartition("__")[2])
        body = body_of(title)
        try:
            mesh = read_model(file, 20000)
            if min(mesh.size) < 0.012 * max(mesh.size):
                left_out += 1  # thinner than a cell: no solid to compare
                continue
            views = views_of(mesh, given.px)
            if timed is None or views["front"].rgba[:, :, 3].sum() > timed["front"].rgba[:, :, 3].sum():
                timed = views  # times are told for the thing that fills its picture most
            for count, sides in GIVEN.items():
                pictures = [views[side] for side in sides]
                chosen = sculpt(pictures, title)
                every: dict[str, Any] = {way: sculpt(pictures, title, way=way) for way in WAYS[count] if way != chosen.way}
                results = {way: compared(each.mesh, mesh, count == 1) for way, each in {**every, chosen.way: chosen}.items()}
                for way, result in results.items():
                    scores[count, way, body].append(result)
                scores[count, "chosen", body].append(results[chosen.way])
                scores[count, "best", body].append(max(results.values()))
                taken[count, chosen.way] += 1
        except (BrokenModel, BrokenPicture) as broken:
            print(broken)
    counted = sum(len(scores[3, "chosen", body]) for body in ("round", "block", "sheet"))
    print(f"{counted} models of {given.folder} ({left_out} thinner than a cell left out), IoU (colour error)")
    print(f"{'views':<6}{'way':<12}{'all':>14}{'round':>14}{'block':>14}{'sheet':>14}{'taken':>7}")
    for count, ways in WAYS.items():
        for way in (*ways, "chosen", "best"):
            cells = [[each for body in bodies for each in scores[count, way, body]]
                     for bodies in (("round", "block", "sheet"), ("round",), ("block",), ("sheet",))]  # fmt: skip
            means = [(statistics.mean(i for i, _ in c), statistics.mean(e for _, e in c)) if c else (0.0, 0.0) for c in cells]
            row = "".join(f"{iou:>8.3f} ({error:3.0f})" for iou, error in means)
            print(f"{count:<6}{way:<12}{row}{taken.get((count, way), ''):>7}")
    if timed:
        times(timed, given.px)


if __name__ == "__main__":
    main()
