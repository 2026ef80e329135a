"""New versions of a text beside the old ones, and the places of annotations in them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from reader.annotation.model import CONTEXT, Placement, Status, Target
from reader.store.journal import PURGED
from reader.store.texts import VersionReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.store.articles import Place
    from reader.store.journal import Operation
    from reader.store.library import Library
    from reader.store.saving import Origin, Prepared

Places = list[tuple[int, int, Placement]]
"""Keys of annotation and target, and the place found for that target."""
_NO_ANNOTATION = 0
"""In place of a key: a line that is looked for with the annotations."""
_LINE = 80
"""Code points by which a reading position or a bookmark is found again."""
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


def foresee(
    library: Library, article: Place, sha256: str, text: str, offsets: Sequence[int]
) -> tuple[Places, list[int]]:
    """Return the place in ``text``, with that fingerprint, of every annotation of an article; nothing is written.

    Beside them: where the lines at ``offsets`` of its current version are, or else as far into the text. This is the
    long part of an update, done before its transaction begins, so that nobody waits for it.
    """
    rows = library.rows(f"{_TARGETS} WHERE a.article = ? AND a.state <> ?", (article.key, PURGED))
    reader = VersionReader(library, article.version)
    for number, offset in enumerate(offsets):
        line = reader.text(offset, offset + _LINE).partition("\n")[0]
        before = reader.text(offset - CONTEXT, offset)
        rows.append((_NO_ANNOTATION, number, offset, offset + len(line), line, before, "", article.sha256))
    found = _find(library, article.key, rows, sha256, text)
    lines = {number: place for annotation, number, place in found if annotation == _NO_ANNOTATION}
    moved = []
    for number, offset in enumerate(offsets):
        known = offset and lines[number].status != Status.ORPHAN
        moved.append(lines[number].start if known else offset * len(text) // max(1, article.chars))
    return [item for item in found if item[0] != _NO_ANNOTATION], moved


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
    return _try_again(library, found, sha256, text)


def _try_again(library: Library, found: Places, sha256: str, text: str) -> Places:
    """Look for orphans once more from where they were in a later version than that of their target.

    Over many small edits a passage may drift too far from its first wording to be known again, but never far at once.
    """
    lost = {annotation for annotation, _, place in found if place.status == Status.ORPHAN}
    rows = library.rows(
        "SELECT p.annotation, p.version, max(v.key), v.sha256, p.start, p.end, p.status, p.score FROM placement p"
        " JOIN annotation a ON a.key = p.annotation AND a.target = p.target JOIN target t ON t.key = a.target"
        " JOIN version v ON v.key = p.version WHERE p.annotation IN (SELECT value FROM json_each(?))"
        " AND p.status <> 'orphan' AND v.sha256 NOT IN (t.sha256, ?) GROUP BY p.annotation",
        (json.dumps(sorted(lost)), sha256),
    )
    by_version: dict[int, list[tuple[int, Placement, Target]]] = {}
    for annotation, version, _, known, start, end, status, score in rows:
        reader = VersionReader(library, version)
        before, after = reader.text(start - CONTEXT, start), reader.text(end, end + CONTEXT)
        target = Target(start, end, reader.text(start, end), before, after, known)
        by_version.setdefault(version, []).append((annotation, Placement(start, end, Status(status), score), target))
    better: dict[int, Placement] = {}
    for version, items in by_version.items():
        places = _anchor(library, [target for _, _, target in items], version, text)
        for (annotation, known_place, _), place in zip(items, places, strict=True):
            better[annotation] = _chained(known_place, place)
    return [(annotation, key, better.get(annotation, place)) for annotation, key, place in found]


def _chained(first: Placement, second: Placement) -> Placement:
    """Return the second placement, never better than the first: what was fuzzy stays so, and scores multiply."""
    if second.status == Status.ORPHAN:
        return second
    status = Status.FUZZY if Status.FUZZY in {first.status, second.status} else Status.MOVED
    return Placement(second.start, second.end, status, first.score * second.score)


def _anchor(library: Library, targets: list[Target], old: int | None, text: str) -> list[Placement]:
    from reader.annotation import anchoring

    if old is None:
        return anchoring.anchor_all(targets, text)
    return anchoring.reanchor(targets, VersionReader(library, old).whole(), text)


def add_version(library: Library, operation: Operation, article: Place, content: Prepared, origin: Origin) -> int:
    """Store ``content`` beside the other versions of an article, and return the key of the new version.

    The article still shows the version it showed before.
    """
    from reader.store.saving import save_version

    (number,) = library.row("SELECT max(number) + 1 FROM version WHERE article = ?", (article.key,))
    return save_version(library, article.key, number, content, origin, operation.time)


def is_same(library: Library, version: int, prepared: Prepared) -> bool:
    """Return whether a version has the text, blocks, marks, headings and locators of what was prepared."""
    columns = library.row("SELECT sha256, headings, locators FROM version WHERE key = ?", (version,))
    if columns != (prepared.sha256, *prepared.columns[-2:]):
        return False
    tables = library.rows("SELECT blocks, marks FROM chunk WHERE version = ? ORDER BY number", (version,))
    return tables == [chunk[5:7] for chunk in prepared.chunks]


def before(library: Library, article_id: str, version: int) -> int | None:
    """Return the key of the version that an article showed before it came to show ``version``, or None."""
    row = library.row(
        "SELECT old FROM journal WHERE entity = 'article' AND row = ? AND field = 'version' AND new = ?"
        " AND CAST(old AS INTEGER) < CAST(new AS INTEGER) ORDER BY seq DESC LIMIT 1",
        (article_id, str(version)),
    )
    return None if row is None else int(row[0])
