"""The library: one SQLite file, one connection per thread, and every failure told in a sentence."""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING, Any

from reader import paths
from reader.errors import StoreError
from reader.store.opening import connect

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

CLIENT = "hamish"
"""Who writes, when the opener gives no name of its own."""


FAILURES = (sqlite3.Error, UnicodeDecodeError)
"""What sqlite3 raises: of a damaged file it cannot even decode its own message."""


def failure(error: sqlite3.Error | UnicodeDecodeError, path: Path) -> StoreError:
    """Return the sentence for ``error``, which a statement on the library at ``path`` met."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_FULL"):
        return StoreError(f"The disk is full, so the library {path} could not be written; nothing was changed.")
    if name.startswith("SQLITE_READONLY"):
        return StoreError(f"The library {path} can only be read, not written; nothing was changed.")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreError(f"Another program has been writing to the library {path} for too long; nothing was changed.")
    undecodable = isinstance(error, UnicodeDecodeError) or str(error).startswith("Could not decode to UTF-8")
    if undecodable or name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return damaged(path)
    said = " ".join(str(error).split())
    if name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN")):
        return StoreError(f"The library {path} could not be read or written: the disk reports {said}.")
    return StoreError(f"The library {path} could not carry this out: {said}.")


def damaged(path: Path) -> StoreError:
    """Return the sentence for a library that cannot be read as it was written."""
    return StoreError(
        f"The library {path} is damaged: copy it to a safe place, then try 'hamish verify' or an earlier backup."
    )


class Library:
    """One connection to a library file; use it in the thread that opened it, and ``again()`` for another.

    ``writes`` counts the transactions this connection has committed: with ``PRAGMA data_version``, which counts those
    of all others, it tells cheaply whether there is news.
    """

    __slots__ = ("client", "connection", "path", "read_only", "writes")

    def __init__(self, path: Path, connection: sqlite3.Connection, client: str, *, read_only: bool) -> None:
        self.path = path
        self.connection = connection
        self.client = client
        self.read_only = read_only
        self.writes = 0

    @classmethod
    def open(cls, path: Path | None = None, *, client: str | None = None, read_only: bool = False) -> Library:
        """Open the library at ``path`` (default: ``paths.default_library()``), made with its folder when missing.

        ``client`` names who writes: undo takes back the last step of the same client. Raises StoreError, one sentence,
        for a path that is no library, cannot be written, is damaged, or was made by a newer Hamish; nothing is changed.
        """
        place = paths.default_library() if path is None else path
        try:
            connection = connect(place, read_only=read_only)
        except FAILURES as error:
            raise failure(error, place) from error
        return cls(place, connection, client or CLIENT, read_only=read_only)

    def again(self) -> Library:
        """Return a second connection to the same file for the same client, to be used in another thread."""
        return Library.open(self.path, client=self.client, read_only=self.read_only)

    def close(self) -> None:
        """Close the connection; closing twice is harmless."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Hold the one write transaction: all of it is kept, durable, when the block ends, or none of it.

        Within another ``writing()`` of this connection it is a part of that one, which may go on without it. Waits up
        to half a minute for other writers. Raises StoreError; whatever was raised, the file is as before.
        """
        inner = self.connection.in_transaction
        try:
            self.connection.execute("SAVEPOINT part" if inner else "BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("RELEASE part" if inner else "COMMIT")
            except BaseException:
                self._roll_back(*(("ROLLBACK TO part", "RELEASE part") if inner else ("ROLLBACK",)))
                raise
        except FAILURES as error:
            raise failure(error, self.path) from error
        self.writes += not inner

    def _roll_back(self, *statements: str) -> None:
        # SQLite has already rolled back by itself after some failures, a full disk among them.
        for statement in statements:
            if self.connection.in_transaction:
                with contextlib.suppress(sqlite3.Error):
                    self.connection.execute(statement)

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Hold one read transaction, so that several statements see the same state. Raises StoreError."""
        if self.connection.in_transaction:
            yield self.connection
            return
        try:
            self.connection.execute("BEGIN")
            try:
                yield self.connection
            finally:
                self._roll_back("ROLLBACK")
        except FAILURES as error:
            raise failure(error, self.path) from error

    def rows(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[Any]:
        """Return all rows of a query as tuples. Raises StoreError."""
        try:
            return self.connection.execute(sql, values).fetchall()
        except FAILURES as error:
            raise failure(error, self.path) from error

    def row(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> Any:  # noqa: ANN401 - a row of any columns
        """Return the first row of a query as a tuple, or None. Raises StoreError."""
        try:
            return self.connection.execute(sql, values).fetchone()
        except FAILURES as error:
            raise failure(error, self.path) from error

    def run(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> int:
        """Run one writing statement, in a transaction of its own where there is none; return the key it inserted."""
        try:
            if self.connection.in_transaction:
                return self.connection.execute(sql, values).lastrowid or 0
        except FAILURES as error:
            raise failure(error, self.path) from error
        with self.writing() as connection:
            return connection.execute(sql, values).lastrowid or 0

    def run_all(self, sql: str, rows: Iterable[Sequence[object] | Mapping[str, object]]) -> None:
        """Run one writing statement for every row of values: for all of them, or for none."""
        with self.writing() as connection:
            connection.executemany(sql, rows)

    @contextlib.contextmanager
    def undamaged(self) -> Iterator[None]:
        """Tell of stored values that cannot be read as a damaged library: StoreError."""
        try:
            yield
        except (ValueError, TypeError, KeyError) as error:
            raise damaged(self.path) from error

    def data_version(self) -> tuple[int, int]:
        """Return a value that changes whenever anybody commits to this file, in some microseconds."""
        return int(self.row("PRAGMA data_version")[0]), self.writes
