"""From pictures to closed, coloured bodies: cut out, taken apart into views, carved or inflated, finished."""

from __future__ import annotations

import io
from functools import cache

import numpy as np
import pytest
import trimesh
from numpy.typing import NDArray
from PIL import Image

pytest.importorskip("dreamgarden._native", reason="the native module is not built")

from dreamgarden import _native
from dreamgarden.art.bodies import body_of
from dreamgarden.art.cutout import cropped, cut_out
from dreamgarden.art.finish import finish, thumbnail
from dreamgarden.art.model import Mesh
from dreamgarden.art.pictures import BrokenPicture, Rgba, picture_bytes, read_picture
from dreamgarden.art.recipe import load_recipe, mesh_recipe
from dreamgarden.art.sculpt import Way, chiselled, inflated, relief, sculpt
from dreamgarden.art.turnaround import Side, View, views_of
from dreamgarden.errors import Cancelled
from dreamgarden.work import Work

TURNS: dict[Side, tuple[float, float]] = {"front": (0, 0), "right": (90, 0), "back": (180, 0), "left": (270, 0), "top": (0, 90)}


@cache
def shaped(name: str) -> Mesh:
    return mesh_recipe(load_recipe(name))


def seen(name: str, *sides: Side, size: int = 256) -> list[View]:
    """Plain orthographic views of a recipe, all at one scale."""
    mesh = shaped(name)
    colours = mesh.colours[:, :3].astype(np.float32) / 255
    scale = 0.9 * size / max(mesh.size)
    return [
        View(side, cropped(_native.picture(mesh.vertices, mesh.normals, colours, mesh.faces, size, *TURNS[side], False, True, scale)))
        for side in sides
    ]


def solid(mesh: Mesh) -> trimesh.Trimesh:
    points, index = np.unique(mesh.vertices.round(6), axis=0, return_inverse=True)
    return trimesh.Trimesh(points, index.reshape(-1)[mesh.faces], process=False)


def disc(size: int, colour: tuple[int, int, int] = (200, 60, 40)) -> Rgba:
    y, x = np.mgrid[0:size, 0:size] + 0.5 - size / 2
    rgba = np.zeros((size, size, 4), np.uint8)
    rgba[..., :3] = colour
    rgba[..., 3] = (np.clip(size / 2 - np.hypot(x, y) + 0.5, 0, 1) * 255).astype(np.uint8)
    return rgba


@pytest.mark.parametrize("sides", [("front",), ("front", "right"), ("front", "right", "top"), ("front", "right", "back", "top")])
@pytest.mark.parametrize("name", ["chair", "cat", "lantern", "oak"])
def test_what_comes_out_is_closed_and_within_the_budget(name: str, sides: tuple[Side, ...]) -> None:
    made = sculpt(seen(name, *sides), name, 3000)
    body = solid(made.mesh)
    assert body.is_watertight and body.is_winding_consistent and body.volume > 0
    assert len(made.mesh.faces) <= 3000 and abs(float(made.mesh.low[1])) < 0.02
    assert set(made.sides) == set(sides)
    glb = trimesh.load(io.BytesIO(finish(made.mesh, 1.5).glb), file_type="glb", force="mesh")
    assert max(glb.extents) == pytest.approx(1.5, rel=1e-3)


@pytest.mark.parametrize("name", ["armchair", "cat", "truck", "barrel"])
def test_the_sides_tell_the_proportions(name: str) -> None:
    whole = np.array(shaped(name).size)

    def off(*sides: Side) -> float:
        size = np.array(sculpt(seen(name, *sides), name).mesh.size)
        return float(np.abs(np.log(size / size[1] / (whole / whole[1]))).max())

    assert off("front", "right") < 0.12
    assert off("front", "right", "top") < 0.12


def test_two_discs_are_a_ball_when_the_thing_is_round_and_crossed_cylinders_when_not() -> None:
    views = [View("front", disc(200)), View("right", disc(200))]
    assert solid(sculpt(views, "apple").mesh).volume == pytest.approx(np.pi / 6, rel=0.03)
    assert solid(sculpt(views, "machine").mesh).volume == pytest.approx(2 / 3, rel=0.03)
    # From above it is seen: what throws round shadows all around is round, whatever it is called.
    above = sculpt([*views, View("top", disc(200))], "machine")
    assert above.way == "round hull" and solid(above.mesh).volume == pytest.approx(np.pi / 6, rel=0.03)
    square = np.full((200, 200, 4), 200, np.uint8)
    assert sculpt([View(side, square) for side in ("front", "right", "top")], "apple").way == "hull"


