"""Notes while they are being typed: safe on the disk, outside the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.store.clean import clean
from reader.store.journal import now

if TYPE_CHECKING:
    from reader.store.library import Library


def save(library: Library, annotation: str, text: str) -> None:
    """Keep ``text`` as the draft of the note of the annotation with that id. Raises StoreError."""
    library.run(
        "INSERT OR REPLACE INTO draft (annotation, text, client, time) VALUES (?, ?, ?, ?)",
        (annotation, clean(text), library.client, now()),
    )


def load(library: Library, annotation: str) -> str | None:
    """Return the draft of a note, or None."""
    row = library.row("SELECT text FROM draft WHERE annotation = ?", (annotation,))
    return None if row is None else str(row[0])


def of_article(library: Library, article: int) -> list[tuple[str, str]]:
    """Return annotation id and text of every draft in the article with that key, the last written first."""
    return library.rows(
        "SELECT d.annotation, d.text FROM draft d JOIN annotation a ON a.id = d.annotation"
        " WHERE a.article = ? AND a.state = 'live' ORDER BY d.time DESC",
        (article,),
    )


def drop(library: Library, annotation: str) -> None:
    """Forget a draft; harmless where there is none."""
    library.run("DELETE FROM draft WHERE annotation = ?", (annotation,))
