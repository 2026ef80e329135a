"""Where reading stopped and how long it lasted; no part of the history, and no news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.store.journal import now

if TYPE_CHECKING:
    from reader.store.library import Library


def position(library: Library, article: int, version: int) -> int:
    """Return the offset (code points) where reading stopped in that version, 0 when it never began."""
    row = library.row("SELECT position FROM reading WHERE article = ? AND version = ?", (article, version))
    return 0 if row is None else int(row[0])


def save_position(library: Library, article: int, version: int, offset: int) -> None:
    """Keep the offset where reading stopped, and now as the time the article was last open."""
    library.run(
        "INSERT INTO reading (article, version, position, opened) VALUES (?, ?, ?, ?) ON CONFLICT (article)"
        " DO UPDATE SET version = excluded.version, position = excluded.position, opened = excluded.opened",
        (article, version, offset, now()),
    )


def add_seconds(library: Library, article: int, version: int, seconds: int) -> None:
    """Add a stretch of reading that ended now."""
    with library.writing():
        library.run(
            "INSERT INTO reading (article, version, position, opened, seconds) VALUES (?, ?, 0, ?, ?)"
            " ON CONFLICT (article) DO UPDATE SET opened = excluded.opened, seconds = seconds + excluded.seconds",
            (article, version, now(), seconds),
        )
        library.run(
            "INSERT INTO session (article, started, seconds, client) VALUES (?, ?, ?, ?)",
            (article, now(), seconds, library.client),
        )


def last(library: Library) -> str | None:
    """Return the id of the live article that was open last, or None."""
    row = library.row(
        "SELECT r.id FROM reading d JOIN article r ON r.key = d.article WHERE r.state = 'live'"
        " ORDER BY d.opened DESC LIMIT 1"
    )
    return None if row is None else str(row[0])
