"""The journal: what every operation changed, field by field, in the transaction of the change.

It is the only news (whoever wrote, everybody learns it here) and the memory of undo. Rows of journal carry ``old`` and
``new`` as text; a row that came into being has the field ``state`` go from NULL to ``live``.
"""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.store.library import Library

LIVE = "live"
"""State of a row that is there."""
BIN = "bin"
"""State of a row in the bin."""
GONE = "gone"
"""State of a row whose making was undone; redo brings it back."""
PURGED = "purged"
"""State of a row whose content was blanked for good."""


def now() -> str:
    """Return the time in UTC as ISO 8601 with a final Z, in whole milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@contextlib.contextmanager
def operation(
    library: Library, verb: str, *, kind: str = "do", undoes: int | None = None, passed: bool = False
) -> Iterator[Operation]:
    """Hold a write transaction in which one operation is carried out; without a recorded change it leaves no trace.

    ``verb`` is a short key such as ``highlight``; ``kind`` is do, undo or redo and ``undoes`` the operation inverted.
    A ``passed`` operation is news but no step of undo. Raises StoreError.
    """
    with library.writing():
        made = Operation(now())
        yield made
        made.write(library, verb, kind, undoes, passed=passed)


def last(library: Library) -> int:
    """Return the highest sequence number, 0 for a fresh library."""
    return int(library.row("SELECT coalesce(max(seq), 0) FROM journal")[0])


def news(library: Library, since: int) -> list[tuple[str, str, bool]]:
    """Return entity and row of everything that changed after sequence number ``since``, and whether it is new."""
    rows = library.rows(
        "SELECT entity, row, max(field = 'state' AND old IS NULL) FROM journal WHERE seq > ? GROUP BY entity, row",
        (since,),
    )
    return [(entity, row, bool(new)) for entity, row, new in rows]


def history(library: Library, entity: str, row: str) -> list[tuple[str, str, str | None, str | None]]:
    """Return the changes of one row, oldest first: time, field, old and new value."""
    return library.rows(
        "SELECT o.time, j.field, j.old, j.new FROM journal j JOIN operation o ON o.id = j.operation"
        " WHERE j.entity = ? AND j.row = ? ORDER BY j.seq",
        (entity, row),
    )


class Operation:
    """What one operation has changed so far."""

    __slots__ = ("_rows", "time")

    def __init__(self, time: str) -> None:
        self.time = time
        self._rows: list[tuple[str, str, str, str | None, str | None]] = []

    def record(self, entity: str, row: str, field: str, old: str | None, new: str | None) -> None:
        """Note that ``field`` of the ``entity`` with the id ``row`` went from ``old`` to ``new``."""
        self._rows.append((entity, row, field, old, new))

    def write(self, library: Library, verb: str, kind: str, undoes: int | None, *, passed: bool) -> None:
        """Write the operation and its rows into the open transaction."""
        if not self._rows:
            return
        key = library.run(
            "INSERT INTO operation (verb, kind, undoes, client, time, passed) VALUES (?, ?, ?, ?, ?, ?)",
            (verb, kind, undoes, library.client, self.time, int(passed)),
        )
        library.run_all(
            "INSERT INTO journal (operation, entity, row, field, old, new) VALUES (?, ?, ?, ?, ?, ?)",
            [(key, *row) for row in self._rows],
        )
