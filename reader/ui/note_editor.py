"""Where a note is written: a field of its own direction, safe within a second, one step of history when it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import (
    QApplication,
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from reader.annotation.model import Colour
from reader.ui.cards import BAR, BAR_INSET, LEADING, PADDING_X, PADDING_Y, RADIUS, note_direction
from reader.ui.i18n import tr
from reader.ui.icons import icon
from reader.ui.look import interface_font, note_font

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.annotation.model import Annotation
    from reader.ui.look import Look

DRAFT_AFTER = 500
"""Milliseconds after the last key, and at most twice that after the first unsaved one, until the draft is stored."""
_NEXT_DIRECTION = {"auto": "rtl", "rtl": "ltr", "ltr": "auto"}


def typed_text(field: QTextEdit) -> str:
    """Return what was typed, code point for code point: Qt's plain text turns a no-break space into a space."""
    return field.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")


def split_tags(text: str) -> tuple[str, ...]:
    """Return the tags in a field: parted by commas of any script, each once, in their order."""
    for comma in "،؛;":
        text = text.replace(comma, ",")
    return tuple(dict.fromkeys(tag for part in text.split(",") if (tag := " ".join(part.split()))))


class NoteEditor(QFrame):
    """One editor for the whole window, shown in the place of the card that is being written."""

    draft = Signal(str, str)
    """Id and text, to be stored as a draft."""
    left = Signal(str, str, str, tuple)
    """Id, text, direction and tags, when the note is left."""
    resized = Signal()
    removal_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._look: Look | None = None
        self._id = ""
        self._direction = "auto"
        self._colour = Colour.YELLOW
        self._filling = False
        self.text = _Field(self)
        self.tags = QLineEdit()
        self.tags.setFont(interface_font(12))
        self._known = QStringListModel()
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.tags.setCompleter(completer)
        self.direction_button = self._button()
        self.direction_button.clicked.connect(self.turn)
        self.remove_button = self._button()
        self.remove_button.clicked.connect(lambda: self.removal_wanted.emit(self._id))
        self.done_button = self._button()
        self.done_button.clicked.connect(self.leave)
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.tags, 1)
        for button in (self.direction_button, self.remove_button, self.done_button):
            row.addWidget(button)
        column = self._column = QVBoxLayout(self)
        column.setSpacing(6)
        column.addWidget(self.text)
        column.addLayout(row)
        self._timer = QTimer(self)
        self._timer.setInterval(DRAFT_AFTER)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._store_draft)
        self.text.textChanged.connect(self._typed)
        self.text.left.connect(self._focus_went)
        self.tags.installEventFilter(self)
        self.hide()

    @property
    def annotation_id(self) -> str:
        """The annotation whose note is being written, or an empty string."""
        return self._id

    def set_look(self, look: Look) -> None:
        """Take the colours of a theme and the words of the interface."""
        self._look = look
        left, right = (PADDING_X, PADDING_X + BAR) if look.right_to_left else (PADDING_X + BAR, PADDING_X)
        self._column.setContentsMargins(left, PADDING_Y, right, 8)
        self.tags.setPlaceholderText(tr("Tags, parted by commas"))
        self.tags.setAccessibleName(tr("Tags"))
        self.text.setPlaceholderText(tr("Write a note…"))
        self.text.setAccessibleName(tr("Note"))
        for button, name, word in (
            (self.direction_button, "rtl", tr("Text direction")),
            (self.remove_button, "remove", tr("Remove the highlight")),
            (self.done_button, "done", tr("Done")),
        ):
            button.setIcon(icon(name, look.theme.text, size=18))
            button.setAccessibleName(word)
            button.setToolTip(word)
        theme = look.theme
        self.text.setStyleSheet(
            f"QTextEdit {{ background: transparent; border: none; padding: 0; color: {theme.text};"
            f" selection-background-color: {theme.selection}; selection-color: {theme.text};"
            f" placeholder-text-color: {theme.soft}; }}"
        )

    def edit(self, annotation: Annotation, *, draft: str | None, known_tags: Sequence[str], in_tags: bool) -> None:
        """Begin to write the note of an annotation; a draft that a crash left behind comes before the stored note."""
        self.leave()
        self._id = annotation.id
        self._direction = annotation.note_direction
        self._colour = annotation.colour
        self._filling = True
        self.text.setPlainText(annotation.note if draft is None else draft)
        self.tags.setText("، ".join(annotation.tags) if self._rtl_interface() else ", ".join(annotation.tags))
        self._known.setStringList(list(known_tags))
        self._filling = False
        self._shape()
        self.show()
        self.raise_()
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        (self.tags if in_tags else self.text).setFocus()

    def leave(self) -> None:
        """Stop writing; what was written becomes one step of history."""
        if not self._id:
            return
        self._timer.stop()
        left, self._id = self._id, ""
        self.left.emit(left, typed_text(self.text), self._direction, split_tags(self.tags.text()))
        self.hide()

    def drop(self) -> None:
        """Stop writing without keeping anything: the annotation is gone."""
        self._timer.stop()
        self._id = ""
        self.hide()

    def turn(self) -> None:
        """Take the next direction: by the text, right to left, left to right."""
        self.set_direction(_NEXT_DIRECTION[self._direction])

    def set_direction(self, direction: str) -> None:
        """Set the note's own direction: ``auto``, ``rtl`` or ``ltr``."""
        self._direction = direction
        self._shape()

    def sizeHint(self) -> QSize:
        """Return the height the text needs, within reason."""
        return QSize(280, self.wanted_height())

    def wanted_height(self) -> int:
        """Return the height in points that shows the whole note, from two lines to twelve."""
        lines = min(12 * LEADING, max(2 * LEADING, round(self.text.document().size().height())))
        return lines + PADDING_Y + 8 + 6 + 36

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape and Ctrl+Enter leave the note; nothing typed is lost by either."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() == Qt.Key.Key_Escape or (enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            self.leave()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice when the field of tags is left, or Enter pressed in it."""
        if watched is self.tags:
            if event.type() is QEvent.Type.FocusOut:
                self._focus_went()
            elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
                popup = self.tags.completer().popup()
                choosing = popup is not None and popup.isVisible()
                if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not choosing:
                    self.leave()
                    return True
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground of an active card."""
        if self._look is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._look.colour("accent"))
        painter.setBrush(self._look.colour("card"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._look.theme.marks[self._colour].edge))
        bar = self.width() - BAR - 2 if self._rtl_interface() else 2
        painter.drawRoundedRect(QRectF(bar, BAR_INSET, BAR, self.height() - 2 * BAR_INSET), 2, 2)

    def _rtl_interface(self) -> bool:
        return self._look is not None and self._look.right_to_left

    def _shape(self) -> None:
        """Set the whole note in its direction, with the leading of a card."""
        direction = note_direction(typed_text(self.text), self._direction)
        if self._direction == "auto" and not typed_text(self.text).strip():
            rtl = self._rtl_interface()
            direction = Qt.LayoutDirection.RightToLeft if rtl else Qt.LayoutDirection.LeftToRight
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)  # which is where the direction begins
        option.setTextDirection(direction)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document = self.text.document()
        self._filling = True
        document.setDefaultTextOption(option)
        cursor = QTextCursor(document)
        cursor.select(QTextCursor.SelectionType.Document)
        shape = QTextBlockFormat()
        shape.setLineHeight(LEADING, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        shape.setLayoutDirection(direction)
        cursor.joinPreviousEditBlock()
        cursor.mergeBlockFormat(shape)
        cursor.endEditBlock()
        self._filling = False
        self.resized.emit()

    def _typed(self) -> None:
        if self._filling or not self._id:
            return
        if not self._timer.isActive():
            self._timer.start()
        self.resized.emit()
        direction = note_direction(typed_text(self.text), self._direction)
        if direction is not self.text.document().defaultTextOption().textDirection():
            self._shape()

    def _store_draft(self) -> None:
        if self._id:
            self.draft.emit(self._id, typed_text(self.text))

    def _focus_went(self) -> None:
        """Leave the note once the focus is neither in its text nor in its tags."""
        QTimer.singleShot(0, self._leave_if_away)

    def _leave_if_away(self) -> None:
        focus = QApplication.focusWidget()
        inside = focus is not None and (focus is self or self.isAncestorOf(focus))
        if not inside and self._id and QApplication.activePopupWidget() is None and self.window().isActiveWindow():
            self.leave()

    def _button(self) -> QToolButton:
        button = QToolButton()
        button.setFixedSize(32, 32)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


class _Field(QTextEdit):
    """A plain text field that tells when it is left, and takes no formats from the clipboard."""

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAcceptRichText(False)
        self.setFont(note_font(17))
        self.document().setDocumentMargin(0)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the field was left."""
        super().focusOutEvent(event)
        self.left.emit()
