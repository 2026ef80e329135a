"""The models behind the shelf: articles of the library, contents of the open article, its notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader.text.bidi import isolate
from reader.ui.cards import first_line
from reader.ui.i18n import tr, tr_n

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.annotation.model import Annotation
    from reader.store.articles import ArticleInfo

ROW = Qt.ItemDataRole.UserRole.value + 1
"""The role that gives a row's own value: an ArticleInfo, a Heading or an Annotation."""
SUBTITLE = ROW + 1
BOOKMARK = 0
"""The level of a bookmark among the headings."""
Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


def article_line(info: ArticleInfo) -> str:
    """Return the second line of an article: who or where it is from, and how many notes it has."""
    by = info.author or info.site
    count = tr_n("%n notes", info.annotations)
    return " · ".join(part for part in (isolate(by) if by else "", count) if part)


def note_line(annotation: Annotation) -> str:
    """Return the line of a note in a list: its own first line, else the passage it is about."""
    return first_line(annotation.note) or " ".join(annotation.target.exact.split())


class Rows(QAbstractListModel):
    """A list of values, each shown by two lines of text; replaced as a whole, or row by row where it stays alike."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Any] = []
        self._places: dict[object, int] = {}

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Return the number of rows; rows have no rows below them."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """Return the text, the second line, the accessible text or the value of a row."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        value = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.title(value)
        if role == SUBTITLE:
            return self.subtitle(value)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return "، ".join(part for part in (self.title(value), self.subtitle(value)) if part)
        return value if role == ROW else None

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; the ones that are the same by ``key`` and stand in the same order only change."""
        places = {self.key(value): at for at, value in enumerate(rows)}
        alike = list(places) == list(self._places)
        self._places = places
        if alike and len(rows) == len(self._rows):
            old = self._rows
            changed = [at for at, value in enumerate(rows) if value is not old[at] and value != old[at]]
            self._rows = list(rows)
            for at in changed:
                self.dataChanged.emit(self.index(at), self.index(at))
            return
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def value(self, index: Index) -> Any:  # noqa: ANN401 - each list has its own kind of value
        """Return the value of a row, None for no row."""
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def find(self, key: object) -> QModelIndex:
        """Return the index of the row with this key, or an invalid one."""
        at = self._places.get(key)
        return QModelIndex() if at is None else self.index(at)

    def key(self, value: Any) -> object:  # noqa: ANN401
        """Return what makes a row the same row after a change."""
        return value.id

    def title(self, value: Any) -> str:  # noqa: ANN401
        """Return the first line of a row."""
        raise NotImplementedError

    def subtitle(self, value: Any) -> str:  # noqa: ANN401, ARG002
        """Return the second line of a row, which may be empty."""
        return ""


class Articles(Rows):
    """The library: ArticleInfo values."""

    def title(self, value: ArticleInfo) -> str:
        """Return the article's title."""
        return value.title or tr("Without a title")

    def subtitle(self, value: ArticleInfo) -> str:
        """Return author or source, and the number of notes."""
        return article_line(value)


class Contents(Rows):
    """The headings of the open article: (offset, level, text)."""

    def key(self, value: tuple[int, int, str]) -> object:
        """Return the offset, and what stands there."""
        return value[:2]

    def title(self, value: tuple[int, int, str]) -> str:
        """Return the heading."""
        return " ".join(value[2].split())


class Notes(Rows):
    """Annotations in the order they are given."""

    def title(self, value: Annotation) -> str:
        """Return the first line of the note, else the passage."""
        return note_line(value)

    def subtitle(self, value: Annotation) -> str:
        """Return the passage where the title is the note."""
        return " ".join(value.target.exact.split()) if value.note else ""
