"""Every command of the window in one table: its words, its keys, where it works, and what it does.

Menus, the palette, the key table and the shortcuts are all made from it, so they can't disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
    needs  what must hold: "node", "leaf", "other" than the seed or "proposed" selected; "garden" open; "busy"; "" for nothing.
    menu   whether the context menu of a node lists it.
    """

    name: str
    text: str
    keys: tuple[str, ...]
    group: Group
    icon: str = ""
    scope: Literal["canvas", "window"] = "window"
    needs: Literal["", "garden", "node", "other", "leaf", "proposed", "busy"] = ""
    menu: bool = False


_C = Command

TABLE: tuple[Command, ...] = (
    _C("new_garden", QT_TRANSLATE_NOOP("Actions", "Plant a new garden"), ("Ctrl+N",), "garden", "sprout"),
    _C("open_garden", QT_TRANSLATE_NOOP("Actions", "Open a garden…"), ("Ctrl+O",), "garden", "folder"),
    _C("duplicate_garden", QT_TRANSLATE_NOOP("Actions", "Duplicate this garden"), ("Ctrl+Shift+D",), "garden", "copy", "window", "garden"),
    _C("archive_garden", QT_TRANSLATE_NOOP("Actions", "Archive this garden"), (), "garden", "box", "window", "garden"),
    _C("play", QT_TRANSLATE_NOOP("Actions", "Run game"), ("F5",), "garden", "play", "window", "garden"),
    _C("picture", QT_TRANSLATE_NOOP("Actions", "Picture of the game onto the node"), ("F12",), "garden", "camera", "window", "node"),
    _C("build_selected", QT_TRANSLATE_NOOP("Actions", "Build selected"), ("Ctrl+Return",), "garden", "hammer", "window", "node", True),
    _C("build_all", QT_TRANSLATE_NOOP("Actions", "Build all"), ("Ctrl+Shift+Return",), "garden", "hammer", "window", "garden"),
    _C("stop", QT_TRANSLATE_NOOP("Actions", "Stop"), ("Ctrl+.",), "garden", "stop", "window", "busy"),
    _C("pause", QT_TRANSLATE_NOOP("Actions", "Pause or go on"), ("Ctrl+P",), "garden", "pause", "window", "busy"),
    _C("import_plan", QT_TRANSLATE_NOOP("Actions", "Import a plan…"), ("Ctrl+I",), "garden", "in", "window", "garden"),
    _C("export_plan", QT_TRANSLATE_NOOP("Actions", "Export the plan…"), ("Ctrl+Shift+S",), "garden", "out", "window", "garden"),
    _C("export_picture", QT_TRANSLATE_NOOP("Actions", "Export a picture of the tree…"), (), "garden", "picture", "window", "garden"),
    _C("undo", QT_TRANSLATE_NOOP("Actions", "Undo"), ("Ctrl+Z",), "edit", "undo", "window", "garden"),
    _C("redo", QT_TRANSLATE_NOOP("Actions", "Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "edit", "redo", "window", "garden"),
    _C("accept", QT_TRANSLATE_NOOP("Actions", "Accept what is proposed"), ("A",), "edit", "check", "canvas", "proposed", True),
    _C("discard", QT_TRANSLATE_NOOP("Actions", "Discard what is proposed"), ("X",), "edit", "cross", "canvas", "proposed", True),
    _C("rename", QT_TRANSLATE_NOOP("Actions", "Rename"), ("F2",), "edit", "pencil", "canvas", "node", True),
    _C("edit_brief", QT_TRANSLATE_NOOP("Actions", "Edit brief"), ("Alt+Return",), "edit", "pencil", "window", "node", True),
    _C("add_child", QT_TRANSLATE_NOOP("Actions", "Add child"), ("Tab",), "edit", "plus", "canvas", "node", True),
    _C("add_below", QT_TRANSLATE_NOOP("Actions", "Add sibling below"), ("Return", "Enter"), "edit", "plus", "canvas", "other", True),
    _C("add_above", QT_TRANSLATE_NOOP("Actions", "Add sibling above"), ("Shift+Return",), "edit", "plus", "canvas", "other"),
    _C("add_parent", QT_TRANSLATE_NOOP("Actions", "Add parent"), ("Shift+Tab",), "edit", "plus", "canvas", "other"),
    _C("expand", QT_TRANSLATE_NOOP("Actions", "Expand"), ("E",), "edit", "branch", "canvas", "node", True),
    _C("reroll", QT_TRANSLATE_NOOP("Actions", "Re-roll"), ("R",), "edit", "dice", "canvas", "leaf", True),
    _C("take_before", QT_TRANSLATE_NOOP("Actions", "Choose the take before"), ("[",), "edit", "dice", "canvas", "leaf"),
    _C("take_after", QT_TRANSLATE_NOOP("Actions", "Choose the take after"), ("]",), "edit", "dice", "canvas", "leaf"),
    _C("pin", QT_TRANSLATE_NOOP("Actions", "Keep as it is"), ("P",), "edit", "pin", "canvas", "leaf", True),
    _C("mute", QT_TRANSLATE_NOOP("Actions", "Leave out of the game"), ("Ctrl+M",), "edit", "mute", "canvas", "other", True),
    _C("note", QT_TRANSLATE_NOOP("Actions", "Write a note"), ("Ctrl+Alt+N",), "edit", "note", "canvas", "node", True),
    _C("tag", QT_TRANSLATE_NOOP("Actions", "Next tag colour"), ("T",), "edit", "tag", "canvas", "node", True),
    _C("prune", QT_TRANSLATE_NOOP("Actions", "Prune"), ("Del", "Backspace"), "edit", "scissors", "canvas", "other", True),
    _C("copy", QT_TRANSLATE_NOOP("Actions", "Copy as outline"), ("Ctrl+C",), "edit", "copy", "canvas", "node", True),
    _C("cut", QT_TRANSLATE_NOOP("Actions", "Cut"), ("Ctrl+X",), "edit", "scissors", "canvas", "other"),
    _C("paste", QT_TRANSLATE_NOOP("Actions", "Paste outline"), ("Ctrl+V",), "edit", "copy", "canvas", "node", True),
    _C("duplicate", QT_TRANSLATE_NOOP("Actions", "Duplicate"), ("Ctrl+D",), "edit", "copy", "canvas", "other", True),
    _C("open_code", QT_TRANSLATE_NOOP("Actions", "Open the code in my editor"), ("Ctrl+E",), "edit", "pen", "window", "leaf"),
    _C("move_up", QT_TRANSLATE_NOOP("Actions", "Move up"), ("Ctrl+Up",), "edit", "", "canvas", "other"),
    _C("move_down", QT_TRANSLATE_NOOP("Actions", "Move down"), ("Ctrl+Down",), "edit", "", "canvas", "other"),
    _C("move_out", QT_TRANSLATE_NOOP("Actions", "Move out one level"), ("Ctrl+Left",), "edit", "", "canvas", "other"),
    _C("move_in", QT_TRANSLATE_NOOP("Actions", "Move in one level"), ("Ctrl+Right",), "edit", "", "canvas", "other"),
    _C("select_all", QT_TRANSLATE_NOOP("Actions", "Select all"), ("Ctrl+A",), "edit", "", "canvas", "garden"),
    _C("select_branch", QT_TRANSLATE_NOOP("Actions", "Select branch"), ("Ctrl+Shift+A",), "edit", "branch", "canvas", "node", True),
    _C("escape", QT_TRANSLATE_NOOP("Actions", "Select none, leave search"), ("Esc",), "edit", "", "canvas"),
    _C("find", QT_TRANSLATE_NOOP("Actions", "Find"), ("Ctrl+F",), "view", "search", "window", "garden"),
    _C("find_next", QT_TRANSLATE_NOOP("Actions", "Find next"), ("F3",), "view", "search", "window", "garden"),
    _C("fit_all", QT_TRANSLATE_NOOP("Actions", "Show all"), ("Home",), "view", "fit", "canvas", "garden"),
    _C("fit_selection", QT_TRANSLATE_NOOP("Actions", "Show selection"), ("F",), "view", "fit", "canvas", "node", True),
    _C("focus_in", QT_TRANSLATE_NOOP("Actions", "Show this branch alone"), ("PgDown",), "view", "focus", "canvas", "node", True),
    _C("focus_out", QT_TRANSLATE_NOOP("Actions", "Show one level further out"), ("PgUp",), "view", "focus", "canvas", "garden"),
    _C("zoom_in", QT_TRANSLATE_NOOP("Actions", "Zoom in"), ("Ctrl++", "Ctrl+="), "view", "plus", "window", "garden"),
    _C("zoom_out", QT_TRANSLATE_NOOP("Actions", "Zoom out"), ("Ctrl+-",), "view", "minus", "window", "garden"),
    _C("zoom_reset", QT_TRANSLATE_NOOP("Actions", "Zoom to 100 %"), ("Ctrl+0",), "view", "search", "window", "garden"),
    _C("fold", QT_TRANSLATE_NOOP("Actions", "Fold or unfold"), (), "view", "chevron", "canvas", "node", True),
    _C("fold_children", QT_TRANSLATE_NOOP("Actions", "Fold or unfold children"), ("Ctrl+Space",), "view", "", "canvas", "node"),
    _C("fold_more", QT_TRANSLATE_NOOP("Actions", "Show one level less"), ("Alt+PgUp",), "view", "", "canvas", "garden"),
    _C("fold_less", QT_TRANSLATE_NOOP("Actions", "Show one level more"), ("Alt+PgDown",), "view", "", "canvas", "garden"),
    _C("tidy", QT_TRANSLATE_NOOP("Actions", "Unfold everything"), ("L",), "view", "", "canvas", "garden"),
    _C("toggle_needs", QT_TRANSLATE_NOOP("Actions", "Show or hide needs"), ("N",), "view", "branch", "canvas", "garden"),
    _C("toggle_map", QT_TRANSLATE_NOOP("Actions", "Show or hide the map"), ("M",), "view", "", "canvas", "garden"),
    _C("walk_left", QT_TRANSLATE_NOOP("Actions", "To the parent"), ("Left",), "walk", "", "canvas", "garden"),
    _C("walk_right", QT_TRANSLATE_NOOP("Actions", "To a child"), ("Right",), "walk", "", "canvas", "garden"),
    _C("walk_up", QT_TRANSLATE_NOOP("Actions", "To the node above"), ("Up",), "walk", "", "canvas", "garden"),
    _C("walk_down", QT_TRANSLATE_NOOP("Actions", "To the node below"), ("Down",), "walk", "", "canvas", "garden"),
    _C("back", QT_TRANSLATE_NOOP("Actions", "Back to where I was"), ("Alt+Left",), "walk", "", "canvas", "garden"),
    _C("forward", QT_TRANSLATE_NOOP("Actions", "Forward again"), ("Alt+Right",), "walk", "", "canvas", "garden"),
    _C("palette", QT_TRANSLATE_NOOP("Actions", "All commands"), ("Ctrl+K",), "window", "keyboard"),
    _C("keys", QT_TRANSLATE_NOOP("Actions", "Table of keys"), ("?", "F1"), "window", "keyboard", "canvas"),
    _C("settings", QT_TRANSLATE_NOOP("Actions", "Settings"), ("Ctrl+,",), "window", "gear"),
    _C("theme", QT_TRANSLATE_NOOP("Actions", "Light or dark"), ("Ctrl+Shift+L",), "window", "moon"),
    _C("language", QT_TRANSLATE_NOOP("Actions", "English or Chinese"), ("Ctrl+Shift+E",), "window", "globe"),
    _C("quit", QT_TRANSLATE_NOOP("Actions", "Quit"), ("Ctrl+Q",), "window", "cross"),
)

# What changes the garden: not while another process holds it.
CHANGING = frozenset({
    "build_selected", "build_all", "import_plan", "picture", "undo", "redo", "accept", "discard", "rename", "add_child", "add_below",
    "add_above", "add_parent", "expand", "reroll", "take_before", "take_after", "pin", "mute", "note", "tag", "prune", "cut", "paste",
    "duplicate", "move_up", "move_down", "move_out", "move_in",
})  # fmt: skip

BY_NAME: dict[str, Command] = {command.name: command for command in TABLE}

_changed: dict[str, tuple[str, ...]] = {}


def change_keys(changed: Mapping[str, Sequence[str]]) -> None:
    """Let commands have other keys than the table's; menus, palette and shortcuts follow when they are built next."""
    _changed.clear()
    _changed.update({name: tuple(keys) for name, keys in changed.items() if name in BY_NAME})


def keys_of(command: Command) -> tuple[str, ...]:
    """The keys that the command has for this person."""
    return _changed.get(command.name, command.keys)


def holder(key: str, but: str = "") -> Command | None:
    """Which command has a key sequence already, other than `but`; None when it is free."""
    wanted = QKeySequence(key)
    for command in TABLE:
        if command.name != but and any(QKeySequence(each) == wanted for each in keys_of(command)):
            return command
    return None


def words(command: Command) -> str:
    """The command's name in the person's language."""
    return QCoreApplication.translate("Actions", command.text)


def group_words(group: Group) -> str:
    """A group's name in the person's language."""
    return QCoreApplication.translate("Groups", GROUPS[group])


def key_words(command: Command) -> str:
    """The keys as this desktop writes them; folding is a tap on Space, which no key sequence can say."""
    native = [QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys_of(command)]
    if command.name == "fold":
        native.insert(0, QCoreApplication.translate("Actions", "Space"))
    return ", ".join(native)


def possible(command: Command, window: Window) -> bool:
    """Whether the command makes sense now."""
    document = window.document
    current = document.current
    if window.verbs.holder and command.name in CHANGING:
        return False
    match command.needs:
        case "garden":
            return bool(document.root)
        case "node":
            return current is not None
        case "other":
            return current is not None and current.parent is not None
        case "leaf":
            return current is not None and current.leaf
        case "proposed":
            return bool(document.proposals(document.selected))
        case "busy":
            return bool(window.client.busy)
    return True


def install(window: Window, canvas: QWidget, do: Callable[[str], None]) -> dict[str, QAction]:
    """Make the actions with their shortcuts; `do` gets the name of a command that was asked for."""
    made = {}
    for command in TABLE:
        owner = canvas if command.scope == "canvas" else window
        action = QAction(words(command), owner)
        action.setShortcuts([QKeySequence(key) for key in keys_of(command)])
        action.setShortcutContext(
            Qt.ShortcutContext.WidgetShortcut if command.scope == "canvas" else Qt.ShortcutContext.WindowShortcut
        )
        action.triggered.connect(lambda _=False, name=command.name: do(name))
        owner.addAction(action)
        made[command.name] = action
    return made
