"""The read state of one open article: its text chunk by chunk, its annotations, and what changed since."""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import dataclass
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from reader.annotation.model import Status
from reader.store import annotations as rows
from reader.store import articles, bookmarks, journal, readings
from reader.store.fields import ANNOTATION, ARTICLE
from reader.store.texts import VersionReader

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from reader.annotation.model import Annotation
    from reader.document.model import Block, Direction, Locator, Mark
    from reader.store.articles import ArticleInfo
    from reader.store.bookmarks import Bookmark
    from reader.store.library import Library

_NEVER = (-1, -1)
"""The data version of a desk that must look for news."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What became different since the last look, whoever did it; ``removed`` holds ids."""

    added: tuple[Annotation, ...] = ()
    changed: tuple[Annotation, ...] = ()
    removed: tuple[str, ...] = ()
    article_changed: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.article_changed)


def _order(annotation: Annotation) -> tuple[int, int, str]:
    return annotation.placement.start, annotation.placement.end, annotation.id


class Desk:
    """One open article in one version, which stays until a new Desk is made; offsets are code points.

    To be used in the thread of its library. Raises ArticleError when there is no such article.
    """

    __slots__ = (
        "_annotations",
        "_loaded",
        "_longest",
        "_orphans",
        "_place",
        "_reader",
        "_seen",
        "_seq",
        "id",
        "library",
    )

    def __init__(self, library: Library, article_id: str) -> None:
        self.library = library
        self.id = article_id
        self._seen = library.data_version()  # before the state it speaks of: a commit in between is looked at twice
        with library.reading():
            self._place = articles.place(library, article_id)
            self._reader = VersionReader(library, self._place.version)
            self._seq = journal.last(library)
        self._loaded = False
        self._annotations: list[Annotation] = []
        self._orphans: list[Annotation] = []
        self._longest: list[int] = []

    @property
    def info(self) -> ArticleInfo:
        """The article as the shelf shows it, read anew."""
        return articles.info(self.library, self.id)

    @property
    def length(self) -> int:
        """Length of the text in code points."""
        return self._reader.length

    @property
    def direction(self) -> Direction:
        """Base direction of the document."""
        return self._place.direction

    @property
    def language(self) -> str:
        """BCP 47 tag of the document, or empty."""
        return self._place.language

    @property
    def version(self) -> int:
        """Number of the version this desk shows."""
        return self._place.number

    @property
    def sha256(self) -> str:
        """Fingerprint of the version this desk shows."""
        return self._place.sha256

    @property
    def block_count(self) -> int:
        """Number of blocks."""
        return self._reader.block_count

    def block(self, index: int) -> Block:
        """Return block ``index``. Raises IndexError."""
        return self._reader.block(index)

    def block_at(self, offset: int) -> int:
        """Return the index of the last block that starts at or before ``offset``."""
        return self._reader.block_at(offset)

    def text(self, start: int, end: int) -> str:
        """Return ``[start, end)`` of the text, cut to what there is."""
        return self._reader.text(start, end)

    def block_text(self, index: int) -> str:
        """Return the text of block ``index``. Raises IndexError."""
        block = self._reader.block(index)
        return self._reader.text(block.start, block.end)

    def whole(self) -> str:
        """Return the whole text, read once and kept."""
        return self._reader.whole()

    def marks(self, start: int, end: int) -> list[Mark]:
        """Return the inline marks that touch ``[start, end)``."""
        return self._reader.marks(start, end)

    def locators(self) -> Sequence[Locator]:
        """Return the locators in order."""
        return self._reader.locators()

    def headings(self) -> list[tuple[int, Block, str]]:
        """Return block index, block and text of every title and heading."""
        return [(index, self._reader.block(index), text) for index, text in self._reader.headings()]

    def resource(self, name: str) -> bytes | None:
        """Return the bytes of the picture called ``name``, or None."""
        found = self._reader.resource(name)
        return None if found is None else found.data

    def block_by_anchor(self, name: str) -> int | None:
        """Return the index of the block that links and note references call ``name``, or None."""
        return self._reader.block_by_anchor(name)

    @property
    def annotations(self) -> Sequence[Annotation]:
        """The placed annotations, sorted by start, end and id; read on first use."""
        self.read_annotations()
        return self._annotations

    @property
    def orphans(self) -> Sequence[Annotation]:
        """The annotations that have no place in this version."""
        self.read_annotations()
        return self._orphans

    @property
    def annotations_read(self) -> bool:
        """Whether all annotations have been read."""
        return self._loaded

    def read_annotations(self) -> None:
        """Read all annotations, if that has not been done."""
        if not self._loaded:
            self._arrange(rows.load(self.library, self._place.key, self._place.version))
            self._loaded = True

    def take_annotations(self, other: Desk) -> Changes | None:
        """Take over all annotations that ``other``, a desk of the same article, has read, and return the news since.

        So that they can be read in another thread. None when there is no use for them: they were read here meanwhile,
        or belong to another version.
        """
        if self._loaded or other._place.version != self._place.version:
            return None
        self._annotations, self._orphans, self._longest = other._annotations, other._orphans, other._longest
        self._loaded = True
        self._seq = min(self._seq, other._seq)
        self._seen = _NEVER
        return self.refresh()

    def annotations_in(self, start: int, end: int) -> list[Annotation]:
        """Return the annotations that touch ``[start, end)``, in order; the work grows with what is found.

        As long as nobody has asked for all of them, these few are read alone: the first page need not wait for 10,000.
        """
        if not self._loaded:
            return rows.load_span(self.library, self._place.key, self._place.version, start, end)
        found = self._annotations
        upto = bisect_left(found, end, key=lambda annotation: annotation.placement.start)
        hits = []
        for index in range(upto - 1, -1, -1):
            if self._longest[index] <= start:
                break  # nothing up to here reaches the span
            if found[index].placement.end > start:
                hits.append(found[index])
        hits.reverse()
        return hits

    def refresh(self) -> Changes:
        """Return what the journal holds since the last look, from this connection and all others.

        Costs some microseconds when nobody wrote. ``article_changed`` says that the article's own fields changed: its
        metadata, its state, or its version, which this desk does not follow. As long as nobody has asked for all
        annotations, what is not there any more may have been another article's.
        """
        seen = self.library.data_version()
        if seen == self._seen:
            return Changes()
        with self.library.reading():
            since, self._seq = self._seq, journal.last(self.library)
            news = journal.news(self.library, since) if since != self._seq else []
            named = {row: new for entity, row, new in news if entity == ANNOTATION}
            present = rows.load_named(self.library, self._place.key, self._place.version, named) if named else []
        self._seen = seen
        article_changed = any(entity == ARTICLE and row == self.id for entity, row, _ in news)
        if not named:
            return Changes(article_changed=article_changed)
        if self._loaded:
            return self._merge(named, present, article_changed=article_changed)
        return Changes(
            added=tuple(item for item in present if named[item.id]),
            changed=tuple(item for item in present if not named[item.id]),
            removed=tuple(sorted(named.keys() - {item.id for item in present})),
            article_changed=article_changed,
        )

    def _merge(self, named: Container[str], present: list[Annotation], *, article_changed: bool) -> Changes:
        before = {item.id: item for item in (*self._annotations, *self._orphans) if item.id in named}
        after = {item.id: item for item in present}
        touched = len(self._annotations)
        for item in before.values():
            touched = min(touched, self._take_out(item))
        for item in present:
            touched = min(touched, self._put_in(item))
        self._measure(touched)
        return Changes(
            added=tuple(item for item in present if item.id not in before),
            changed=tuple(item for item in present if item.id in before and item != before[item.id]),
            removed=tuple(identity for identity in before if identity not in after),
            article_changed=article_changed,
        )

    def _take_out(self, item: Annotation) -> int:
        """Remove an annotation and return its index among the placed ones, or their number for an orphan."""
        if item.placement.status == Status.ORPHAN:
            self._orphans.remove(item)
            return len(self._annotations)
        index = bisect_left(self._annotations, _order(item), key=_order)
        del self._annotations[index]
        return index

    def _put_in(self, item: Annotation) -> int:
        """Insert an annotation in order and return its index among the placed ones, or their number for an orphan."""
        if item.placement.status == Status.ORPHAN:
            insort(self._orphans, item, key=_order)
            return len(self._annotations)
        index = bisect_left(self._annotations, _order(item), key=_order)
        self._annotations.insert(index, item)
        return index

    def _arrange(self, annotations: list[Annotation]) -> None:
        self._annotations = [item for item in annotations if item.placement.status != Status.ORPHAN]
        self._orphans = [item for item in annotations if item.placement.status == Status.ORPHAN]
        self._measure(0)

    def _measure(self, start: int) -> None:
        """Keep, from index ``start`` on, the furthest end of all annotations up to each."""
        del self._longest[start:]
        ends = (item.placement.end for item in islice(self._annotations, start, None))
        longest = accumulate(ends, max, initial=self._longest[-1] if self._longest else 0)
        next(longest)
        self._longest.extend(longest)

    @property
    def position(self) -> int:
        """Offset where reading stopped."""
        return min(readings.position(self.library, self._place.version), self.length)

    def save_position(self, offset: int) -> None:
        """Keep ``offset`` as the place where reading stopped, and now as the time. Raises StoreError."""
        offset = max(0, min(offset, self.length))
        readings.save_position(self.library, self._place.key, self._place.version, offset)

    def directions(self) -> dict[int, str]:
        """Return the direction (``rtl`` or ``ltr``) of every paragraph that a person has turned, by its start."""
        turned = readings.directions(self.library, self._place.version)
        return {self.block(max(0, self.block_at(offset))).start: direction for offset, direction in turned}

    def turn(self, offset: int, direction: str) -> None:
        """Keep the direction of the paragraph at ``offset``: ``rtl``, ``ltr``, or ``auto`` for its own.

        It goes along with updates. Raises StoreError.
        """
        if self.block_count:
            block = self.block(max(0, self.block_at(offset)))
            readings.turn(self.library, self._place.version, (block.start, block.end), direction)

    def bookmarks(self) -> list[Bookmark]:
        """Return the bookmarks in the version this desk shows, in order of the text."""
        return bookmarks.of_version(self.library, self._place.version)

    def add_bookmark(self, offset: int, label: str = "") -> Bookmark:
        """Keep ``offset`` as a bookmark, which goes along with updates; one undoable step. Raises StoreError."""
        offset = max(0, min(offset, self.length))
        return bookmarks.add(self.library, self._place.key, self._place.version, offset, label)

    def rename_bookmark(self, identity: str, label: str) -> None:
        """Give a bookmark another label; one undoable step. Raises StoreError."""
        bookmarks.rename(self.library, identity, label)

    def remove_bookmark(self, identity: str) -> None:
        """Take a bookmark away; one undoable step, harmless where it is not there. Raises StoreError."""
        bookmarks.remove(self.library, identity)

    def add_reading(self, seconds: int) -> None:
        """Add ``seconds`` of reading that ended now. Raises StoreError."""
        readings.add_seconds(self.library, self._place.key, seconds)
