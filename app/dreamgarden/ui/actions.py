"""Every command of the window in one table: its words, its keys, where it works, and what it does.

Menus, the palette, the key table and the shortcuts are all made from it, so they can't disagree.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence

from dreamgarden.ui.marks import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from dreamgarden.ui.window import Window

Group = Literal["garden", "edit", "view", "walk", "window"]

GROUPS: dict[Group, str] = {
    "garden": QT_TRANSLATE_NOOP("Groups", "Garden"),
    "edit": QT_TRANSLATE_NOOP("Groups", "Edit"),
    "view": QT_TRANSLATE_NOOP("Groups", "View"),
    "walk": QT_TRANSLATE_NOOP("Groups", "Walk"),
    "window": QT_TRANSLATE_NOOP("Groups", "Window"),
}


@dataclass(frozen=True)
class Command:
    """A row of the table.

    name   stable, for tests and changed keys; also the method of `Commands` that does it.
    text   English source of the words.
    keys   portable key sequences; the first is the one shown.
    scope  "canvas" works while the tree has the keyboard, "window" everywhere.
    needs  what must hold: "node", "leaf" or "branch" selected; "garden" open; "busy"; "" for nothing.
    menu   whether the context menu of a node lists it.
    """

    name: str
    text: str
    keys: tuple[str, ...]
    group: Group
    icon: str = ""
    scope: Literal["canvas", "window"] = "window"
    needs: Literal["", "garden", "node", "other", "leaf", "busy"] = ""
    menu: bool = False


_C = Command

TABLE: tuple[Command, ...] = (
    _C("new_garden", QT_TRANSLATE_NOOP("Actions", "Plant a new garden"), ("Ctrl+N",), "garden", "sprout"),
    _C("open_garden", QT_TRANSLATE_NOOP("Actions", "Open a garden…"), ("Ctrl+O",), "garden", "folder"),
    _C("play", QT_TRANSLATE_NOOP("Actions", "Run game"), ("F5",), "garden", "play", needs="garden"),
    _C(
        "build_selected",
        QT_TRANSLATE_NOOP("Actions", "Build selected"),
        ("Ctrl+Return",),
        "garden",
        "hammer",
        needs="node",
        menu=True,
    ),
    _C(
        "build_all",
        QT_TRANSLATE_NOOP("Actions", "Build all"),
        ("Ctrl+Shift+Return",),
        "garden",
        "hammer",
        needs="garden",
    ),
    _C("stop", QT_TRANSLATE_NOOP("Actions", "Stop"), ("Ctrl+.",), "garden", "stop", needs="busy"),
    _C("undo", QT_TRANSLATE_NOOP("Actions", "Undo"), ("Ctrl+Z",), "edit", "undo", needs="garden"),
    _C("redo", QT_TRANSLATE_NOOP("Actions", "Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "edit", "redo", needs="garden"),
    _C("rename", QT_TRANSLATE_NOOP("Actions", "Rename"), ("F2",), "edit", "pencil", "canvas", "node", True),
    _C(
        "edit_brief",
        QT_TRANSLATE_NOOP("Actions", "Edit brief"),
        ("Alt+Return",),
        "edit",
        "pencil",
        "window",
        "node",
        True,
    ),
    _C("add_child", QT_TRANSLATE_NOOP("Actions", "Add child"), ("Tab",), "edit", "plus", "canvas", "node", True),
    _C(
        "add_below",
        QT_TRANSLATE_NOOP("Actions", "Add sibling below"),
        ("Return", "Enter"),
        "edit",
        "plus",
        "canvas",
        "other",
        True,
    ),
    _C(
        "add_above",
        QT_TRANSLATE_NOOP("Actions", "Add sibling above"),
        ("Shift+Return",),
        "edit",
        "plus",
        "canvas",
        "other",
    ),
    _C("add_parent", QT_TRANSLATE_NOOP("Actions", "Add parent"), ("Shift+Tab",), "edit", "plus", "canvas", "other"),
    _C("expand", QT_TRANSLATE_NOOP("Actions", "Expand"), ("E",), "edit", "branch", "canvas", "node", True),
    _C("reroll", QT_TRANSLATE_NOOP("Actions", "Re-roll"), ("R",), "edit", "dice", "canvas", "leaf", True),
    _C("pin", QT_TRANSLATE_NOOP("Actions", "Keep as it is"), ("P",), "edit", "pin", "canvas", "leaf", True),
    _C(
        "prune",
        QT_TRANSLATE_NOOP("Actions", "Prune"),
        ("Del", "Backspace"),
        "edit",
        "scissors",
        "canvas",
        "other",
        True,
    ),
    _C("copy", QT_TRANSLATE_NOOP("Actions", "Copy as outline"), ("Ctrl+C",), "edit", "copy", "canvas", "node", True),
    _C("cut", QT_TRANSLATE_NOOP("Actions", "Cut"), ("Ctrl+X",), "edit", "scissors", "canvas", "other"),
    _C("paste", QT_TRANSLATE_NOOP("Actions", "Paste outline"), ("Ctrl+V",), "edit", "copy", "canvas", "node", True),
    _C("duplicate", QT_TRANSLATE_NOOP("Actions", "Duplicate"), ("Ctrl+D",), "edit", "copy", "canvas", "other", True),
    _C("move_up", QT_TRANSLATE_NOOP("Actions", "Move up"), ("Ctrl+Up",), "edit", "", "canvas", "other"),
    _C("move_down", QT_TRANSLATE_NOOP("Actions", "Move down"), ("Ctrl+Down",), "edit", "", "canvas", "other"),
    _C("move_out", QT_TRANSLATE_NOOP("Actions", "Move out one level"), ("Ctrl+Left",), "edit", "", "canvas", "other"),
    _C("move_in", QT_TRANSLATE_NOOP("Actions", "Move in one level"), ("Ctrl+Right",), "edit", "", "canvas", "other"),
    _C("select_all", QT_TRANSLATE_NOOP("Actions", "Select all"), ("Ctrl+A",), "edit", "", "canvas", "garden"),
    _C(
        "select_branch",
        QT_TRANSLATE_NOOP("Actions", "Select branch"),
        ("Ctrl+Shift+A",),
        "edit",
        "branch",
        "canvas",
        "node",
        True,
    ),
    _C("escape", QT_TRANSLATE_NOOP("Actions", "Select none, leave search"), ("Esc",), "edit", "", "canvas"),
    _C("find", QT_TRANSLATE_NOOP("Actions", "Find"), ("Ctrl+F",), "view", "search", needs="garden"),
    _C("find_next", QT_TRANSLATE_NOOP("Actions", "Find next"), ("F3",), "view", "search", needs="garden"),
    _C("fit_all", QT_TRANSLATE_NOOP("Actions", "Show all"), ("Home",), "view", "fit", "canvas", "garden"),
    _C("fit_selection", QT_TRANSLATE_NOOP("Actions", "Show selection"), ("F",), "view", "fit", "canvas", "node", True),
    _C("zoom_in", QT_TRANSLATE_NOOP("Actions", "Zoom in"), ("Ctrl++", "Ctrl+="), "view", "plus", needs="garden"),
    _C("zoom_out", QT_TRANSLATE_NOOP("Actions", "Zoom out"), ("Ctrl+-",), "view", "minus", needs="garden"),
    _C("zoom_reset", QT_TRANSLATE_NOOP("Actions", "Zoom to 100 %"), ("Ctrl+0",), "view", "search", needs="garden"),
    _C("fold", QT_TRANSLATE_NOOP("Actions", "Fold or unfold"), (), "view", "chevron", "canvas", "node", True),
    _C(
        "fold_children",
        QT_TRANSLATE_NOOP("Actions", "Fold or unfold children"),
        ("Ctrl+Space",),
        "view",
        "",
        "canvas",
        "node",
    ),
    _C("fold_more", QT_TRANSLATE_NOOP("Actions", "Show one level less"), ("Alt+PgUp",), "view", "", "canvas", "garden"),
    _C(
        "fold_less",
        QT_TRANSLATE_NOOP("Actions", "Show one level more"),
        ("Alt+PgDown",),
        "view",
        "",
        "canvas",
        "garden",
    ),
    _C(
        "toggle_needs", QT_TRANSLATE_NOOP("Actions", "Show or hide needs"), ("N",), "view", "branch", "canvas", "garden"
    ),
    _C("toggle_map", QT_TRANSLATE_NOOP("Actions", "Show or hide the map"), ("M",), "view", "", "canvas", "garden"),
    _C("walk_left", QT_TRANSLATE_NOOP("Actions", "To the parent"), ("Left",), "walk", "", "canvas", "garden"),
    _C("walk_right", QT_TRANSLATE_NOOP("Actions", "To a child"), ("Right",), "walk", "", "canvas", "garden"),
    _C("walk_up", QT_TRANSLATE_NOOP("Actions", "To the node above"), ("Up",), "walk", "", "canvas", "garden"),
    _C("walk_down", QT_TRANSLATE_NOOP("Actions", "To the node below"), ("Down",), "walk", "", "canvas", "garden"),
    _C("back", QT_TRANSLATE_NOOP("Actions", "Back to where I was"), ("Alt+Left",), "walk", "", "canvas", "garden"),
    _C("forward", QT_TRANSLATE_NOOP("Actions", "Forward again"), ("Alt+Right",), "walk", "", "canvas", "garden"),
    _C("palette", QT_TRANSLATE_NOOP("Actions", "All commands"), ("Ctrl+K",), "window", "keyboard"),
    _C("keys", QT_TRANSLATE_NOOP("Actions", "Table of keys"), ("?", "F1"), "window", "keyboard", "canvas"),
    _C("theme", QT_TRANSLATE_NOOP("Actions", "Light or dark"), ("Ctrl+Shift+L",), "window", "moon"),
    _C("language", QT_TRANSLATE_NOOP("Actions", "English or Chinese"), ("Ctrl+Shift+E",), "window", "globe"),
    _C("quit", QT_TRANSLATE_NOOP("Actions", "Quit"), ("Ctrl+Q",), "window", "cross"),
)

BY_NAME: dict[str, Command] = {command.name: command for command in TABLE}


def words(command: Command) -> str:
    """The command's name in the person's language."""
    return QCoreApplication.translate("Actions", command.text)


def group_words(group: Group) -> str:
    """A group's name in the person's language."""
    return QCoreApplication.translate("Groups", GROUPS[group])


def key_words(command: Command) -> str:
    """The keys as this desktop writes them; folding is a tap on Space, which no key sequence can say."""
    if command.name == "fold":
        return QCoreApplication.translate("Actions", "Space")
    return ", ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in command.keys)


def possible(command: Command, window: Window) -> bool:
    """Whether the command makes sense now."""
    document = window.document
    current = document.current
    match command.needs:
        case "garden":
            return bool(document.root)
        case "node":
            return current is not None
        case "other":
            return current is not None and current.parent is not None
        case "leaf":
            return current is not None and current.leaf
        case "busy":
            return bool(window.client.busy)
    return True


def install(window: Window, canvas: QWidget, do: Callable[[str], None]) -> dict[str, QAction]:
    """Make the actions with their shortcuts; `do` gets the name of a command that was asked for."""
    made = {}
    for command in TABLE:
        owner = canvas if command.scope == "canvas" else window
        action = QAction(words(command), owner)
        action.setShortcuts([QKeySequence(key) for key in command.keys])
        action.setShortcutContext(
            Qt.ShortcutContext.WidgetShortcut if command.scope == "canvas" else Qt.ShortcutContext.WindowShortcut
        )
        action.triggered.connect(lambda _=False, name=command.name: do(name))
        owner.addAction(action)
        made[command.name] = action
    return made
