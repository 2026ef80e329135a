"""New versions of a text beside the old ones, and the places of annotations in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.annotation.model import CONTEXT, Placement, Status, Target
from reader.store.journal import PURGED
from reader.store.saving import save_version
from reader.store.texts import VersionReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.store.articles import Place
    from reader.store.journal import Operation
    from reader.store.library import Library
    from reader.store.saving import Origin, Prepared

Places = list[tuple[int, int, Placement]]
"""Keys of annotation and target, and the place found for that target."""
_LINE = 80
"""Code points by which the reading position is found again."""
_TARGETS = (
    "SELECT a.key, t.key, t.start, t.end, t.exact, t.prefix, t.suffix, t.sha256"
    " FROM annotation a JOIN target t ON t.key = a.target"
)


def place_missing(library: Library, article: int, version: int) -> int:
    """Place, in the version with key ``version``, every annotation of the article that lacks a place there.

    A place also counts as lacking when it was found for an earlier target. Returns how many were placed; to be called
    inside ``library.writing()``.
    """
    rows = library.rows(
        f"{_TARGETS} LEFT JOIN placement p ON p.annotation = a.key AND p.version = ?"
        " WHERE a.article = ? AND a.state <> ? AND (p.target IS NULL OR p.target <> a.target)",
        (version, article, PURGED),
    )
    if rows:
        (sha256,) = library.row("SELECT sha256 FROM version WHERE key = ?", (version,))
        put_places(library, version, _find(library, article, rows, sha256, VersionReader(library, version).whole()))
    return len(rows)


def foresee(library: Library, article: int, sha256: str, text: str) -> Places:
    """Return the place in ``text``, with that fingerprint, of every annotation of the article; nothing is written.

    The long part of an update, done before its transaction begins, so that nobody waits for it.
    """
    rows = library.rows(f"{_TARGETS} WHERE a.article = ? AND a.state <> ?", (article, PURGED))
    return _find(library, article, rows, sha256, text)


def put_places(library: Library, version: int, places: Places) -> None:
    """Store places that were found in the version with that key."""
    library.run_all(
        "INSERT OR REPLACE INTO placement (annotation, version, target, start, end, status, score)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (annotation, version, target, place.start, place.end, str(place.status), place.score)
            for annotation, target, place in places
        ],
    )


def _find(library: Library, article: int, rows: list[Any], sha256: str, text: str) -> Places:
    """Return the place in ``text`` of each row of ``_TARGETS``; texts are aligned once per version they come from."""
    versions = dict(library.rows("SELECT sha256, key FROM version WHERE article = ?", (article,)))
    by_version: dict[str, list[tuple[int, int, Target]]] = {}
    for annotation, key, *target in rows:
        by_version.setdefault(target[-1], []).append((annotation, key, Target(*target)))
    found: Places = []
    for known, items in by_version.items():
        targets = [target for _, _, target in items]
        if known == sha256:
            places = [Placement(target.start, target.end) for target in targets]
        else:
            places = _anchor(library, targets, versions.get(known), text)
        found += [(annotation, key, place) for (annotation, key, _), place in zip(items, places, strict=True)]
    return found


def _anchor(library: Library, targets: list[Target], old: int | None, text: str) -> list[Placement]:
    from reader.annotation import anchoring

    if old is None:
        return anchoring.anchor_all(targets, text)
    return anchoring.reanchor(targets, VersionReader(library, old).whole(), text)


def add_version(library: Library, operation: Operation, article: Place, content: Prepared, origin: Origin) -> int:
    """Store ``content`` beside the other versions of an article, and return the key of the new version.

    The article still shows the version it showed before.
    """
    (number,) = library.row("SELECT max(number) + 1 FROM version WHERE article = ?", (article.key,))
    return save_version(library, article.key, number, content, origin, operation.time)


def same_offsets(library: Library, article: Place, offsets: Sequence[int], text: str) -> list[int]:
    """Return where in ``text`` the lines at ``offsets`` of the version of ``article`` are, or as far into it."""
    old = VersionReader(library, article.version)
    lines = [old.text(offset, offset + _LINE).partition("\n")[0] for offset in offsets]
    targets = [
        Target(offset, offset + len(line), line, old.text(offset - CONTEXT, offset), "", article.sha256)
        for offset, line in zip(offsets, lines, strict=True)
        if offset and line
    ]
    places = _anchor(library, targets, article.version, text) if targets else []
    known = {place.start: found for place, found in zip(targets, places, strict=True)}
    moved = []
    for offset in offsets:
        found = known.get(offset)
        lost = found is None or found.status == Status.ORPHAN
        moved.append(offset * len(text) // max(1, article.chars) if found is None or lost else found.start)
    return moved


def before(library: Library, article_id: str, version: int) -> int | None:
    """Return the key of the version that an article showed before it came to show ``version``, or None."""
    row = library.row(
        "SELECT old FROM journal WHERE entity = 'article' AND row = ? AND field = 'version' AND new = ?"
        " AND CAST(old AS INTEGER) < CAST(new AS INTEGER) ORDER BY seq DESC LIMIT 1",
        (article_id, str(version)),
    )
    return None if row is None else int(row[0])
