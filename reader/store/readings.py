"""Where reading stopped, how long it lasted, which paragraphs were turned; no part of the history, and no news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.store.journal import now

if TYPE_CHECKING:
    from reader.store.library import Library


def position(library: Library, version: int) -> int:
    """Return the offset (code points) where reading that version stopped, 0 when it never began."""
    row = library.row("SELECT offset FROM position WHERE version = ?", (version,))
    return 0 if row is None else int(row[0])


def put_position(library: Library, version: int, offset: int) -> None:
    """Keep the offset where reading that version stopped, or is to begin."""
    library.run("INSERT OR REPLACE INTO position (version, offset) VALUES (?, ?)", (version, offset))


def save_position(library: Library, article: int, version: int, offset: int) -> None:
    """Keep the offset where reading stopped, and now as the time the article was last open."""
    with library.writing():
        put_position(library, version, offset)
        _open(library, article, 0)


def directions(library: Library, version: int) -> list[tuple[int, str]]:
    """Return offset and direction (``rtl`` or ``ltr``) of every paragraph that a person has turned in that version."""
    return library.rows("SELECT offset, direction FROM block_direction WHERE version = ? ORDER BY offset", (version,))


def put_directions(library: Library, version: int, turned: list[tuple[int, str]]) -> None:
    """Keep the directions of paragraphs by their offsets in that version."""
    library.run_all(
        "INSERT OR REPLACE INTO block_direction (version, offset, direction) VALUES (?, ?, ?)",
        [(version, offset, direction) for offset, direction in turned],
    )


def turn(library: Library, version: int, span: tuple[int, int], direction: str) -> None:
    """Keep the direction of the paragraph with that span, whose own it has again with ``auto``."""
    with library.writing():
        library.run(
            "DELETE FROM block_direction WHERE version = ? AND offset >= ? AND offset < ?",
            (version, span[0], max(span[0] + 1, span[1])),
        )
        if direction != "auto":
            put_directions(library, version, [(span[0], direction)])


def add_seconds(library: Library, article: int, seconds: int) -> None:
    """Add a stretch of reading that ended now."""
    with library.writing():
        _open(library, article, seconds)
        library.run(
            "INSERT INTO session (article, ended, seconds, client) VALUES (?, ?, ?, ?)",
            (article, now(), seconds, library.client),
        )


def _open(library: Library, article: int, seconds: int) -> None:
    library.run(
        "INSERT INTO reading (article, opened, seconds) VALUES (?, ?, ?) ON CONFLICT (article)"
        " DO UPDATE SET opened = excluded.opened, seconds = seconds + excluded.seconds",
        (article, now(), seconds),
    )


def last(library: Library) -> str | None:
    """Return the id of the live article that was open last, or None."""
    row = library.row(
        "SELECT r.id FROM reading d JOIN article r ON r.key = d.article WHERE r.state = 'live'"
        " ORDER BY d.opened DESC LIMIT 1"
    )
    return None if row is None else str(row[0])
