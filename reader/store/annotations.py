"""Annotations as rows: made, and read back as frozen values."""

from __future__ import annotations

import json
from sys import intern
from typing import TYPE_CHECKING, Any

from reader.annotation.model import Annotation, Colour, Placement, Status, Style, Target
from reader.store.clean import clean
from reader.store.fields import ANNOTATION, PLACEMENT, change
from reader.store.journal import LIVE
from reader.store.tags import tags_from, tags_of, tags_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.store.journal import Operation
    from reader.store.library import Library

_SELECT = (
    "SELECT a.id, r.id, t.start, t.end, t.exact, t.prefix, t.suffix, t.sha256, p.start, p.end, p.status, p.score,"
    " a.colour, a.style, a.note, a.note_direction, a.tags, a.created, a.modified, a.client, a.deleted"
    " FROM annotation a JOIN article r ON r.key = a.article JOIN target t ON t.key = a.target"
    " LEFT JOIN placement p ON p.annotation = a.key AND p.version = "
)
# A value that damage has made unreadable must not take all other notes along: it reads as the default.
_COLOUR = {str(colour): colour for colour in Colour}
_STYLE = {str(style): style for style in Style}
_STATUS = {str(status): status for status in Status}
_ORDER = " ORDER BY coalesce(p.start, t.start), coalesce(p.end, t.end), a.id"


def load(library: Library, article: int, version: int, *, state: str = LIVE) -> list[Annotation]:
    """Return the annotations of the article with key ``article`` in that state, in reading order of ``version``."""
    rows = library.rows(f"{_SELECT} ? WHERE a.article = ? AND a.state = ?{_ORDER}", (version, article, state))
    return _annotations(library, rows)


def load_span(library: Library, article: int, version: int, start: int, end: int) -> list[Annotation]:
    """Return the live annotations of the article placed over ``[start, end)`` of ``version``, in reading order."""
    rows = library.rows(  # + makes SQLite begin with the few that its index over places finds
        f"{_SELECT} ? WHERE p.version = ? AND p.start < ? AND p.end > ? AND p.status <> 'orphan'"
        f" AND +a.article = ? AND +a.state = ?{_ORDER}",
        (version, version, end, start, article, LIVE),
    )
    return _annotations(library, rows)


def load_named(library: Library, article: int, version: int, ids: Iterable[str]) -> list[Annotation]:
    """Return those of ``ids`` that are live annotations of the article, in reading order of ``version``."""
    rows = library.rows(  # + keeps SQLite from walking all annotations of the article
        f"{_SELECT} ? WHERE a.id IN (SELECT value FROM json_each(?)) AND +a.article = ? AND +a.state = ?{_ORDER}",
        (version, json.dumps(list(ids)), article, LIVE),
    )
    return _annotations(library, rows)


def load_all(library: Library, *, state: str = LIVE) -> list[Annotation]:
    """Return the annotations in that state of all live articles: last added article first, each in reading order."""
    rows = library.rows(
        f"{_SELECT} r.version WHERE a.state = ? AND r.state = 'live'"
        f" ORDER BY r.key DESC, {_ORDER.removeprefix(' ORDER BY ')}",
        (state,),
    )
    return _annotations(library, rows)


def tags_by_use(library: Library) -> list[str]:
    """Return all tags of live annotations, the most used first."""
    rows = library.rows(
        "SELECT t.value FROM annotation a, json_each(a.tags) t WHERE a.state = 'live' AND a.tags <> '[]'"
        " GROUP BY t.value ORDER BY count(*) DESC, t.value"
    )
    return [row[0] for row in rows]


def load_ids(library: Library, ids: Iterable[str]) -> list[Annotation]:
    """Return the annotations with these ids, in any state, as placed in the current version of their article."""
    rows = library.rows(
        f"{_SELECT} r.version WHERE a.id IN (SELECT value FROM json_each(?)){_ORDER}", (json.dumps(list(ids)),)
    )
    return _annotations(library, rows)


