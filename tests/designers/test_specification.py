"""A long specification is read for what the game is; a short prompt is read as it stands."""

from __future__ import annotations

from dreamgarden.designers.specification import ENOUGH, essence_of

DOCUMENT = """# Game: The Drowned Library

Build **The Drowned Library**, a **diving and reading game**, in some engine at `/workspace/game/`.
This is not a prototype. It should sit on an itch.io page.

## Core Vision

A librarian dives into a flooded tower to bring back books before the ink dissolves. The *fantasy* is
[calm urgency](https://example.org).

1. **Books** - each one tells a short tale.

```
project.godot
```

## Assets

Sprites of dragons lie in `/assets/`.

## Project layout

A folder of spaceships.

## How it ends

All books are dry, and the lamp burns.
"""


def test_the_name_and_what_the_game_is_are_kept() -> None:
    essence = essence_of(DOCUMENT)
    assert essence.title == "The Drowned Library"
    assert essence.text.startswith("The Drowned Library: The Drowned Library, diving and reading game")
    for said in ("A librarian dives into a flooded tower", "calm urgency", "each one tells a short tale", "the lamp burns"):
        assert said in essence.text


def test_what_is_said_of_files_and_delivery_is_left_out() -> None:
    text = essence_of(DOCUMENT).text
    for said in ("dragons", "spaceships", "workspace", "itch.io", "prototype", "godot", "*", "`", "#", "https"):
        assert said not in text


def test_a_prompt_is_no_document() -> None:
    for prompt in ("# 3 lanterns in a wood", "A dream. " * 200, "一座山坳里的小茶镇,住着八个人。", ""):
        assert essence_of(prompt).text == prompt and essence_of(prompt).title == ""


def test_a_very_long_document_is_cut_after_its_first_thoughts() -> None:
    long = DOCUMENT + "\n## More\n\n" + "Another dive into the tower follows. " * 2_000
    assert len(essence_of(long).text) < ENOUGH + 400


def test_a_document_in_chinese() -> None:
    head = "# 沉没的图书馆\n\n做一个**潜水读书游戏**。\n\n## 核心玩法\n\n"
    document = head + "管理员潜入被淹的塔楼，把书带回来。" * 30 + "\n\n## 素材\n\n飞船的图片。\n"
    essence = essence_of(document)
    assert essence.title == "沉没的图书馆" and "潜水读书游戏" in essence.text and "飞船" not in essence.text
