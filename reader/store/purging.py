"""Emptying the bin for good: what was there is blanked, its history too, and only the fact that it was there stays."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

from reader.errors import StoreError
from reader.store.fields import ANNOTATION, ARTICLE, METADATA, change
from reader.store.journal import BIN, GONE, PURGED
from reader.store.opening import WAIT_SECONDS
from reader.store.originals import folder

if TYPE_CHECKING:
    from reader.store.journal import Operation
    from reader.store.library import Library

_CHOSEN = "(SELECT value FROM json_each(?))"
_OF_ARTICLE = ("chunk", "resource", "position", "block_direction", "bookmark_place", "placement")


def purge_annotations(library: Library, operation: Operation) -> int:
    """Blank the annotations in the bin and return how many they were; their undone making is blanked as well."""
    found = [row[0] for row in library.rows("SELECT id FROM annotation WHERE state IN (?, ?)", (BIN, GONE))]
    _blank_annotations(library, operation, found)
    return len(found)


def _blank_annotations(library: Library, operation: Operation, found: list[str]) -> None:
    ids = (json.dumps(found),)
    keys = f"(SELECT key FROM annotation WHERE id IN {_CHOSEN})"
    library.run(f"UPDATE journal SET old = NULL, new = NULL WHERE row IN {_CHOSEN} AND field <> 'state'", ids)
    library.run(f"DELETE FROM draft WHERE annotation IN {_CHOSEN}", ids)
    library.run(f"DELETE FROM placement WHERE annotation IN {keys}", ids)
    library.run(f"UPDATE target SET exact = '', prefix = '', suffix = '' WHERE annotation IN {keys}", ids)
    library.run(f"UPDATE annotation SET note = '', tags = '[]' WHERE id IN {_CHOSEN}", ids)
    change(library, operation, ANNOTATION, "state", dict.fromkeys(found, PURGED))


def purge_articles(library: Library, operation: Operation) -> list[str]:
    """Blank the articles in the bin with all their versions and notes, and return the names of originals left over."""
    found = [row[0] for row in library.rows("SELECT id FROM article WHERE state = ?", (BIN,))]
    ids = (json.dumps(found),)
    articles = f"(SELECT key FROM article WHERE id IN {_CHOSEN})"
    versions = f"(SELECT key FROM version WHERE article IN {articles})"
    notes = library.rows(f"SELECT id FROM annotation WHERE article IN {articles} AND state <> ?", (*ids, PURGED))
    _blank_annotations(library, operation, [row[0] for row in notes])
    originals = library.rows(f"SELECT original FROM version WHERE original <> '' AND article IN {articles}", ids)
    for table in _OF_ARTICLE:
        library.run(f"DELETE FROM {table} WHERE version IN {versions}", ids)
    for table in ("reading", "session", "bookmark"):
        library.run(f"DELETE FROM {table} WHERE article IN {articles}", ids)
    library.run("DELETE FROM blob WHERE sha256 NOT IN (SELECT sha256 FROM resource)")
    library.run(
        "UPDATE version SET sha256 = '', chars = 0, blocks = 0, source = '', name = '', original = '',"
        f" decisions = '[]', warnings = '[]', headings = '[]', locators = '[]' WHERE article IN {articles}",
        ids,
    )
    blank = ", ".join(f"{field} = ''" for field in METADATA)
    library.run(f"UPDATE article SET {blank}, source = '', source_bytes = NULL, tags = '[]' WHERE id IN {_CHOSEN}", ids)
    library.run(f"UPDATE journal SET old = NULL, new = NULL WHERE row IN {_CHOSEN} AND field <> 'state'", ids)
    change(library, operation, ARTICLE, "state", dict.fromkeys(found, PURGED))
    kept = {row[0] for row in library.rows("SELECT original FROM version")}
    return sorted({row[0] for row in originals} - kept)


def forget(library: Library, originals: list[str]) -> None:
    """Once the bin is emptied: take the originals away, and the words out of the index and what SQLite keeps beside."""
    from reader.store.index import Index, path_of

    for name in originals:
        with contextlib.suppress(OSError):
            (folder(library.path) / name).unlink(missing_ok=True)
    with contextlib.suppress(StoreError):
        # Another window may be reading just now: then it is done when the last one closes.
        try:
            library.row("PRAGMA busy_timeout = 500")
            library.row("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            library.row(f"PRAGMA busy_timeout = {int(WAIT_SECONDS * 1000)}")
        if path_of(library.path).exists():
            with Index(library) as index:
                index.forget_purged()
