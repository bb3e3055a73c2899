"""What a person expects of the window's commands, row by row of the list: keys, menus, panels, and what they ask.

The numbers are the rows' numbers; the rows about hands on the canvas are in test_rows_hands.py. Row 24 (snapping) is not
needed: the layout is automatic.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hands import ALT, CONTROL, SHIFT, Asked, branch_of, last, leaf_of, press, wait_asked, wheel
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from dreamgarden.ui import actions
from dreamgarden.ui.palette import KeyTable

HERE = Path(__file__).parent
SPACE, TAB, ENTER, ESCAPE = Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Escape


def rows(window: Any) -> set[str]:
    return set(window.document.items)


def test_every_row_of_the_list_has_its_test() -> None:
    """42 rows: one test each, but for 24, which is not wanted."""
    found = set()
    for file in HERE.glob("test_rows_*.py"):
        found |= {int(number) for number in re.findall(r"def test_row_(\d\d)_", file.read_text(encoding="utf-8"))}
    assert found == set(range(1, 43)) - {24}


def test_row_06_select_branch_all_and_none(window: Any) -> None:
    document, branch = window.document, branch_of(window)
    document.select([branch])
    press(window, Qt.Key.Key_A, CONTROL | SHIFT)
    assert set(document.selected) == set(document.below(branch))
    press(window, Qt.Key.Key_A, CONTROL)
    assert set(document.selected) == rows(window)
    press(window, ESCAPE)
    assert not document.selected


@pytest.mark.parametrize(
    ("key", "modifiers", "place"),
    [(TAB, None, "child"), (ENTER, None, "below"), (ENTER, SHIFT, "above"), (Qt.Key.Key_Backtab, SHIFT, "parent")],
)
def test_row_07_add_child_sibling_and_parent_and_undo(window: Any, qtbot: QtBot, key: Qt.Key, modifiers: Any, place: str) -> None:
    document, branch = window.document, branch_of(window)
    parent, siblings = document[branch].parent, list(document[document[branch].parent].children)
    before = rows(window)
    document.select([branch])
    press(window, key, modifiers or Qt.KeyboardModifier.NoModifier)
    qtbot.waitUntil(lambda: len(document) == len(before) + 1, timeout=60_000)
    qtbot.waitUntil(lambda: place != "parent" or document[branch].parent != parent, timeout=60_000)
    qtbot.waitUntil(window.canvas.title_field.isVisible, timeout=60_000)
    (new,) = rows(window) - before
    if place == "child":
        assert document[new].parent == branch
    elif place == "parent":
        assert document[new].parent == parent and document[branch].parent == new
    else:
        at = siblings.index(branch) + (place == "below")
        qtbot.waitUntil(lambda: document[parent].children.index(new) == at, timeout=60_000)
    QTest.keyClick(window.canvas.title_field, ESCAPE)
    press(window, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: rows(window) == before, timeout=60_000)
    assert document[branch].parent == parent and document[parent].children == siblings


def test_row_09_alt_enter_writes_the_brief(window: Any) -> None:
    window.document.select([leaf_of(window)])
    press(window, ENTER, ALT)
    assert window.inspector.brief.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_row_10_delete(window: Any, qtbot: QtBot, key: Qt.Key) -> None:
    leaf = leaf_of(window)
    window.document.select([leaf])
    press(window, key)
    qtbot.waitUntil(lambda: leaf not in window.document, timeout=60_000)


def test_row_10_cut_copy_paste_and_duplicate_give_fresh_nodes(window: Any, qtbot: QtBot) -> None:
    document, branch = window.document, branch_of(window)
    size, before = sum(1 for _ in document.below(branch)), rows(window)
    document.select([branch])
    press(window, Qt.Key.Key_C, CONTROL)
    assert document[branch].title in QGuiApplication.clipboard().text()
    document.select([document.root])
    press(window, Qt.Key.Key_V, CONTROL)
    qtbot.waitUntil(lambda: len(document) == len(before) + size, timeout=60_000)
    assert before < rows(window)
    document.select([branch])
    press(window, Qt.Key.Key_D, CONTROL)
    qtbot.waitUntil(lambda: len(document) == len(before) + 2 * size, timeout=60_000)
    document.select([branch])
    press(window, Qt.Key.Key_X, CONTROL)
    qtbot.waitUntil(lambda: branch not in document, timeout=60_000)
    assert len(document) == len(before) + size


def test_row_12_move_by_keyboard_in_order_and_level(window: Any, qtbot: QtBot) -> None:
    document = window.document
    parent = next(
        i for i, item in document.items.items()
        if item.parent and len(item.children) > 2 and not document[item.children[0]].leaf
    )  # fmt: skip
    first, second, third = document[parent].children[:3]
    document.select([second])
    press(window, Qt.Key.Key_Down, CONTROL)
    qtbot.waitUntil(lambda: document[parent].children[:3] == [first, third, second], timeout=60_000)
    press(window, Qt.Key.Key_Up, CONTROL)
    qtbot.waitUntil(lambda: document[parent].children[:3] == [first, second, third], timeout=60_000)
    press(window, Qt.Key.Key_Right, CONTROL)
    qtbot.waitUntil(lambda: document[second].parent == first, timeout=60_000)
    press(window, Qt.Key.Key_Left, CONTROL)
    qtbot.waitUntil(lambda: document[second].parent == parent, timeout=60_000)


def test_row_13_walk_by_keyboard_and_back(window: Any) -> None:
    document = window.document
    document.select([document.root])
    press(window, Qt.Key.Key_Right)
    child = document.current.id
    assert document[child].parent == document.root
    press(window, Qt.Key.Key_Down)
    below = document.current.id
    press(window, Qt.Key.Key_Up)
    assert below != child and document.current.id == child
    press(window, Qt.Key.Key_Left)
    assert document.current.id == document.root
    press(window, Qt.Key.Key_Left, ALT)
    assert document.current.id == child
    press(window, Qt.Key.Key_Right, ALT)
    assert document.current.id == document.root


def test_row_14_folding_of_children_and_levels_asks_nothing_of_the_garden(window: Any, asked: Asked) -> None:
    scene, document = window.canvas.scene, window.document
    document.select([document.root])
    press(window, SPACE, CONTROL)
    branches = [id for id in document[document.root].children if document[id].children]
    assert branches and all(scene.folded(id) for id in branches)
    press(window, SPACE, CONTROL)
    levels = scene.levels()
    press(window, Qt.Key.Key_PageUp, ALT)
    assert scene.levels() < levels
    for _ in range(levels):
        press(window, Qt.Key.Key_PageDown, ALT)
    assert scene.levels() == levels
    assert last(asked) == {}


def test_row_15_focus_a_branch_with_its_way_back(window: Any) -> None:
    scene, document, branch = window.canvas.scene, window.document, branch_of(window)
    document.select([branch])
    press(window, Qt.Key.Key_PageDown)
    assert scene.focus == branch and set(scene.layout.slots) == set(document.below(branch))
    assert window.canvas.crumbs.isVisible() and len(window.canvas.crumbs.crumbs) == len(list(document.ancestors(branch))) + 1
    for _ in document.ancestors(branch):
        press(window, Qt.Key.Key_PageUp)
    assert scene.focus in ("", document.root) and set(scene.layout.slots) == rows(window)


def test_row_16_the_palette_has_every_command(window: Any) -> None:
    press(window, Qt.Key.Key_K, CONTROL)
    palette = window._palette
    shown = {palette.list.item(at).text() for at in range(palette.list.count())}
    assert shown == {actions.words(command) for command in actions.TABLE}
    QTest.keyClick(palette.field, ESCAPE)
    assert window._palette is None or not window._palette.isVisible()
    assert window.canvas.hasFocus(), "the keyboard is given back"


def test_row_17_find_dims_the_others_and_f3_goes_on(window: Any) -> None:
    press(window, Qt.Key.Key_F, CONTROL)
    QTest.keyClicks(window.bar.search, "owl")
    first = window.document.current.id
    assert 0 < len(window.canvas.matches) < 40
    press(window, Qt.Key.Key_F3)
    assert window.document.current.id != first


def test_row_20_the_context_menu_has_the_same_words_and_keys(window: Any) -> None:
    window.document.select([leaf_of(window)])
    shown = [action.text() for action in window.commands.context_menu().actions()]
    wanted = [command for command in actions.TABLE if command.menu and actions.possible(command, window)]
    assert shown == [f"{actions.words(command)}\t{actions.key_words(command)}" for command in wanted]
    assert len(shown) > 8


def test_row_21_undo_and_redo_are_named_and_a_field_comes_first(window: Any, qtbot: QtBot, asked: Asked) -> None:
    document, leaf = window.document, leaf_of(window)
    document.select([leaf])
    press(window, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: leaf not in document, timeout=60_000)
    qtbot.waitUntil(lambda: "prune" in window.bar.undo.toolTip(), timeout=60_000)
    press(window, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: leaf in document, timeout=60_000)
    press(window, Qt.Key.Key_Z, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: leaf not in document, timeout=60_000)
    press(window, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: leaf in document, timeout=60_000)
    press(window, Qt.Key.Key_Y, CONTROL)
    qtbot.waitUntil(lambda: leaf not in document, timeout=60_000)
    document.select([next(id for id, item in document.items.items() if item.leaf)])
    asked_before = len([one for one in asked() if one["verb"] == "undo"])
    window.inspector.write_brief()
    QTest.keyClicks(window.inspector.brief, "x")
    QTest.keyClick(window.inspector.brief, Qt.Key.Key_Z, CONTROL)
    assert len([one for one in asked() if one["verb"] == "undo"]) == asked_before


def test_row_21_steps_from_before_the_window_opened_can_be_taken_back(window: Any, qtbot: QtBot, tmp_path: Path) -> None:
    leaf = leaf_of(window)
    window.document.select([leaf])
    press(window, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: leaf not in window.document, timeout=60_000)
    window.verbs.undo_names.clear()
    window.open_garden(tmp_path)
    qtbot.waitUntil(lambda: window.bar.undo.isEnabled() and "prune" in window.bar.undo.toolTip(), timeout=60_000)


def test_row_26_the_reason_is_said_before_a_run(window: Any, qtbot: QtBot) -> None:
    stale = next(id for id, item in window.document.items.items() if item.leaf and item.state == "stale")
    window.document.select([stale])
    qtbot.waitUntil(lambda: window.inspector.why.text.text() == "Will rebuild: brief changed.", timeout=60_000)
    assert window.inspector.why.answers.isVisible()


def test_row_29_run_selected_and_run_all(window: Any, qtbot: QtBot, asked: Asked) -> None:
    leaf = leaf_of(window)
    window.document.select([leaf])
    press(window, ENTER, CONTROL)
    assert wait_asked(qtbot, asked, "build")["nodes"] == [leaf]
    qtbot.waitUntil(lambda: not window.client.busy, timeout=60_000)
    press(window, ENTER, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: [one for one in asked() if one["verb"] == "build"][-1]["nodes"] == [], timeout=60_000)
    qtbot.waitUntil(lambda: not window.client.busy, timeout=60_000)


def test_row_30_stop_one_stop_all_and_pause(window: Any, qtbot: QtBot, asked: Asked) -> None:
    activity = window.activity
    activity.set_busy(True)
    window.client.heard.emit({"event": "task_started", "task": "code:owl", "node": leaf_of(window), "reason": "new"})
    window.client.heard.emit({"event": "task_started", "task": "mesh:fox", "node": "", "reason": "new"})
    assert activity.running.tasks == ["code:owl", "mesh:fox"]
    activity.running.stop_wanted.emit("code:owl")
    qtbot.waitUntil(lambda: any(one["verb"] == "stop" and one.get("task") == "code:owl" for one in asked()), timeout=60_000)
    activity.pause.click()
    qtbot.waitUntil(lambda: any(one["verb"] == "pause" and one["on"] for one in asked()), timeout=60_000)
    assert activity.pause.accessibleName() == "Go on" and activity.note.text() == "Paused"
    activity.pause.click()
    qtbot.waitUntil(lambda: any(one["verb"] == "pause" and not one["on"] for one in asked()), timeout=60_000)
    activity.stop.click()
    qtbot.waitUntil(lambda: any(one["verb"] == "stop" and one.get("request") == 0 for one in asked()), timeout=60_000)
    activity.set_busy(False)


def test_row_31_mute(window: Any, qtbot: QtBot, asked: Asked) -> None:
    leaf = leaf_of(window)
    window.document.select([leaf])
    press(window, Qt.Key.Key_M, CONTROL)
    qtbot.waitUntil(lambda: window.document[leaf].muted, timeout=60_000)
    assert window.canvas.painter_of_cards.look(leaf).subtitle == "Left out"
    press(window, Qt.Key.Key_M, CONTROL)
    qtbot.waitUntil(lambda: not window.document[leaf].muted, timeout=60_000)


def test_row_32_pin_with_its_badge(window: Any, qtbot: QtBot) -> None:
    leaf = leaf_of(window)
    window.document.select([leaf])
    press(window, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: window.document[leaf].pinned, timeout=60_000)
    assert window.canvas.painter_of_cards.look(leaf).pinned
    press(window, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: not window.document[leaf].pinned, timeout=60_000)


def test_row_33_another_take_the_strip_and_choosing_one(window: Any, qtbot: QtBot, asked: Asked) -> None:
    leaf, strip = leaf_of(window), window.inspector.page.takes
    window.document.select([leaf])
    press(window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: window.document[leaf].take == 2, timeout=60_000)
    qtbot.waitUntil(lambda: len(strip.tiles) == 2 and strip.isVisible(), timeout=60_000)
    strip.tiles[0].click()
    qtbot.waitUntil(lambda: window.document[leaf].take == 1, timeout=60_000)
    press(window, Qt.Key.Key_BracketRight)
    qtbot.waitUntil(lambda: window.document[leaf].take == 2, timeout=60_000)
    press(window, Qt.Key.Key_BracketLeft)
    qtbot.waitUntil(lambda: window.document[leaf].take == 1, timeout=60_000)


def test_row_34_proposals_are_accepted_and_discarded_by_node_and_branch(window: Any, qtbot: QtBot, asked: Asked) -> None:
    document, branch = window.document, branch_of(window)
    before = rows(window)
    document.select([branch])
    press(window, Qt.Key.Key_E)
    qtbot.waitUntil(lambda: len(document.proposals([branch])) == 3, timeout=60_000)
    one, *others = document.proposals([branch])
    assert window.canvas.painter_of_cards.look(one).proposed
    document.select([one])
    press(window, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: not document[one].proposed, timeout=60_000)
    document.select([branch])
    press(window, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: rows(window) == {*before, one}, timeout=60_000)
    press(window, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: set(others) <= rows(window), timeout=60_000)


def test_row_35_a_note_is_shown_as_a_fold(window: Any, qtbot: QtBot) -> None:
    leaf = leaf_of(window)
    window.document.select([leaf])
    press(window, Qt.Key.Key_N, CONTROL | ALT)
    field = window.inspector.page.note
    assert field.hasFocus()
    QTest.keyClicks(field, "Ask about the beak.")
    QTest.keyClick(field, ENTER, CONTROL)
    qtbot.waitUntil(lambda: window.document[leaf].note == "Ask about the beak.", timeout=60_000)
    assert window.canvas.painter_of_cards.look(leaf).note
    assert "Ask about the beak." in window.canvas.painter_of_cards.hint(leaf)


def test_row_36_tags_have_colours_and_narrow_a_search(window: Any, qtbot: QtBot) -> None:
    leaf = leaf_of(window)
    window.document.select([leaf])
    press(window, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: window.document[leaf].tag == "red", timeout=60_000)
    assert window.document.find("#red") == [leaf]
    assert window.canvas.painter_of_cards.look(leaf).tag == "red"


def test_row_37_pictures_meshes_and_words_are_taken_by_the_node(window: Any, qtbot: QtBot, asked: Asked, tmp_path: Path) -> None:
    leaf = leaf_of(window)

    def drop(data: QMimeData) -> None:
        window.canvas.dropped.emit(leaf, data)

    for name in ("fox.glb", "fox.png"):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
        drop(data)
        qtbot.waitUntil(lambda name=name: str(last(asked).get("file", "")).endswith(name), timeout=60_000)
        assert last(asked)["verb"] == "bring" and last(asked)["node"] == leaf
    data = QMimeData()
    data.setText("A fox that sleeps.")
    drop(data)
    assert wait_asked(qtbot, asked, "edit")["brief"] == "A fox that sleeps."
    data = QMimeData()
    data.setText("- Harbour\n  - Ferry\n  - Gulls\n")
    drop(data)
    assert len(wait_asked(qtbot, asked, "batch")["steps"]) == 3


def test_row_38_fields_neither_start_drags_nor_zooms(window: Any, asked: Asked) -> None:
    zoom = window.canvas.camera.zoom
    window.document.select([leaf_of(window)])
    window.inspector.write_brief()
    wheel(window.inspector.brief.viewport(), QPoint(20, 20), 240, modifiers=CONTROL)
    QTest.keyClicks(window.inspector.brief, "erp x")
    assert window.canvas.camera.zoom == zoom and window.canvas.gesture is None
    assert last(asked) == {}
    window.preferences.open()
    leaves = window.settings_page.limits.leaves
    value = leaves.value()
    wheel(leaves, QPoint(10, 10), 240)
    assert leaves.value() == value and not leaves.hasFocus()


def test_row_40_keys_come_from_one_table_are_listed_and_can_be_changed(window: Any, qtbot: QtBot) -> None:
    taken: dict[str, str] = {}
    for command in actions.TABLE:
        for key in command.keys:
            assert taken.setdefault(key, command.name) == command.name
    press(window, Qt.Key.Key_F1)
    table = window.findChild(KeyTable)
    words = {label.text() for label in table.findChildren(QLabel)}
    assert all(actions.words(command) in words for command in actions.TABLE if actions.keys_of(command))
    QTest.keyClick(table, ESCAPE)
    try:
        actions.change_keys({"pin": ("Ctrl+Alt+K",)})
        assert actions.key_words(actions.BY_NAME["pin"]) == "Ctrl+Alt+K"
        holder = actions.holder("Ctrl+Alt+K")
        assert holder is not None and holder.name == "pin" and actions.holder("P") is None
    finally:
        actions.change_keys({})


def test_row_41_nothing_asks_are_you_sure(window: Any, qtbot: QtBot) -> None:
    leaf = leaf_of(window)
    window.document.select([leaf])
    press(window, Qt.Key.Key_Delete)
    qtbot.waitUntil(window.notices.isVisible, timeout=60_000)
    qtbot.waitUntil(window.notices.undo.isVisible, timeout=60_000)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    source = "".join(file.read_text(encoding="utf-8") for file in Path(actions.__file__).parent.rglob("*.py"))
    assert QMessageBox.__name__ not in source


def test_row_42_everything_that_can_be_pressed_has_a_name(window: Any, qtbot: QtBot) -> None:
    from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPlainTextEdit

    window.document.select([leaf_of(window)])
    for page in (0, 1, 2):
        window.pages.setCurrentIndex(page)
        shown: list[QWidget] = [
            one for kind in (QAbstractButton, QLineEdit, QPlainTextEdit)
            for one in window.pages.currentWidget().findChildren(kind) if one.isVisible()
        ]  # fmt: skip
        nameless = [
            one for one in shown
            if not one.accessibleName() and not getattr(one, "text", lambda: "")().strip() and one.parentWidget().accessibleName() == ""
        ]  # fmt: skip
        assert [f"{type(one).__name__} {one.objectName()} in {one.parentWidget()}" for one in nameless] == [], page