@pytest.mark.parametrize(("words", "way", "deep"), [("red apple", "inflation", (0.8, 1)), ("old coin", "inflation", (0.1, 0.25)),
                                                    ("washing machine", "slab", (0.95, 1.05))])  # fmt: skip
def test_one_view_is_made_as_deep_as_such_a_thing_is(words: str, way: str, deep: tuple[float, float]) -> None:
    made = sculpt([View("front", disc(200))], words)
    assert made.way == way
    assert deep[0] < made.mesh.size[2] / made.mesh.size[0] < deep[1]


def test_every_side_gets_its_own_colours() -> None:
    red, blue, green = ((255, 0, 0), (0, 0, 255), (0, 255, 0))
    square = {colour: np.concatenate([np.full((64, 64, 3), colour, np.uint8), np.full((64, 64, 1), 255, np.uint8)], axis=2)
              for colour in (red, blue, green)}  # fmt: skip
    views = [View("front", square[red]), View("right", square[blue]), View("top", square[green])]
    mesh = sculpt(views, "crate", way="hull").mesh
    for axis, colour in ((2, red), (0, blue), (1, green)):
        facing = mesh.normals[:, axis] > 0.9
        assert facing.any()
        assert np.abs(mesh.colours[facing, :3].astype(int).mean(axis=0) - colour).max() < 20


def test_what_one_part_hides_does_not_get_its_colours() -> None:
    # From the front a red pole stands before the middle of a white wall; from the side they are apart.
    front = np.full((100, 100, 4), 255, np.uint8)
    front[:, 40:60, 1:3] = 0
    side = np.zeros((100, 60, 4), np.uint8)
    side[:, 45:] = side[:, :10] = 255  # left is the front
    above = np.zeros((60, 100, 4), np.uint8)
    above[:15] = 255
    above[50:, 40:60] = 255
    _, shape = chiselled([View("front", front), View("right", side), View("top", above)], (1, 1, 0.6), "block", "hull", Work())
    points = np.array([[0, 0.5, -0.15], [0.3, 0.5, -0.15], [0, 0.5, 0.3]], np.float32)  # behind the pole, beside it, on it
    behind, beside, pole = shape.colours(points, np.array([[0, 0, 1]] * 3, np.float32))
    assert behind[1] > 0.9 and beside[1] > 0.9 and pole[1] < 0.1


@pytest.mark.parametrize("name", ["chair", "cat", "oak", "lantern"])
@pytest.mark.parametrize("ground", ["transparent", "plain", "shaded"])
def test_a_thing_is_cut_out_of_its_ground(name: str, ground: str) -> None:
    rgba = read_picture(thumbnail(shaped(name), 320, ground=False))
    y, x = np.mgrid[0:320, 0:320] / 320
    grounds = {"plain": np.full((320, 320, 3), 236.0), "shaded": np.stack([150 + 80 * y, 160 + 60 * x, 205 - 40 * y], axis=2)}
    picture = rgba
    if ground != "transparent":
        share = rgba[..., 3:] / 255
        mixed = rgba[..., :3] * share + grounds[ground] * (1 - share) + np.random.default_rng(5).normal(0, 2, (320, 320, 1))
        picture = np.concatenate([np.clip(mixed, 0, 255).astype(np.uint8), np.full((320, 320, 1), 255, np.uint8)], axis=2)
    cut = cut_out(picture)
    found, true = cut.rgba[..., 3] > 127, rgba[..., 3] > 127
    assert (found & true).sum() / (found | true).sum() > 0.95
    assert cut.confidence > 0.6


def test_a_restless_ground_is_trusted_little() -> None:
    chance = np.random.default_rng(1)
    noise = chance.integers(0, 255, (40, 40, 3)).astype(np.uint8).repeat(8, axis=0).repeat(8, axis=1)
    noise[110:210, 110:210] = (220, 30, 30)
    picture = np.concatenate([noise, np.full((320, 320, 1), 255, np.uint8)], axis=2)
    cut = cut_out(picture)
    assert cut.way == "by colours" and cut.confidence < 0.5
    assert (cut.rgba[115:205, 115:205, 3] > 0).mean() > 0.9


def test_figures_side_by_side_are_the_sides_of_one_thing() -> None:
    sheet = np.zeros((120, 460, 4), np.uint8)
    for n, colour in enumerate([(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)]):
        sheet[10:110, 10 + 115 * n : 110 + 115 * n] = disc(100, colour)
    views = views_of(sheet)
    assert [view.side for view in views] == ["front", "right", "back", "top"]
    assert [tuple(view.rgba[50, 50, :3]) for view in views][1] == (0, 255, 0)
    sheet[10:90, 125:225] = 0  # now the second is far smaller: a group of things, not a turnaround
    assert [view.side for view in views_of(sheet)] == ["front"]


