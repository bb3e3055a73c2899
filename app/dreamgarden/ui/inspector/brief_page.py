"""The inspector's first page: picture, takes, proposals, brief, why, note, the seed's words, pictures, facts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QIcon, QPixmap, QTextCursor
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from dreamgarden.ui import icons
from dreamgarden.ui.below import Below
from dreamgarden.ui.dictation import Call
from dreamgarden.ui.document import Document, Item
from dreamgarden.ui.inspector.brief_field import BriefField
from dreamgarden.ui.inspector.facts import facts
from dreamgarden.ui.inspector.highlight import WordMarks, marked_html
from dreamgarden.ui.inspector.live_text import LiveText
from dreamgarden.ui.inspector.preview import Preview
from dreamgarden.ui.inspector.takes import Take, TakesStrip
from dreamgarden.ui.inspector.why_panel import WhyPanel
from dreamgarden.ui.theme import Theme, font, px


class BriefPage(QScrollArea):
    """Words that are being written here stay, whatever is told of the node meanwhile.

    brief_wanted(id, text), note_wanted(id, text), answered(ids, yes) for proposals, take_wanted(id, take), picked(id).
    finished(): the person leaves the field with Esc.
    """

    brief_wanted = Signal(str, str)
    note_wanted = Signal(str, str)
    answered = Signal(list, bool)
    take_wanted = Signal(str, int)
    picked = Signal(str)
    finished = Signal()

    def __init__(self, document: Document, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._theme = theme
        self._id = ""
        self._thumbnail = ""
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        page = QWidget()
        page.setObjectName("sheet")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, px(2), 0)
        column.setSpacing(px(8))
        column.addWidget(self._proposal_row())
        self.picture = Preview(theme)
        self.picture.setFixedHeight(px(230))
        column.addWidget(self.picture)
        self.takes = TakesStrip(theme)
        self.takes.looked.connect(self._look)
        self.takes.chosen.connect(lambda take: self.take_wanted.emit(self._id, take))
        column.addWidget(self.takes)
        column.addWidget(caption(self.tr("Brief")))
        self.brief = BriefField()
        self.brief.setAccessibleName(self.tr("Brief"))
        self._grow(self.brief, 92, 280)
        self.brief.textChanged.connect(self._written)
        self.brief.apply_wanted.connect(self.apply)
        self.brief.abandoned.connect(self.abandon)
        self.brief.abandoned.connect(self.finished)
        self._marks = WordMarks(self.brief.document(), theme)
        column.addWidget(self.brief)
        column.addWidget(self._apply_row())
        self.live = LiveText()
        column.addWidget(self.live)
        self.why = WhyPanel(document)
        column.addWidget(self.why)
        self.note_caption = caption(self.tr("Note"))
        column.addWidget(self.note_caption)
        self.note = BriefField()
        self.note.setAccessibleName(self.tr("Note"))
        self.note.setPlaceholderText(self.tr("Ctrl+Enter keeps it, empty takes it off"))
        self._grow(self.note, 54, 160)
        self.note.apply_wanted.connect(self.apply_note)
        self.note.abandoned.connect(self._abandon_note)
        self.note.abandoned.connect(self.finished)
        self.note.left.connect(self.apply_note)
        column.addWidget(self.note)
        self.seed_caption = caption(self.tr("Words of the seed it serves"))
        self.seed = QLabel()
        self.seed.setWordWrap(True)
        self.seed.setObjectName("sub")
        self.seed.setTextFormat(Qt.TextFormat.RichText)
        column.addWidget(self.seed_caption)
        column.addWidget(self.seed)
        self.pictures_caption = caption(self.tr("Pictures"))
        column.addWidget(self.pictures_caption)
        self._pictures = QGridLayout()
        self._pictures.setSpacing(px(6))
        self._pictures.setColumnStretch(9, 1)
        column.addLayout(self._pictures)
        self._shown_pictures: tuple[str, ...] = ()
        self.below = Below(document, theme)
        self.below.picked.connect(self.picked)
        column.addWidget(self.below)
        self.facts = fact_grid()
        column.addSpacing(px(4))
        column.addLayout(self.facts)
        column.addStretch(1)
        self.setWidget(page)

    def _proposal_row(self) -> QWidget:
        self.proposal = QWidget()
        self.proposal.setObjectName("well")
        row = QHBoxLayout(self.proposal)
        row.setContentsMargins(px(12), px(8), px(8), px(8))
        self.proposal_text = QLabel()
        self.proposal_text.setWordWrap(True)
        accept = QPushButton(self.tr("Accept"))
        accept.setIcon(icons.icon("check", self._theme.states["done"], 14))
        discard = QPushButton(self.tr("Discard"))
        discard.setIcon(icons.icon("cross", self._theme.states["failed"], 14))
        accept.clicked.connect(lambda: self.answered.emit([self._id], True))
        discard.clicked.connect(lambda: self.answered.emit([self._id], False))
        row.addWidget(self.proposal_text, 1)
        row.addWidget(accept)
        row.addWidget(discard)
        return self.proposal

    def _apply_row(self) -> QWidget:
        self.apply_row = QWidget()
        row = QHBoxLayout(self.apply_row)
        row.setContentsMargins(0, 0, 0, 0)
        hint = QLabel(self.tr("Ctrl+Enter applies, Esc gives up"))
        hint.setObjectName("faint")
        hint.setFont(font(11))
        self.apply_button = QPushButton(self.tr("Apply"))
        self.apply_button.setObjectName("primary")
        self.apply_button.clicked.connect(self.apply)
        row.addWidget(hint, 1)
        row.addWidget(self.apply_button)
        return self.apply_row

    def _grow(self, field: BriefField, least: int, most: int) -> None:
        """As high as its words, within reason: the rest of the panel moves up to them."""
        field.setTabChangesFocus(True)

        def fit() -> None:
            lines = round(field.document().size().height())
            field.setFixedHeight(max(px(least), min(px(most), lines * field.fontMetrics().lineSpacing() + px(28))))

        field.document().documentLayout().documentSizeChanged.connect(fit)
        fit()

    # Showing

    def show_item(self, item: Item, leaf: dict[str, Any], call: Call | None = None, cost: str = "") -> None:
        """Show a node: what the garden answered about it as a leaf, the call that writes for it now, and what calls cost."""
        self.live.show_call(call)
        document = self._document
        if item.id != self._id:
            self._id = item.id
            for field in (self.brief, self.note):
                field.document().setModified(False)
            self.takes.hide()
        _refill(self.brief, item.brief)
        _refill(self.note, item.note)
        self._marks.mark(item.seed_words)
        self.apply_row.setVisible(self.brief.document().isModified())
        self._show_note(bool(item.note) or self.note.hasFocus())
        serves = bool(item.seed_words and document.seed and item.parent)
        self.seed_caption.setVisible(serves)
        self.seed.setVisible(serves)
        if serves:
            self.seed.setText(marked_html(document.seed, item.seed_words, self._theme))
        proposed = len(document.proposals([item.id]))
        self.proposal.setVisible(proposed > 0)
        if proposed:
            self.proposal_text.setText(
                self.tr("Proposed by the designer") if item.proposed and proposed == 1 else self.tr("{0} proposed nodes").format(proposed)
            )
        self.below.show_item(item)
        self._thumbnail = str(leaf.get("thumbnail") or document.thumbnails.get(item.id, ""))
        if item.parent is None:
            self._thumbnail = document.view
        self.picture.fills = item.parent is None
        self.picture.setFixedHeight(px(190) if self.picture.fills else px(230))
        stale = document.state(item.id) == "stale"
        self.picture.setVisible(self.picture.show_picture(self._thumbnail, stale=stale))
        notes = leaf.get("notes") if isinstance(leaf.get("notes"), dict) else {}
        fill_facts(self.facts, facts(document, item, {**(notes or {}), **({"cost": cost} if cost else {})}))
        self._show_pictures(item.pictures)

    def show_takes(self, item: Item, takes: list[Take]) -> None:
        """Show the takes of the node that is shown."""
        if item.id == self._id:
            self.takes.show_takes(takes, item.take, item.kind)

    def _look(self, path: str) -> None:
        self.picture.show_picture(path or self._thumbnail)

    def _show_note(self, on: bool) -> None:
        self.note_caption.setVisible(on)
        self.note.setVisible(on)

    def _show_pictures(self, names: tuple[str, ...]) -> None:
        folder = Path(self._document.folder) / "pictures"
        there = tuple(str(folder / name) for name in names if (folder / name).is_file())
        self.pictures_caption.setVisible(bool(there))
        if there == self._shown_pictures:
            return
        self._shown_pictures = there
        while (old := self._pictures.takeAt(0)) is not None:
            widget = old.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, path in enumerate(reversed(there)):
            picture = QPixmap(path).scaled(
                px(100), px(66), Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
            )
            button = QPushButton()
            button.setObjectName("quiet")
            button.setStyleSheet("padding: 0;")
            button.setIcon(QIcon(picture))
            button.setIconSize(QSize(px(96), px(64)))
            button.setFixedSize(px(100), px(68))
            button.setAccessibleName(self.tr("Picture {0}").format(len(there) - place))
            button.clicked.connect(lambda _=False, path=path: QDesktopServices.openUrl(QUrl.fromLocalFile(path)))
            self._pictures.addWidget(button, place // 3, place % 3)

    # Writing

    def write_brief(self) -> None:
        """Put the keyboard into the brief."""
        self.brief.moveCursor(QTextCursor.MoveOperation.End)
        self.brief.setFocus()

    def write_note(self) -> None:
        """Put the keyboard into the note."""
        self._show_note(True)
        self.note.moveCursor(QTextCursor.MoveOperation.End)
        self.note.setFocus()
        self.ensureWidgetVisible(self.note)

    def _written(self) -> None:
        self.apply_row.setVisible(self.brief.document().isModified() and bool(self._id))

    def apply(self) -> None:
        """Send the brief as it is written."""
        text = self.brief.toPlainText().strip()
        if self._id in self._document and text and text != self._document[self._id].brief:
            self.brief.document().setModified(False)
            self.apply_row.hide()
            self.brief_wanted.emit(self._id, text)
        else:
            self.abandon()

    def abandon(self) -> None:
        """Give up what was written."""
        self.brief.document().setModified(False)
        if self._id in self._document:
            _refill(self.brief, self._document[self._id].brief)
        self.apply_row.hide()

    def apply_note(self) -> None:
        """Keep the note as it is written."""
        if not self.note.document().isModified() or self._id not in self._document:
            self._show_note(bool(self.note.toPlainText().strip()))
            return
        text = self.note.toPlainText().strip()
        self.note.document().setModified(False)
        if text != self._document[self._id].note:
            self.note_wanted.emit(self._id, text)
        self._show_note(bool(text))

    def _abandon_note(self) -> None:
        self.note.document().setModified(False)
        if self._id in self._document:
            _refill(self.note, self._document[self._id].note)
        self._show_note(bool(self.note.toPlainText()))


def _refill(field: BriefField, text: str) -> None:
    if not field.document().isModified() and field.toPlainText() != text:
        field.setPlainText(text)
        field.document().setModified(False)


def caption(text: str) -> QLabel:
    """A small heading within a page."""
    label = QLabel(text)
    label.setObjectName("caption")
    label.setContentsMargins(0, px(6), 0, 0)
    return label


def fact_grid() -> QGridLayout:
    """Room for pairs of a name and a value."""
    grid = QGridLayout()
    grid.setVerticalSpacing(px(7))
    grid.setHorizontalSpacing(px(14))
    grid.setColumnStretch(1, 1)
    return grid


def fill_facts(grid: QGridLayout, rows: list[tuple[str, str]]) -> None:
    """Show these pairs in place of those before."""
    while (old := grid.takeAt(0)) is not None:
        widget = old.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
    for number, (name, value) in enumerate(rows):
        left = QLabel(name)
        left.setObjectName("sub")
        right = QLabel(value)
        right.setWordWrap(True)
        right.setTextFormat(Qt.TextFormat.PlainText)
        right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(left, number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(right, number, 1)
