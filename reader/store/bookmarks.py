"""Bookmarks: places a person keeps in an article, apart from highlights; no part of the history."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.store.clean import clean
from reader.store.journal import now

if TYPE_CHECKING:
    from reader.store.library import Library


class Bookmark(NamedTuple):
    """A place in the text (code points) of the version it is asked for."""

    id: str
    offset: int
    label: str
    created: str


def of_version(library: Library, version: int) -> list[Bookmark]:
    """Return the bookmarks in the version with that key, in order of the text."""
    rows = library.rows(
        "SELECT id, offset, label, created FROM bookmark WHERE version = ? ORDER BY offset, created, id", (version,)
    )
    return [Bookmark._make(row) for row in rows]


def add(library: Library, version: int, offset: int, label: str) -> Bookmark:
    """Keep a place under a label, which may be empty."""
    from uuid import uuid4

    made = Bookmark(str(uuid4()), offset, clean(label), now())
    put(library, version, made)
    return made


def put(library: Library, version: int, bookmark: Bookmark) -> None:
    """Store a bookmark as it is in that version."""
    library.run(
        "INSERT OR REPLACE INTO bookmark (id, version, offset, label, created) VALUES (?, ?, ?, ?, ?)",
        (bookmark.id, version, bookmark.offset, bookmark.label, bookmark.created),
    )


def remove(library: Library, identity: str) -> None:
    """Forget a place in every version; harmless where it is not there."""
    library.run("DELETE FROM bookmark WHERE id = ?", (identity,))
