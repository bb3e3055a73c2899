"""How large things are taken to be: a wide table, read with some sense, in English and Chinese; nothing absurd."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamgarden.art.library import clean_title
from dreamgarden.art.recipe import load_recipe, recipe_names
from dreamgarden.art.sizes import _OF_WORD, UNKNOWN, usual_size

# Least and most that a person would believe, metres.
SENSE: dict[str, tuple[float, float]] = {
    "coin": (0.01, 0.1), "apple": (0.05, 0.2), "teacup": (0.05, 0.3), "book": (0.1, 0.4), "cat": (0.3, 0.9), "dog": (0.4, 1.5),
    "chair": (0.6, 1.5), "table": (0.8, 2.5), "bed": (1.5, 2.5), "woman": (1.2, 2.2), "knight": (1.2, 2.5), "door": (1.5, 3),
    "horse": (1.5, 3), "elephant": (2.5, 7), "car": (3, 6), "bus": (5, 14), "oak": (3, 20), "house": (4, 15), "windmill": (4, 25),
    "church": (8, 40), "castle": (8, 60), "lighthouse": (7, 40), "skyscraper": (20, 300), "ship": (8, 60), "whale": (4, 25),
}  # fmt: skip
# How they stand in file names, in other words, and in Chinese.
READ: dict[str, tuple[float, float]] = {
    "Tree house": (4, 15), "Officechair": (0.6, 1.5), "Japanesetemple": (6, 30), "crate carrots": (0.3, 1), "bag coins": (0.3, 1),
    "couch pillows": (1, 3), "fence stone straight": (1, 3), "pumpkin orange": (0.2, 0.6), "Street lamp": (2.5, 6), "lamp": (0.2, 0.7),
    "Teddy bear": (0.2, 0.8), "Ferris wheel": (5, 30), "Hot air balloon": (4, 25), "paper boat": (0.1, 1), "Apartment block": (8, 40),
    "schooner": (4, 30), "dachshund": (0.3, 1.5), "ostrich feather": (0.1, 0.6),
    "猫": (0.3, 0.9), "书桌": (0.8, 2), "房子": (4, 15), "公寓": (8, 40), "拖拉机": (2, 6), "金币": (0.01, 0.1), "玩具熊": (0.2, 0.8),
    "路灯": (2.5, 6), "大象": (2.5, 7),
    "鲸鱼": (4, 25), "纸箱": (0.2, 1), "垃圾桶": (0.4, 1.3),
}  # fmt: skip
# The bundled models are drawn for games: what one holds in a hand is larger there than it is.
HAND = 0.25


@pytest.mark.parametrize(("name", "bounds"), [*SENSE.items(), *READ.items()])
def test_a_size_is_one_that_a_person_would_believe(name: str, bounds: tuple[float, float]) -> None:
    assert bounds[0] <= usual_size(name) <= bounds[1]


def test_the_table_is_wide_and_in_order() -> None:
    assert len(_OF_WORD) >= 1000
    assert all(0.01 <= metres <= 30 for metres in _OF_WORD.values())
    assert usual_size("xyzzy") == UNKNOWN


@pytest.mark.parametrize("name", recipe_names())
def test_bundled_models_are_not_absurdly_large_or_small(name: str) -> None:
    recipe = load_recipe(name)
    real = max(recipe.size)
    for title in (recipe.title, recipe.title_zh):
        size = usual_size(title)
        if size < HAND:
            assert size <= real <= 1.1, f"{title}: {size} m, the model {real} m"
        else:
            assert 1 / 4 <= size / real <= 4, f"{title}: {size} m, the model {real} m"


def test_chinese_and_english_names_of_a_model_agree() -> None:
    apart = {}
    for name in recipe_names():
        recipe = load_recipe(name)
        english, chinese = usual_size(recipe.title), usual_size(recipe.title_zh)
        if not 1 / 3 <= english / chinese <= 3:
            apart[name] = (english, chinese)
    assert len(apart) <= 8, apart


def test_the_files_of_a_library_are_known(shared_data: Path) -> None:
    titles = [clean_title(file.stem.rpartition("__")[2]) for file in sorted((shared_data / "library").glob("*.glb"))]
    assert titles
    sizes = {title: usual_size(title) for title in titles}
    unknown = [title for title, size in sizes.items() if size == UNKNOWN]
    assert len(unknown) <= len(titles) / 50, unknown
    for part, low, high in (("tree", 2, 12), ("house", 3, 15), ("chair", 0.5, 1.6), ("sword", 0.5, 1.5), ("temple", 6, 30),
                            ("coin", 0.01, 0.7), ("plane", 4, 15), ("dino", 2, 9),
                            ("bottle", 0.1, 0.5), ("bed ", 1.5, 3.1), ("shield", 0.05, 1)):  # fmt: skip
        for title, size in sizes.items():
            if title.endswith(part.strip()) and " " not in title.strip():
                assert low <= size <= high, (title, size)
