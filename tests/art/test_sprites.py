"""Sprites: a row for each direction, a column for each frame, standing on one spot, few colours, a line around."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("dreamgarden._native", reason="the native module is not built")

from dreamgarden.art.pictures import read_picture
from dreamgarden.art.recipe import load_recipe, mesh_recipe
from dreamgarden.art.sketching import sheet as drawn
from dreamgarden.art.sprites import Atlas, Movement, Sheet, atlas_of, atlas_of_picture
from dreamgarden.errors import BadInput, Cancelled
from dreamgarden.work import Work


def cells(atlas: Atlas) -> np.ndarray:
    """[direction, frame, y, x, 4]."""
    rgba, side = read_picture(atlas.png), atlas.side
    assert rgba.shape == (atlas.directions * side, atlas.frames * side, 4)
    return rgba.reshape(atlas.directions, side, atlas.frames, side, 4).swapaxes(1, 2)


def feet(cell: np.ndarray) -> int:
    return int(np.flatnonzero(cell[:, :, 3].any(axis=1)).max())


@pytest.mark.parametrize("name", ["cat", "truck", "lantern"])
def test_an_atlas_has_every_direction_and_frame_and_stands_still(name: str) -> None:
    made = cells(atlas_of(mesh_recipe(load_recipe(name)), Sheet(directions=8, frames=2, side=48, movement="still"), Work()))
    assert made.shape[:2] == (8, 2)
    for direction in made:
        assert (direction[0] == direction[1]).all()
        assert direction[0][:, :, 3].any() and not direction[0][0, :, 3].any()
        assert 0.7 * 48 < feet(direction[0]) < 47
    assert (made[0] != made[2]).any() and (made[2] != made[6]).any()


@pytest.mark.parametrize("movement", ["bob", "spin", "walk"])
def test_a_movement_moves(movement: Movement) -> None:
    made = cells(atlas_of(mesh_recipe(load_recipe("truck")), Sheet(directions=1, frames=4, side=64, movement=movement), Work()))[0]
    assert (made[0] != made[1]).any() and (made[1] != made[3]).any()
    if movement == "bob":
        assert feet(made[1]) < feet(made[3])


def test_colours_are_few_and_a_dark_line_runs_around() -> None:
    mesh = mesh_recipe(load_recipe("apple"))
    lined = cells(atlas_of(mesh, Sheet(directions=4, frames=1, side=64, movement="still", colours=12), Work()))
    solid = lined[..., 3] > 0
    assert set(np.unique(lined[..., 3])) == {0, 255}
    assert len(np.unique(lined[solid][:, :3], axis=0)) <= 12
    plain = cells(atlas_of(mesh, Sheet(directions=4, frames=1, side=64, movement="still", outline=False, colours=0), Work()))
    rim = (lined[0, 0, :, :, 3] > 0) & (plain[0, 0, :, :, 3] < 128)
    assert rim.sum() > 40 and lined[0, 0][rim][:, :3].mean() < 0.6 * lined[0, 0][~rim & solid[0, 0]][:, :3].mean()


def test_a_picture_becomes_a_sprite() -> None:
    atlas = atlas_of_picture(drawn(mesh_recipe(load_recipe("cat")), False, 200), side=32)
    sprite = cells(atlas)[0, 0]
    assert sprite.shape == (32, 32, 4) and feet(sprite) > 26 and atlas.to_json()["foot"] == [0.5, 0.94]


def test_too_large_a_sheet_is_refused_and_a_cancel_is_heard() -> None:
    mesh = mesh_recipe(load_recipe("apple"))
    for sheet in (Sheet(directions=0), Sheet(side=4), Sheet(frames=32, side=512)):
        with pytest.raises(BadInput, match=r"sheet|atlas"):
            atlas_of(mesh, sheet, Work())
    work = Work()
    work.cancel()
    with pytest.raises(Cancelled):
        atlas_of(mesh, Sheet(), work)
