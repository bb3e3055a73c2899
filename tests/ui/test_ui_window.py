"""The whole window on a scripted garden: commands by key, panels, notices, language and theme."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest
from hands import ALT, CONTROL, SHIFT, Asked, last, leaf_of, press, wait_asked
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from dreamgarden.ui import actions, memory, outline
from dreamgarden.ui.palette import KeyTable, likeness


def test_delete_prunes_with_a_notice_that_undoes(window: Any, qtbot: QtBot, asked: Asked) -> None:
    id = leaf_of(window)
    window.document.select([id])
    press(window, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: id not in window.document, timeout=60_000)
    qtbot.waitUntil(window.notices.undo.isVisible, timeout=60_000)
    QTest.mouseClick(window.notices.undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: id in window.document, timeout=60_000)
    assert [one["verb"] for one in asked() if one["verb"] in ("prune", "undo")] == ["prune", "undo"]


def test_the_seed_is_never_pruned(window: Any, qtbot: QtBot, asked: Asked) -> None:
    window.document.select([window.document.root])
    window.verbs.prune([window.document.root])
    assert "seed" in window.notices.text.text()
    assert last(asked) == {}


def test_tab_adds_a_child_and_opens_its_title(window: Any, qtbot: QtBot, asked: Asked) -> None:
    window.document.select([window.document.root])
    press(window, Qt.Key.Key_Tab)
    qtbot.waitUntil(window.canvas.title_field.isVisible, timeout=60_000)
    QTest.keyClicks(window.canvas.title_field, "Fog bell")
    QTest.keyClick(window.canvas.title_field, Qt.Key.Key_Return)
    assert wait_asked(qtbot, asked, "edit")["title"] == "Fog bell"
    qtbot.waitUntil(lambda: any(item.title == "Fog bell" for item in window.document.items.values()), timeout=60_000)


def test_enter_adds_a_sibling_in_its_place(window: Any, qtbot: QtBot) -> None:
    parent = next(id for id, item in window.document.items.items() if len(item.children) > 2)
    first, second = window.document[parent].children[:2]
    window.document.select([first])
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.document) == 41, timeout=60_000)
    qtbot.waitUntil(lambda: window.document[parent].children.index(second) == 2, timeout=60_000)
    assert window.document[parent].children[0] == first


@pytest.mark.parametrize(
    ("key", "modifiers", "verb"),
    [
        (Qt.Key.Key_E, None, "expand"),
        (Qt.Key.Key_R, None, "take"),
        (Qt.Key.Key_P, None, "pin"),
        (Qt.Key.Key_Return, CONTROL, "build"),
        (Qt.Key.Key_Return, CONTROL | SHIFT, "build"),
        (Qt.Key.Key_F5, None, "watch"),
    ],
)
def test_keys_ask_for_their_verbs(
    window: Any, qtbot: QtBot, asked: Asked, key: Qt.Key, modifiers: Any, verb: str
) -> None:
    window.document.select([leaf_of(window)])
    press(window, key, modifiers or Qt.KeyboardModifier.NoModifier)
    wait_asked(qtbot, asked, verb)


def test_arrows_walk_and_alt_arrows_go_back(window: Any) -> None:
    document = window.document
    document.select([document.root])
    press(window, Qt.Key.Key_Right)
    child = document.current.id
    assert document[child].parent == document.root
    press(window, Qt.Key.Key_Down)
    assert document.current.id != child
    press(window, Qt.Key.Key_Left, ALT)
    assert document.current.id == child
    press(window, Qt.Key.Key_Right, ALT)
    assert document.current.id != child
    press(window, Qt.Key.Key_Left)
    assert document.current.id == document.root


def test_every_card_can_be_reached_with_down(window: Any) -> None:
    """Down never gets stuck before the end of a column."""
    scene = window.canvas.scene
    for id in window.document.items:
        x, y = scene.layout.card(id)
        beyond = [o for o in window.document.items if scene.layout.card(o)[0] == x and scene.layout.card(o)[1] > y]
        assert (scene.walk(id, "down") != id) == bool(beyond)


def test_ctrl_arrows_move_in_the_order(window: Any, qtbot: QtBot, asked: Asked) -> None:
    parent = next(id for id, item in window.document.items.items() if len(item.children) > 2)
    first, second = window.document[parent].children[:2]
    window.document.select([first])
    press(window, Qt.Key.Key_Down, CONTROL)
    qtbot.waitUntil(lambda: window.document[parent].children[:2] == [second, first], timeout=60_000)
    press(window, Qt.Key.Key_Up, CONTROL)
    qtbot.waitUntil(lambda: window.document[parent].children[:2] == [first, second], timeout=60_000)


def test_copying_and_pasting_a_branch_gives_a_fresh_one(window: Any, qtbot: QtBot, asked: Asked) -> None:
    branch = next(i for i, item in window.document.items.items() if item.children and item.parent)
    size = sum(1 for _ in window.document.below(branch))
    window.document.select([branch])
    press(window, Qt.Key.Key_C, CONTROL)
    assert window.document[branch].title in QGuiApplication.clipboard().text()
    window.document.select([window.document.root])
    press(window, Qt.Key.Key_V, CONTROL)
    qtbot.waitUntil(lambda: len(window.document) == 40 + size, timeout=60_000)


def test_an_outline_is_read_back_as_it_was_written(window: Any) -> None:
    document = window.document
    branches = outline.read(outline.write(document, document.root))

    def titles(branch: outline.Branch) -> list[Any]:
        return [branch.title, *map(titles, branch.children)]

    def wanted(id: str) -> list[Any]:
        return [document[id].title, *map(wanted, document[id].children)]

    assert [titles(one) for one in branches] == [wanted(document.root)]


def test_markdown_headings_and_bullets_make_a_tree() -> None:
    (branch,) = outline.read("# Harbour\n## Boats\n- Ferry: it is late\n  - Bell [mesh]\n## Gulls\n")
    assert [child.title for child in branch.children] == ["Boats", "Gulls"]
    ferry = branch.children[0].children[0]
    assert (ferry.title, ferry.brief, ferry.children[0].kind) == ("Ferry", "it is late", "mesh")


def test_a_brief_is_written_and_applied(window: Any, qtbot: QtBot, asked: Asked) -> None:
    id = leaf_of(window)
    window.document.select([id])
    press(window, Qt.Key.Key_Return, ALT)
    field = window.inspector.brief
    assert field.hasFocus()
    field.selectAll()
    QTest.keyClicks(field, "The owl sleeps.")
    assert window.inspector.page.apply_button.isVisible()
    QTest.keyClick(field, Qt.Key.Key_Return, CONTROL)
    assert wait_asked(qtbot, asked, "edit") == {"verb": "edit", "node": id, "brief": "The owl sleeps."}
    qtbot.waitUntil(lambda: window.document[id].state == "stale", timeout=60_000)
    qtbot.waitUntil(lambda: "Will rebuild: brief changed" in window.inspector.why.text.text(), timeout=60_000)


def test_what_is_being_written_survives_events_about_the_node(window: Any, qtbot: QtBot) -> None:
    id = leaf_of(window)
    window.document.select([id])
    window.inspector.write_brief()
    QTest.keyClicks(window.inspector.brief, "half a sen")
    window.document.apply({"event": "state", "id": id, "state": "running", "fraction": 0.5})
    qtbot.wait(150)
    assert "half a sen" in window.inspector.brief.toPlainText()
    QTest.keyClick(window.inspector.brief, Qt.Key.Key_Escape)
    assert window.inspector.brief.toPlainText() == window.document[id].brief


def test_keys_typed_into_a_field_are_text_and_not_commands(window: Any, qtbot: QtBot, asked: Asked) -> None:
    window.document.select([leaf_of(window)])
    window.inspector.write_brief()
    QTest.keyClicks(window.inspector.brief, "rpe ?")
    QTest.keyClick(window.inspector.brief, Qt.Key.Key_Backspace)
    QTest.keyClick(window.inspector.brief, Qt.Key.Key_Z, CONTROL)
    assert last(asked) == {}


def test_code_and_diagnostics_of_a_leaf_are_shown(window: Any, qtbot: QtBot) -> None:
    id = next(
        i for i, item in window.document.items.items() if item.kind in ("code", "data") and item.state == "failed"
    )
    window.document.select([id])
    qtbot.waitUntil(lambda: "struct Owl" in window.inspector.code.toPlainText(), timeout=60_000)
    assert "Lantern" in window.inspector.diagnostics.toPlainText()
    assert "owl.cpp:12" in window.inspector.diagnostics.toPlainText()


def test_searching_dims_the_rest_and_f3_goes_on(window: Any, qtbot: QtBot) -> None:
    QTest.keyClick(window.canvas, Qt.Key.Key_F, CONTROL)
    assert window.bar.search.hasFocus()
    QTest.keyClicks(window.bar.search, "owl")
    first = window.document.current.id
    assert "owl" in window.document[first].title.lower()
    assert window.canvas.matches and len(window.canvas.matches) < 40
    press(window, Qt.Key.Key_F3)
    assert window.document.current.id != first
    window.canvas.setFocus()
    press(window, Qt.Key.Key_Escape)
    assert window.canvas.matches is None


def test_the_palette_lists_every_command_and_does_the_chosen_one(window: Any, qtbot: QtBot, asked: Asked) -> None:
    window.document.select([leaf_of(window)])
    press(window, Qt.Key.Key_K, CONTROL)
    palette = window._palette
    shown = [palette.list.item(at).text() for at in range(palette.list.count())]
    assert sorted(shown) == sorted(actions.words(command) for command in actions.TABLE)
    QTest.keyClicks(palette.field, "prun")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    wait_asked(qtbot, asked, "prune")


def test_the_palette_finds_nodes_too(window: Any, qtbot: QtBot) -> None:
    window.open_palette()
    QTest.keyClicks(window._palette.field, "canal bridge")
    QTest.keyClick(window._palette.field, Qt.Key.Key_Return)
    assert window.document.current.title == "Canal bridge"


def test_letters_match_words_before_scattered_letters() -> None:
    assert likeness("fold", "Fold or unfold") > likeness("fold", "Show selection") == 0
    assert likeness("sall", "Select all") > 0
    assert likeness("all", "Select all") > likeness("all", "A lone wall")


def test_every_command_has_a_method_and_no_key_is_given_twice(window: Any) -> None:
    keys: dict[str, str] = {}
    for command in actions.TABLE:
        assert callable(getattr(window.commands, command.name))
        for key in command.keys:
            assert key not in keys, f"{key} is both {keys[key]} and {command.name}"
            keys[key] = command.name


def test_the_table_of_keys_shows_every_key(window: Any) -> None:
    window.open_keys()
    table = window.findChild(KeyTable)
    shown = {label.text() for label in table.findChildren(QLabel)}
    for command in actions.TABLE:
        if command.keys:
            assert actions.words(command) in shown and actions.key_words(command) in shown


def test_language_and_theme_are_switched_and_what_is_open_stays(window: Any, qtbot: QtBot) -> None:
    document = window.document
    document.select([leaf_of(window)])
    window.canvas.scene.fold([document[document.root].children[0]], True)
    window.canvas.camera.zoom = 0.7
    window.log_line("written before")
    dresser = window.dresser
    dresser.speak("zh")
    dresser.wear("light")
    window.dress(dresser.theme)
    assert window.bar.run.text() == "运行游戏"
    assert "written before" in window.activity.text.toPlainText()
    assert window.canvas.camera.zoom == 0.7
    assert window.canvas.scene.folded(document[document.root].children[0])
    assert window.inspector.heading.text() == document.current.title
    document.apply({"event": "state", "id": document.current.id, "state": "failed", "reason": "no"})
    press(window, Qt.Key.Key_Home)
    words = {widget.text() for kind in (QLabel, QPushButton) for widget in window.findChildren(kind)}
    assert not words & {"Undo", "Run game", "Brief", "Activity", "Why", "Prune", "Build"}


def test_a_killed_garden_comes_back_with_a_notice(window: Any, qtbot: QtBot) -> None:
    id = leaf_of(window)
    window.document.select([id])
    os.kill(window.client.pid, signal.SIGKILL)
    qtbot.waitUntil(lambda: "started again" in window.notices.text.text(), timeout=60_000)
    assert len(window.document) == 40
    assert list(window.document.selected) == [id]
    assert "stopped" in window.activity.text.toPlainText()


def test_a_refused_folder_is_told_and_nothing_is_lost(window: Any, qtbot: QtBot) -> None:
    window.open_garden(Path("/missing"))
    qtbot.waitUntil(lambda: "not a garden" in window.notices.text.text(), timeout=60_000)
    assert len(window.document) == 40


def test_a_prompt_is_planted_and_the_tree_grows(window: Any, qtbot: QtBot, asked: Asked) -> None:
    window.welcome()
    page = window.welcome_page
    assert not page.plant_button.isEnabled()
    QTest.keyClicks(page.prompt, "A fox in the snow")
    QTest.keyClick(page.prompt, Qt.Key.Key_Return)
    assert window.pages.currentIndex() == 1
    assert window.bar.stop.isVisible() and not window.bar.build.isVisible()
    qtbot.waitUntil(lambda: not window.client.busy, timeout=60_000)
    grow = next(one for one in asked() if one["verb"] == "grow")
    assert grow["prompt"] == "A fox in the snow" and grow["size"] == 40
    assert window.document.counts["done"] > 10
    assert "leaves need a fix" in window.activity.text.toPlainText()
    assert window.bar.build.isVisible()


def test_an_example_fills_the_field(window: Any) -> None:
    window.welcome()
    assert len(window.welcome_page.examples) == 3
    QTest.mouseClick(window.welcome_page.examples[1], Qt.MouseButton.LeftButton)
    assert "fox" in window.welcome_page.prompt.toPlainText()


def test_gardens_opened_before_are_remembered(window: Any, tmp_path: Path, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(memory.recent()), timeout=60_000)
    (one,) = memory.recent()
    assert (one.folder, one.title, one.nodes) == (str(tmp_path), "Moonlit Courier", 40)


def test_a_damaged_memory_counts_as_empty(tmp_path: Path) -> None:
    memory.remember(str(tmp_path), "t", "s", 1)
    memory._file().write_text("[{]", encoding="utf-8")
    assert memory.recent() == []


def test_new_folders_are_named_after_the_prompt_and_never_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    first = memory.folder_for("../../etc: a FOX, in snow!")
    assert first.parent == memory.gardens_dir() and first.name == "etc-a-fox-in-snow"
    first.mkdir(parents=True)
    assert memory.folder_for("../../etc: a FOX, in snow!").name == "etc-a-fox-in-snow-2"
    assert memory.folder_for("🌊🌊").name == "garden"
    assert memory.folder_for("水下的房子").name == "水下的房子"


def test_clicking_a_name_in_the_log_selects_the_node(window: Any) -> None:
    id = leaf_of(window)
    window.activity.write("compiled", "info", id)
    assert window.document[id].title in window.activity.text.toPlainText()
    window.activity.picked.emit(id)
    assert list(window.document.selected) == [id]


def test_the_canvas_tells_screen_readers_what_is_selected(window: Any) -> None:
    id = leaf_of(window)
    window.document.select([id])
    description = window.canvas.accessibleDescription()
    assert window.document[id].title in description and "Done" in description
