"""Undo and redo: a new operation that inverts an earlier one of the same client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import UndoRefusedError
from reader.store.fields import ANNOTATION, change, values
from reader.store.journal import GONE, PURGED, operation

if TYPE_CHECKING:
    from reader.store.library import Library

_UNDOABLE = (
    "SELECT o.id, o.verb FROM operation o WHERE o.client = ? AND o.kind IN ('do', 'redo') AND NOT o.passed"
    " AND NOT EXISTS (SELECT 1 FROM operation u WHERE u.undoes = o.id) ORDER BY o.id DESC LIMIT 1"
)
_REDOABLE = (
    "SELECT o.id, o.verb FROM operation o WHERE o.client = ?1 AND o.kind = 'undo' AND NOT o.passed"
    " AND NOT EXISTS (SELECT 1 FROM operation u WHERE u.undoes = o.id)"
    " AND o.id > coalesce((SELECT max(id) FROM operation WHERE client = ?1 AND kind = 'do' AND NOT passed), 0)"
    " ORDER BY o.id DESC LIMIT 1"
)

_Fields = dict[tuple[str, str], dict[str, tuple[str | None, str | None]]]


def invert(library: Library, kind: str) -> str | None:
    """Undo (``kind`` "undo") or redo ("redo") this client's last step and return its verb; None: there is none.

    Raises UndoRefusedError where somebody changed the same field since; that step is passed over the next time, and
    nothing else is changed. What was blanked for good in the meantime is left out.
    """
    with library.writing():
        while True:
            step = library.row(_UNDOABLE if kind == "undo" else _REDOABLE, (library.client,))
            if step is None:
                return None
            key, verb = step
            fields = _changes(library, key)
            if any(fields.values()):
                break
            _pass_over(library, key)  # nothing of it is left
        refused = _refusal(library, key, fields)
        if refused is None:
            with operation(library, verb, kind=kind, undoes=key) as made:
                for (entity, field), rows in fields.items():
                    wanted = {row: _before(field, old) for row, (old, _) in rows.items()}
                    change(library, made, entity, field, wanted)
            return str(verb)
        _pass_over(library, key)
    raise refused


def _changes(library: Library, key: int) -> _Fields:
    """Return what operation ``key`` changed and what still exists of it: old and new by row, by entity and field."""
    fields: _Fields = {}
    rows = library.rows("SELECT entity, row, field, old, new FROM journal WHERE operation = ? ORDER BY seq", (key,))
    for entity, row, field, old, new in rows:
        known = fields.setdefault((entity, field), {})
        known[row] = (known[row][0] if row in known else old, new)
    for (entity, _), known in fields.items():
        states = values(library, entity, "state", known)
        for row in list(known):
            if states.get(row, PURGED) == PURGED:
                del known[row]
    return fields


def _refusal(library: Library, key: int, fields: _Fields) -> UndoRefusedError | None:
    for (entity, field), rows in fields.items():
        present = values(library, entity, field, rows)
        if any(present.get(row) != new for row, (_, new) in rows.items()):
            return UndoRefusedError("This step cannot be taken back: the same thing was changed since.")
        if field == "state" and entity == ANNOTATION and _touched_by_others(library, key, rows):
            return UndoRefusedError("This step cannot be taken back: somebody else has worked on the same note since.")
    return None


def _touched_by_others(library: Library, key: int, rows: dict[str, tuple[str | None, str | None]]) -> bool:
    made = [row for row, (old, _) in rows.items() if old is None]
    return any(
        library.row(
            "SELECT 1 FROM journal j JOIN operation o ON o.id = j.operation"
            " WHERE j.row = ? AND j.operation > ? AND o.client <> ? LIMIT 1",
            (row, key, library.client),
        )
        for row in made
    )


def _before(field: str, old: str | None) -> str | None:
    return GONE if field == "state" and old is None else old


def _pass_over(library: Library, key: int) -> None:
    library.run("UPDATE operation SET passed = 1 WHERE id = ?", (key,))
