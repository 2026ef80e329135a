"""New versions of a text beside the old ones, and the places of annotations in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.annotation.model import CONTEXT, Placement, Status, Target
from reader.store import readings
from reader.store.journal import PURGED
from reader.store.texts import VersionReader, save_version

if TYPE_CHECKING:
    from reader.document.model import Article
    from reader.store.articles import Place
    from reader.store.journal import Operation
    from reader.store.library import Library
    from reader.store.texts import Origin

_LINE = 80
"""Code points by which the reading position is found again."""


def place_missing(library: Library, article: int, version: int) -> int:
    """Place, in the version with key ``version``, every annotation of the article that lacks a place there.

    A place also counts as lacking when it was found for an earlier target. Texts are aligned once per version the
    targets come from. Returns how many were placed; to be called inside ``library.writing()``.
    """
    rows = library.rows(
        "SELECT a.key, t.key, t.start, t.end, t.exact, t.prefix, t.suffix, t.sha256"
        " FROM annotation a JOIN target t ON t.key = a.target"
        " LEFT JOIN placement p ON p.annotation = a.key AND p.version = ?"
        " WHERE a.article = ? AND a.state <> ? AND (p.target IS NULL OR p.target <> a.target)",
        (version, article, PURGED),
    )
    if not rows:
        return 0
    versions = dict(library.rows("SELECT sha256, key FROM version WHERE article = ?", (article,)))
    (sha256,) = library.row("SELECT sha256 FROM version WHERE key = ?", (version,))
    by_version: dict[str, list[tuple[int, int, Target]]] = {}
    for row in rows:
        by_version.setdefault(row[7], []).append((row[0], row[1], Target(*row[2:])))
    for known, items in by_version.items():
        targets = [target for _, _, target in items]
        if known == sha256:
            places = [Placement(target.start, target.end) for target in targets]
        else:
            places = _find(library, targets, versions.get(known), version)
        library.run_all(
            "INSERT OR REPLACE INTO placement (annotation, version, target, start, end, status, score)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (key, version, target, place.start, place.end, str(place.status), place.score)
                for (key, target, _), place in zip(items, places, strict=True)
            ],
        )
    return len(rows)


def _find(library: Library, targets: list[Target], old: int | None, new: int) -> list[Placement]:
    from reader.annotation.anchoring import anchor, reanchor

    text = VersionReader(library, new).whole()
    if old is None:
        return [anchor(target, text) for target in targets]
    return reanchor(targets, VersionReader(library, old).whole(), text)


def add_version(library: Library, operation: Operation, article: Place, content: Article, origin: Origin) -> int:
    """Store ``content`` beside the other versions of an article, and return the key of the new version.

    The reading position goes along; the article still shows the version it showed before.
    """
    (number,) = library.row("SELECT max(number) + 1 FROM version WHERE article = ?", (article.key,))
    new = save_version(library, article.key, number, content, origin, operation.time)
    offset = readings.position(library, article.version)
    if offset:
        readings.put_position(library, new, _same_place(library, offset, article, new))
    return new


def _same_place(library: Library, offset: int, article: Place, new: int) -> int:
    """Return where in the version ``new`` the line at ``offset`` of the old one is, or as far into it."""
    old = VersionReader(library, article.version)
    line = old.text(offset, offset + _LINE)
    if line:
        target = Target(offset, offset + len(line), line, old.text(offset - CONTEXT, offset), "", article.sha256)
        (found,) = _find(library, [target], article.version, new)
        if found.status != Status.ORPHAN:
            return found.start
    return offset * VersionReader(library, new).length // max(1, article.chars)


def before(library: Library, article_id: str, version: int) -> int | None:
    """Return the key of the version that an article showed before it came to show ``version``, or None."""
    row = library.row(
        "SELECT old FROM journal WHERE entity = 'article' AND row = ? AND field = 'version' AND new = ?"
        " AND CAST(old AS INTEGER) < CAST(new AS INTEGER) ORDER BY seq DESC LIMIT 1",
        (article_id, str(version)),
    )
    return None if row is None else int(row[0])
