"""Placing annotations in a version they have no valid place in yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.annotation.model import Placement, Target
from reader.store.journal import PURGED
from reader.store.texts import VersionReader

if TYPE_CHECKING:
    from reader.store.library import Library


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
