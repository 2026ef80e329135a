"""What a person has read and marked, counted: the numbers of one quiet page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.store.library import Library


@dataclass(frozen=True, slots=True)
class Statistics:
    """Numbers of the live articles and annotations of a library."""

    articles: int
    finished: int
    """Articles read to 95 of 100 or further."""
    chars: int
    """Code points of all texts."""
    chars_read: int
    """Code points up to where reading stopped in each."""
    seconds: int
    """Seconds read in all."""
    days: tuple[tuple[str, int], ...]
    """Seconds read by day (UTC, ISO 8601), oldest first."""
    annotations: int
    notes: int
    """Annotations with a note."""
    colours: tuple[tuple[str, int], ...]
    """Annotations by colour, most first."""
    tags: tuple[tuple[str, int], ...]
    """Annotations by tag, most first."""


def count(library: Library) -> Statistics:
    """Return the numbers of a library. Raises StoreError."""
    live = "a.state = 'live' AND a.article IN (SELECT key FROM article WHERE state = 'live')"
    with library.reading():
        articles, finished, chars, read = library.row(
            "SELECT count(*), count(*) FILTER (WHERE p.offset >= 0.95 * v.chars), coalesce(sum(v.chars), 0),"
            " coalesce(sum(min(p.offset, v.chars)), 0) FROM article r JOIN version v ON v.key = r.version"
            " LEFT JOIN position p ON p.version = v.key WHERE r.state = 'live'"
        )
        days = library.rows("SELECT substr(ended, 1, 10) AS day, sum(seconds) FROM session GROUP BY day ORDER BY day")
        annotations, notes = library.row(
            f"SELECT count(*), count(*) FILTER (WHERE a.note <> '') FROM annotation a WHERE {live}"
        )
        colours = library.rows(
            f"SELECT a.colour, count(*) AS number FROM annotation a WHERE {live} GROUP BY a.colour"
            " ORDER BY number DESC, a.colour"
        )
        tags = library.rows(
            f"SELECT t.value, count(*) AS number FROM annotation a, json_each(a.tags) t WHERE {live}"
            " AND a.tags <> '[]' GROUP BY t.value ORDER BY number DESC, t.value"
        )
    return Statistics(
        articles=articles,
        finished=finished,
        chars=chars,
        chars_read=read,
        seconds=sum(seconds for _, seconds in days),
        days=tuple(days),
        annotations=annotations,
        notes=notes,
        colours=tuple(colours),
        tags=tuple(tags),
    )
