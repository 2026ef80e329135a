"""What a screen reader is told of the reading surface: a document of paragraphs with text, and every note by name.

The document's children are its blocks, each with a text interface of its own, so that no request costs more than one
block however long the article is. Below a block stand its highlights, each with its passage and its note.

PySide6 leaves two functions of Qt's text interface out, ``selection`` and ``attributes``: a selection is told by its
event, a language by the block's locale, a highlight by an object of its own.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QLocale, QPoint, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleAttributesInterface,
    QAccessibleInterface,
    QAccessibleTextCursorEvent,
    QAccessibleTextInterface,
    QAccessibleTextSelectionEvent,
)
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import VoidPtr

from reader.document.model import BlockKind
from reader.text.offsets import Utf16Index
from reader.ui.actions import colour_name
from reader.ui.i18n import tr
from reader.ui.surface.surface import ReadingSurface

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtGui import QWindow

    from reader.annotation.model import Annotation
    from reader.document.model import Block

    Relation = tuple[QAccessibleInterface, QAccessible.RelationFlag]

_ROLES = {
    BlockKind.TITLE: QAccessible.Role.Heading,
    BlockKind.HEADING: QAccessible.Role.Heading,
    BlockKind.LIST_ITEM: QAccessible.Role.ListItem,
    BlockKind.QUOTE: QAccessible.Role.BlockQuote,
    BlockKind.TABLE_CELL: QAccessible.Role.Cell,
    BlockKind.IMAGE: QAccessible.Role.Graphic,
    BlockKind.FOOTNOTE: QAccessible.Role.Note,
    BlockKind.RULE: QAccessible.Role.Separator,
}
_NONE = VoidPtr(0)
"""What ``interface_cast`` must return for an interface that is not there: anything else ends the process."""


def describe(surface: ReadingSurface) -> None:
    """Let Qt describe ``surface`` by this module from now on; may be called when it is shown already."""
    _install_factory()
    if QAccessible.isActive():
        known = QAccessible.queryAccessibleInterface(surface)
        if not isinstance(known, _Document):  # a screen reader asked before
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(known))


@cache
def _install_factory() -> None:
    """Tell Qt once in this process who describes surfaces."""
    documents: list[_Document] = []

    def document_of(_key: str, shown: QObject) -> QAccessibleInterface | None:
        if not isinstance(shown, ReadingSurface):
            return None
        documents[:] = [document for document in documents if document.isValid()]
        documents.append(_Document(shown))
        return documents[-1]

    QAccessible.installFactory(document_of)


def described(annotation: Annotation) -> str:
    """Return what is said of a highlight beside its passage: its colour and its note."""
    return "; ".join(filter(None, (colour_name(annotation.colour), annotation.note)))


class _Document(QAccessibleWidget):
    """The surface itself; its children are the blocks of the article."""

    def __init__(self, surface: ReadingSurface) -> None:
        super().__init__(surface, QAccessible.Role.Document, tr("Text"))
        self.surface = surface
        self._desk = surface.desk
        self._blocks: dict[int, _Block] = {}
        self._highlights: frozenset[str] = frozenset()
        """Ids of those the caret is in: one is announced when it is entered."""
        surface.caret_moved.connect(self._caret_moved)
        surface.selection_changed.connect(self._selection_changed)

    def childCount(self) -> int:
        return self.surface.desk.block_count if self.surface.desk else 0

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        if self.surface.desk is not self._desk:
            self._forget()
        if not 0 <= index < self.childCount():
            return None
        if index not in self._blocks:
            self._blocks[index] = _Block(self, index)
        return self._blocks[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        wanted = shiboken6.getCppPointer(child)
        return next((i for i, block in self._blocks.items() if shiboken6.getCppPointer(block) == wanted), -1)

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return self.child(self._index_at(self.surface.offset_under(self.to_viewport(QPoint(x, y)))))

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        return self.child(self._index_at(self.surface.caret())) if self.surface.hasFocus() else None

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Name and self.surface.desk:
            return self.surface.desk.info.title
        return super().text(kind)

    def interface_cast(self, _kind: QAccessible.InterfaceType) -> VoidPtr:  # type: ignore[override]
        return _NONE

    def to_viewport(self, point: QPoint) -> QPoint:
        """Return a point of the screen in the viewport."""
        return self.surface.viewport().mapFromGlobal(point)

    def to_screen(self, start: int, end: int) -> QRect:
        """Return what encloses stored offsets ``start`` to ``end`` on the screen, empty where they are not in view."""
        rect = self.surface.span_rect(start, end)
        return rect.translated(self.surface.viewport().mapToGlobal(QPoint(0, 0))) if not rect.isEmpty() else QRect()

    def _index_at(self, offset: int) -> int:
        return max(0, self.surface.desk.block_at(offset)) if self.surface.desk else -1

    def _forget(self) -> None:
        """Drop the blocks of the article that was shown before."""
        for block in self._blocks.values():
            block.drop()
        self._blocks.clear()
        self._desk = self.surface.desk

    def _caret_moved(self, offset: int) -> None:
        block = self._told_block(offset)
        if block is None:
            return
        QAccessible.updateAccessibility(QAccessibleTextCursorEvent(block, block.from_stored(offset)))
        here = {annotation.id: annotation for annotation in self.surface.annotations_at(offset)}
        entered = [described(annotation) for name, annotation in here.items() if name not in self._highlights]
        self._highlights = frozenset(here)
        if entered:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.surface, ". ".join(entered)))

    def _selection_changed(self) -> None:
        start, end = self.surface.selection() or (self.surface.caret(),) * 2
        block = self._told_block(start)
        if block is not None:
            span = block.from_stored(start), block.from_stored(end)
            QAccessible.updateAccessibility(QAccessibleTextSelectionEvent(block, *span))

    def _told_block(self, offset: int) -> _Block | None:
        """Return the block at ``offset`` if there is anybody to be told of it."""
        if not QAccessible.isActive() or not self.isValid():
            return None
        index = self._index_at(offset)
        return self._blocks.get(index) if self.child(index) is not None else None


class _Node(QAccessibleInterface):
    """What an object below the surface, which is no widget, has in common with the others."""

    def __init__(self, document: _Document) -> None:
        super().__init__()
        self.document = document

    def isValid(self) -> bool:
        return shiboken6.isValid(self.document) and self.document.isValid()

    def object(self) -> None:  # type: ignore[override]
        return None

    def window(self) -> QWindow:
        return self.document.window()

    def focusChild(self) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def relations(self, match: QAccessible.RelationFlag | None = None) -> list[Relation]:  # noqa: ARG002
        return []

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Refuse: nobody writes into an article."""

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.readOnly = state.selectableText = state.multiLine = True
        state.offscreen = self.rect().isEmpty()
        return state

    def drop(self) -> None:
        """Take the object out of Qt's register, which would keep it."""
        QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(self))


