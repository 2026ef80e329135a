"""Changing what is journaled: every field of an annotation or article is read and set here, and nowhere else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reader.store.journal import BIN
from reader.store.versions import place_missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reader.store.journal import Operation
    from reader.store.library import Library

ANNOTATION = "annotation"
ARTICLE = "article"
BOOKMARK = "bookmark"
PLACEMENT = "placement:"
"""Start of the field name of a placement, before the key of the version; value: target, start, end, status, score."""

METADATA = (
    "title",
    "author",
    "editor",
    "translator",
    "publisher",
    "place",
    "edition",
    "volumes",
    "year",
    "calendar",
    "url",
    "site",
    "published",
)
_COLUMNS = {
    ANNOTATION: frozenset({"state", "target", "colour", "style", "note", "note_direction", "tags"}),
    BOOKMARK: frozenset({"state", "label"}),
    ARTICLE: frozenset({"state", "version", "language", "direction", "tags", *METADATA}),
}


def values(library: Library, entity: str, field: str, ids: Iterable[str]) -> dict[str, str | None]:
    """Return the present value of ``field`` by id, for those of ``ids`` that exist (None: no placement)."""
    wanted = json.dumps(list(ids))
    if field.startswith(PLACEMENT):
        sql = (
            "SELECT a.id, p.target || ' ' || p.start || ' ' || p.end || ' ' || p.status || printf(' %.6f', p.score)"
            " FROM annotation a LEFT JOIN placement p ON p.annotation = a.key AND p.version = :version"
            " WHERE a.id IN (SELECT value FROM json_each(:ids))"
        )
        return dict(library.rows(sql, {"ids": wanted, "version": int(field[len(PLACEMENT) :])}))
    column = _column(entity, field)
    sql = f"SELECT id, CAST({column} AS TEXT) FROM {entity} WHERE id IN (SELECT value FROM json_each(?))"
    return dict(library.rows(sql, (wanted,)))


def change(library: Library, operation: Operation, entity: str, field: str, wanted: Mapping[str, str | None]) -> int:
    """Set ``field`` of every row to its wanted value, record what really changed, and return how many did."""
    present = values(library, entity, field, wanted)
    changed = [(row, new) for row, new in wanted.items() if row in present and present[row] != new]
    put(library, entity, field, changed, operation.time)
    for row, new in changed:
        operation.record(entity, row, field, present[row], new)
    return len(changed)


def put(library: Library, entity: str, field: str, rows: list[tuple[str, str | None]], time: str) -> None:
    """Set ``field`` without recording it; ``time`` becomes the time of the change."""
    if not rows:
        return
    if field.startswith(PLACEMENT):
        _put_placements(library, int(field[len(PLACEMENT) :]), rows)
        return
    column = _column(entity, field)
    also = ", deleted = :deleted" if field == "state" else ""
    also += ", modified = :time" if entity == ANNOTATION else ""
    library.run_all(
        f"UPDATE {entity} SET {column} = :value{also} WHERE id = :id",
        [{"id": row, "value": value, "time": time, "deleted": time if value == BIN else ""} for row, value in rows],
    )
    if field == "target":
        _place_again(library, [row for row, _ in rows])
    if (entity, field) == (ARTICLE, "version"):
        for row, value in rows:
            key = library.row("SELECT key FROM article WHERE id = ?", (row,))[0]
            place_missing(library, key, int(value or 0))


def _place_again(library: Library, ids: list[str]) -> None:
    """Place annotations in the current version of their article where their place is not that of their target."""
    articles = library.rows(
        "SELECT DISTINCT r.key, r.version FROM annotation a JOIN article r ON r.key = a.article"
        " WHERE a.id IN (SELECT value FROM json_each(?))",
        (json.dumps(ids),),
    )
    for article, version in articles:
        place_missing(library, article, version)


def _column(entity: str, field: str) -> str:
    if field not in _COLUMNS[entity]:
        raise KeyError(f"{entity}.{field}")
    return field


def _put_placements(library: Library, version: int, rows: list[tuple[str, str | None]]) -> None:
    for row, value in rows:
        key = library.row("SELECT key FROM annotation WHERE id = ?", (row,))[0]
        library.run("DELETE FROM placement WHERE annotation = ? AND version = ?", (key, version))
        if value is not None:
            target, start, end, status, score = value.split(" ")
            library.run(
                "INSERT INTO placement (annotation, version, target, start, end, status, score)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (key, version, int(target), int(start), int(end), status, float(score)),
            )