def insert(library: Library, operation: Operation, article: int, annotation: Annotation, version: int) -> Annotation:
    """Store a new annotation, placed in the version with key ``version``, and return it with id, times and client."""
    from uuid import uuid4

    identity = annotation.id or str(uuid4())
    target, place = annotation.target, annotation.placement
    tags = tags_of(annotation.tags)
    note = clean(annotation.note)
    key = library.run(
        "INSERT INTO annotation (id, article, state, target, colour, style, note, note_direction, tags, created,"
        " modified, client) VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            identity,
            article,
            LIVE,
            str(annotation.colour),
            str(annotation.style),
            note,
            annotation.note_direction,
            tags_text(tags),
            annotation.created or operation.time,
            annotation.modified or operation.time,
            clean(annotation.client) or library.client,
        ),
    )
    target_key = _insert_target(library, key, target)
    library.run("UPDATE annotation SET target = ? WHERE key = ?", (target_key, key))
    library.run(
        "INSERT INTO placement (annotation, version, target, start, end, status, score) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (key, version, target_key, place.start, place.end, str(place.status), place.score),
    )
    operation.record(ANNOTATION, identity, "state", None, LIVE)
    return Annotation(
        id=identity,
        article=annotation.article,
        target=target,
        placement=place,
        colour=annotation.colour,
        style=annotation.style,
        note=note,
        note_direction=annotation.note_direction,
        tags=tags,
        created=annotation.created or operation.time,
        modified=annotation.modified or operation.time,
        client=clean(annotation.client) or library.client,
    )


def add_target(library: Library, identity: str, target: Target) -> int:
    """Store another target for the annotation with that id and return its key; targets are never changed."""
    (key,) = library.row("SELECT key FROM annotation WHERE id = ?", (identity,))
    return _insert_target(library, key, target)


def placement_text(target: int, place: Placement) -> str:
    """Return a placement of the target with that key as the journal writes it."""
    return f"{target} {place.start} {place.end} {place.status} {place.score:.6f}"


def _insert_target(library: Library, annotation: int, target: Target) -> int:
    return library.run(
        "INSERT INTO target (annotation, start, end, exact, prefix, suffix, sha256) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            annotation,
            target.start,
            target.end,
            clean(target.exact),
            clean(target.prefix),
            clean(target.suffix),
            target.sha256,
        ),
    )


def _annotations(library: Library, rows: list[Any]) -> list[Annotation]:
    with library.undamaged():
        return [_annotation(row) for row in rows]


def _annotation(row: Sequence[Any]) -> Annotation:
    identity, article, start, end, exact, prefix, suffix, sha256, place, place_end, status, score, *rest = row
    colour, style, note, note_direction, tags, created, modified, client, deleted = rest
    placement = Placement(start, end, Status.ORPHAN, 0.0)
    if status is not None:
        placement = Placement(place, place_end, _STATUS.get(status, Status.ORPHAN), score)
    # What ten thousand rows say alike is kept once: a third of their memory.
    return Annotation(
        id=identity,
        article=intern(article),
        target=Target(start, end, exact, prefix, suffix, intern(sha256)),
        placement=placement,
        colour=_COLOUR.get(colour, Colour.YELLOW),
        style=_STYLE.get(style, Style.BACKGROUND),
        note=note,
        note_direction=intern(note_direction),
        tags=tags_from(tags),
        created=intern(created),
        modified=intern(modified),
        client=intern(client),
        deleted=intern(deleted),
    )


def absent(library: Library, ids: list[str], states: Iterable[str]) -> list[str]:
    """Return those of ``ids`` that name no annotation in one of these states, in the order given."""
    rows = library.rows(
        "SELECT id FROM annotation WHERE id IN (SELECT value FROM json_each(?))"
        " AND state IN (SELECT value FROM json_each(?))",
        (json.dumps(ids), json.dumps(list(states))),
    )
    present = {row[0] for row in rows}
    return [identity for identity in ids if identity not in present]


def retarget(library: Library, operation: Operation, identity: str, target: Target, version: int) -> None:
    """Give an annotation another target, placed exactly in the version with key ``version``."""
    new = add_target(library, identity, target)
    placed = placement_text(new, Placement(target.start, target.end))
    # First the place, then the target: a target without its place would be looked for.
    change(library, operation, ANNOTATION, f"{PLACEMENT}{version}", {identity: placed})
    change(library, operation, ANNOTATION, "target", {identity: str(new)})


def unreadable(library: Library) -> list[str]:
    """Return a sentence for each kind of value among annotations that no Hamish wrote."""
    found = []
    for table, field, known in (
        ("annotation", "colour", _COLOUR),
        ("annotation", "style", _STYLE),
        ("placement", "status", _STATUS),
    ):
        sql = f"SELECT count(*) FROM {table} WHERE {field} NOT IN (SELECT value FROM json_each(?))"
        (count,) = library.row(sql, (json.dumps(list(known)),))
        if count:
            found.append(f"Annotations whose {field} cannot be read: {count}.")
    (count,) = library.row("SELECT count(*) FROM annotation WHERE NOT json_valid(tags)")
    if count:
        found.append(f"Annotations whose tags cannot be read: {count}.")
    return found