class _Block(_Node):
    """One block; offsets of its text interface are UTF-16 units from its start, as everywhere in Qt."""

    def __init__(self, document: _Document, index: int) -> None:
        super().__init__(document)
        self.index = index
        self._text: str | None = None
        self._units = Utf16Index("")
        self._interface = _BlockText(self)
        self._attributes = _BlockAttributes(self)
        self._notes: list[_Highlight] = []

    @property
    def block(self) -> Block:
        """The block of the article."""
        desk = self.document.surface.desk
        assert desk is not None  # noqa: S101 -- blocks are dropped with their desk
        return desk.block(self.index)

    def stored_text(self) -> str:
        """Return its text, read when first asked for."""
        if self._text is None and self.document.surface.desk:
            block = self.block
            self._text = self.document.surface.desk.text(block.start, block.end)
            self._units = Utf16Index(self._text)
        return self._text or ""

    def units(self) -> Utf16Index:
        """Return the way between its code points and UTF-16 units."""
        self.stored_text()
        return self._units

    def from_stored(self, offset: int) -> int:
        """Return the UTF-16 offset in the block for a stored offset, held within the block."""
        block = self.block
        return self.units().to_utf16(min(max(offset, block.start), block.end) - block.start)

    def to_stored(self, unit: int) -> int:
        """Return the stored offset for a UTF-16 offset in the block, held within the block."""
        units = self.units()
        return self.block.start + units.to_code_points(min(max(unit, 0), units.length))

    def annotations(self) -> list[Annotation]:
        """Return the highlights shown that begin in the block."""
        block = self.block
        touching = self.document.surface.annotations_in(block.start, block.end)
        return [annotation for annotation in touching if annotation.placement.start >= block.start]

    def parent(self) -> QAccessibleInterface:
        return self.document

    def childCount(self) -> int:
        return len(self.annotations())

    def child(self, index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        found = self.annotations()
        if not 0 <= index < len(found):
            return None
        if [note.annotation for note in self._notes] != found:
            for note in self._notes:
                note.drop()
            self._notes = [_Highlight(self, annotation) for annotation in found]
        return self._notes[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        wanted = shiboken6.getCppPointer(child)
        return next((i for i, note in enumerate(self._notes) if shiboken6.getCppPointer(note) == wanted), -1)

    def rect(self) -> QRect:
        return self.document.to_screen(self.block.start, self.block.end)

    def role(self) -> QAccessible.Role:
        return _ROLES.get(self.block.kind, QAccessible.Role.Paragraph)

    def text(self, kind: QAccessible.Text) -> str:
        return self.block.label if kind == QAccessible.Text.Name else ""

    def interface_cast(self, kind: QAccessible.InterfaceType) -> VoidPtr:  # type: ignore[override]
        if kind == QAccessible.InterfaceType.TextInterface:
            return VoidPtr(shiboken6.getCppPointer(self._interface)[0])
        if kind == QAccessible.InterfaceType.AttributesInterface:
            return VoidPtr(shiboken6.getCppPointer(self._attributes)[0])
        return _NONE

    def drop(self) -> None:
        for note in self._notes:
            note.drop()
        super().drop()


class _Highlight(_Node):
    """One highlight: its passage is the name, its note the description."""

    def __init__(self, block: _Block, annotation: Annotation) -> None:
        super().__init__(block.document)
        self._block = block
        self.annotation = annotation

    def parent(self) -> QAccessibleInterface:
        return self._block

    def childCount(self) -> int:
        return 0

    def child(self, _index: int) -> QAccessibleInterface | None:  # type: ignore[override]
        return None

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def rect(self) -> QRect:
        return self.document.to_screen(self.annotation.placement.start, self.annotation.placement.end)

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.Note

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Name:
            return self.annotation.target.exact
        if kind == QAccessible.Text.Description:
            return described(self.annotation)
        return ""

    def interface_cast(self, _kind: QAccessible.InterfaceType) -> VoidPtr:  # type: ignore[override]
        return _NONE


class _BlockText(QAccessibleTextInterface):
    """The text of a block; words, sentences and paragraphs at an offset are found by Qt from ``text``."""

    def __init__(self, block: _Block) -> None:
        super().__init__()
        self._block = block

    def characterCount(self) -> int:
        return self._block.units().length

    def text(self, start: int, end: int) -> str:
        units = self._block.units()
        return self._block.stored_text()[
            units.to_code_points(max(start, 0)) : units.to_code_points(min(end, units.length))
        ]

    def cursorPosition(self) -> int:
        block, caret = self._block.block, self._block.document.surface.caret()
        return self._block.from_stored(caret) if block.start <= caret <= block.end else -1

    def setCursorPosition(self, position: int) -> None:
        self._block.document.surface.go_to(self._block.to_stored(position))

    def selectionCount(self) -> int:
        return 0

    def addSelection(self, start: int, end: int) -> None:
        self._block.document.surface.set_selection(self._block.to_stored(start), self._block.to_stored(end))

    def setSelection(self, _index: int, start: int, end: int) -> None:
        self.addSelection(start, end)

    def removeSelection(self, _index: int) -> None:
        self._block.document.surface.clear_selection()

    def scrollToSubstring(self, start: int, _end: int) -> None:
        self._block.document.surface.go_to(self._block.to_stored(start))

    def characterRect(self, offset: int) -> QRect:
        return self._block.document.to_screen(self._block.to_stored(offset), self._block.to_stored(offset + 1))

    def offsetAtPoint(self, point: QPoint) -> int:
        document = self._block.document
        return self._block.from_stored(document.surface.offset_under(document.to_viewport(point)))


class _BlockAttributes(QAccessibleAttributesInterface):
    """The language of a block, and the level of a heading."""

    def __init__(self, block: _Block) -> None:
        super().__init__()
        self._block = block

    def attributeKeys(self) -> list[QAccessible.Attribute]:
        heading = self._block.role() == QAccessible.Role.Heading
        return [QAccessible.Attribute.Locale, *([QAccessible.Attribute.Level] if heading else [])]

    def attributeValue(self, key: QAccessible.Attribute) -> QLocale | int:
        if key == QAccessible.Attribute.Level:
            return max(1, self._block.block.level)
        desk = self._block.document.surface.desk
        return QLocale(self._block.block.language or (desk.language if desk else "") or "ar")