def test_depths_become_a_relief() -> None:
    front = View("front", disc(128))
    y, x = np.mgrid[0:128, 0:128]
    dent = np.where(np.hypot(x - 64, y - 64) < 25, 0.2, 1.0).astype(np.float32)
    made = relief(front, dent, (1, 1, 0.6), Work())
    assert made.way == "relief" and solid(made.mesh).is_watertight
    ahead = made.mesh.vertices[:, 2]
    middle = np.hypot(made.mesh.vertices[:, 0], made.mesh.vertices[:, 1] - 0.5) < 0.12
    ring = np.abs(np.hypot(made.mesh.vertices[:, 0], made.mesh.vertices[:, 1] - 0.5) - 0.28) < 0.04
    assert ahead[middle].max() < ahead[ring].max() - 0.1


def test_inflation_solves_its_equation() -> None:
    mask = np.zeros((50, 60), bool)
    mask[4:46, 5:57] = True
    mask[20:28, 22:34] = False  # a hole
    number = np.full(mask.shape, -1)
    number[mask] = np.arange(mask.sum())
    matrix, right = 4 * np.eye(mask.sum()), np.full(mask.sum(), 4.0)
    for y, x in np.argwhere(mask):
        for v, u in ((y + 1, x), (y - 1, x), (y, x + 1), (y, x - 1)):
            if mask[v, u]:
                matrix[number[y, x], number[v, u]] = -1
    exact = np.zeros(mask.shape)
    exact[mask] = np.sqrt(np.linalg.solve(matrix, right))
    heights = _native.inflate(mask.astype(np.float32))
    assert np.abs(heights - exact).max() < 0.02 * exact.max() and (heights[~mask] == 0).all()


@pytest.mark.parametrize(
    ("words", "body"),
    [("a red apple", "round"), ("samurai blade", "sheet"), ("oak chest", "block"), ("swordfish", "round"), ("zxqv", "block"),
     ("two old barrels", "round"), ("dungeon door", "sheet")],
)  # fmt: skip
def test_a_name_tells_the_body(words: str, body: str) -> None:
    assert body_of(words) == body


def broken() -> list[tuple[str, bytes]]:
    good = picture_bytes(disc(64))
    vast = io.BytesIO()
    Image.new("1", (30000, 30000)).save(vast, "PNG")
    wide = bytearray(good)
    wide[16:20] = (0).to_bytes(4, "big")
    return [("nothing", b""), ("a web page", b"<!DOCTYPE html><html>502</html>"), ("letters", b"not a picture" * 9),
            ("cut off", good[: len(good) // 2]), ("a bomb", vast.getvalue()), ("no area", bytes(wide)),
            ("a lie", b"\x89PNG\r\n\x1a\n" + b"\0" * 60)]  # fmt: skip


@pytest.mark.parametrize(("name", "data"), broken(), ids=[name for name, _ in broken()])
def test_a_broken_picture_is_refused_with_a_reason(name: str, data: bytes) -> None:
    with pytest.raises(BrokenPicture, match="can't be used") as told:
        read_picture(data, "moth.png")
    assert told.value.then and "moth.png" in told.value.what


def test_pictures_of_nothing_are_refused() -> None:
    with pytest.raises(BrokenPicture, match="transparent"):
        cut_out(np.zeros((64, 64, 4), np.uint8))
    with pytest.raises(BrokenPicture, match="nothing before its ground"):
        cut_out(np.full((64, 64, 4), 255, np.uint8))
    with pytest.raises(BrokenPicture, match="front"):
        sculpt([View("right", disc(32))])
    with pytest.raises(BrokenPicture):
        inflated(np.zeros((8, 8, 4), np.uint8), (1, 1, 1))


@pytest.mark.parametrize("shape", [(1, 1), (1, 400), (400, 1), (3, 3)])
@pytest.mark.parametrize("way", ["inflation", "slab", "hull", "round hull"])
def test_thin_and_tiny_views_end_in_a_body_or_a_reason(shape: tuple[int, int], way: Way) -> None:
    rgba: NDArray[np.uint8] = np.full((*shape, 4), 255, np.uint8)
    try:
        assert len(sculpt([View("front", rgba)], way=way).mesh.faces)
    except BrokenPicture as told:
        assert told.what


def test_sculpting_can_be_cancelled() -> None:
    work = Work()
    work.cancel()
    with pytest.raises(Cancelled):
        sculpt([View("front", disc(64))], work=work)
