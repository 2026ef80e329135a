"""Bookmarks: places a person keeps in an article, apart from highlights; a place per version, as annotations have."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.store.clean import clean
from reader.store.fields import BOOKMARK, change
from reader.store.journal import GONE, LIVE, operation

if TYPE_CHECKING:
    from reader.store.library import Library


class Bookmark(NamedTuple):
    """A place in the text (code points) of the version it is asked for."""

    id: str
    offset: int
    label: str
    created: str


def of_version(library: Library, version: int) -> list[Bookmark]:
    """Return the live bookmarks in the version with that key, in order of the text."""
    rows = library.rows(
        "SELECT b.id, p.offset, b.label, b.created FROM bookmark_place p JOIN bookmark b ON b.key = p.bookmark"
        " WHERE p.version = ? AND b.state = ? ORDER BY p.offset, b.created, b.id",
        (version, LIVE),
    )
    return [Bookmark._make(row) for row in rows]


def add(library: Library, article: int, version: int, offset: int, label: str) -> Bookmark:
    """Keep an offset of the version with that key under a label, which may be empty; one undoable step."""
    from uuid import uuid4

    with operation(library, "bookmark") as operating:
        made = Bookmark(str(uuid4()), offset, clean(label), operating.time)
        key = library.run(
            "INSERT INTO bookmark (id, article, state, label, created) VALUES (?, ?, ?, ?, ?)",
            (made.id, article, LIVE, made.label, made.created),
        )
        put_places(library, version, [(key, offset)])
        operating.record(BOOKMARK, made.id, "state", None, LIVE)
    return made


def rename(library: Library, identity: str, label: str) -> None:
    """Give a bookmark another label; one undoable step, harmless where it is not there."""
    with operation(library, "bookmark") as operating:
        change(library, operating, BOOKMARK, "label", {identity: clean(label)})


def remove(library: Library, identity: str) -> None:
    """Take a bookmark away; one undoable step, harmless where it is not there."""
    with operation(library, "bookmark") as operating:
        change(library, operating, BOOKMARK, "state", {identity: GONE})


def offsets(library: Library, version: int) -> list[tuple[int, int]]:
    """Return key and offset of every bookmark in that version, those taken away too: undo may bring them back."""
    return library.rows("SELECT bookmark, offset FROM bookmark_place WHERE version = ?", (version,))


def put_places(library: Library, version: int, places: list[tuple[int, int]]) -> None:
    """Store where bookmarks, given by their keys, are in that version."""
    library.run_all(
        "INSERT OR REPLACE INTO bookmark_place (bookmark, version, offset) VALUES (?, ?, ?)",
        [(key, version, offset) for key, offset in places],
    )
