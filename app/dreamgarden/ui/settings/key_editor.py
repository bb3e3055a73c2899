"""The table of keys, to be changed: a click on a key and another press give a command another one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from dreamgarden.ui import actions
from dreamgarden.ui.theme import Theme, px

_BARE = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_unknown, Qt.Key.Key_AltGr)


class KeyField(QPushButton):
    """Shows a key; after a click it takes the next press. `pressed_keys(sequence)`: portable text, "" to take it away."""

    taken = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sequence = ""
        self._listens = False
        self.setMinimumWidth(px(150))
        self.clicked.connect(self._listen)

    def show_key(self, sequence: str) -> None:
        """Show this key."""
        self.sequence = sequence
        self._listens = False
        self.setText(QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText) or "–")

    def _listen(self) -> None:
        self._listens = True
        self.setText(self.tr("Press a key…"))
        self.setFocus()

    def event(self, event: QEvent) -> bool:
        if self._listens and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._take(event)
                return True
        return super().event(event)

    def _take(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _BARE:
            return
        if key == Qt.Key.Key_Escape:
            self.show_key(self.sequence)
        elif key == Qt.Key.Key_Backspace and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.taken.emit("")
        else:
            self.taken.emit(QKeySequence(event.keyCombination()).toString(QKeySequence.SequenceFormat.PortableText))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._listens:
            self.show_key(self.sequence)


class KeyEditor(QWidget):
    """All commands with their first key. A key that another command has is refused, and told."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._changed: dict[str, tuple[str, ...]] = {}
        self.fields: dict[str, KeyField] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        row = QHBoxLayout()
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.setStyleSheet(f"color: {theme.states['running']};")
        self.reset = QPushButton(self.tr("All as they were"))
        self.reset.clicked.connect(self._reset)
        row.addWidget(self.told, 1)
        row.addWidget(self.reset)
        column.addLayout(row)
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(5))
        grid.setColumnStretch(0, 1)
        line = 0
        for group in actions.GROUPS:
            caption = QLabel(actions.group_words(group))
            caption.setObjectName("caption")
            caption.setContentsMargins(0, px(8), 0, 0)
            grid.addWidget(caption, line, 0)
            line += 1
            for command in actions.TABLE:
                if command.group != group:
                    continue
                field = KeyField()
                field.setAccessibleName(actions.words(command))
                field.taken.connect(lambda key, name=command.name: self._take(name, key))
                self.fields[command.name] = field
                grid.addWidget(QLabel(actions.words(command)), line, 0)
                grid.addWidget(field, line, 1)
                line += 1
        column.addLayout(grid)
        self.show_keys({})

    def show_keys(self, changed: Mapping[str, tuple[str, ...]]) -> None:
        """Show the table with these changes."""
        self._changed = {name: tuple(keys) for name, keys in changed.items() if name in actions.BY_NAME}
        for name, field in self.fields.items():
            keys = self._changed.get(name, actions.BY_NAME[name].keys)
            field.show_key(keys[0] if keys else "")
        self.reset.setEnabled(bool(self._changed))

    def keys(self) -> dict[str, tuple[str, ...]]:
        """The changes to the table."""
        return dict(self._changed)

    def _take(self, name: str, key: str) -> None:
        wanted = QKeySequence(key)
        for other, field in self.fields.items():
            theirs = self._changed.get(other, actions.BY_NAME[other].keys)
            if key and other != name and any(QKeySequence(each) == wanted for each in theirs):
                native = wanted.toString(QKeySequence.SequenceFormat.NativeText)
                self.told.setText(self.tr("{0} is “{1}” already.").format(native, actions.words(actions.BY_NAME[other])))
                self.fields[name].show_key(self.fields[name].sequence)
                field.setFocus()
                return
        self.told.clear()
        usual = actions.BY_NAME[name].keys
        keys = (key, *usual[1:]) if key else ()
        self._changed.pop(name, None)
        if keys != usual:
            self._changed[name] = keys
        self.show_keys(self._changed)
        self.changed.emit()

    def _reset(self) -> None:
        self.told.clear()
        self.show_keys({})
        self.changed.emit()
