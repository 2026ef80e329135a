"""Opening a library file: what is looked at before SQLite is trusted with it, and how SQLite is set."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
from typing import TYPE_CHECKING

from reader.errors import StoreError
from reader.store.schema import APPLICATION_ID, NEWEST, migrate

if TYPE_CHECKING:
    from pathlib import Path

WAIT_SECONDS = 30.0
"""How long a writer waits for another one."""
_LARGEST_JOURNAL = 16 * 1024 * 1024
"""Bytes that the journal beside the file may keep once they are written into it."""
_MAGIC = b"SQLite format 3\x00"
_NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "ceph", "davfs", "fuse.sshfs", "fuse.davfs2", "fuse.rclone"}
)


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """Return a connection to the library at ``path``, at the newest version of the schema.

    Raises StoreError, or sqlite3.Error for what SQLite itself meets; the file is then as it was.
    """
    _examine(path, read_only=read_only)
    connection = None
    try:
        connection = _connect_read_only(path) if read_only else _connect(path)
        _set_up(connection, path, read_only=read_only)
    except BaseException as error:
        if connection is not None:
            connection.close()
        if getattr(error, "sqlite_errorname", "") == "SQLITE_NOTADB" and not _is_sqlite(path):
            raise StoreError(f"The file {path} is not a Hamish library.") from error
        raise
    return connection


def _is_sqlite(path: Path) -> bool:
    """Tell whether a file begins as those of SQLite do.

    Asked only of what SQLite has refused: where this process has the library open on another connection, closing any
    other descriptor of the file would take away its locks (POSIX), and a process that closes the library would then
    remove the journal from under it.
    """
    try:
        with path.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return True


def _examine(path: Path, *, read_only: bool) -> None:
    """Raise StoreError where a look at the file system already tells that ``path`` can be no library."""
    try:
        if path.is_dir():
            raise StoreError(f"The library {path} is a folder, not a file.")
        if not path.exists():
            if read_only:
                raise StoreError(f"There is no library at {path}.")
            path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The library {path} cannot be opened: {error.strerror or error}.") from error
    if read_only:
        return
    if path.exists() and not os.access(path, os.W_OK):
        raise StoreError(f"The library {path} can only be read, not written.")
    if not os.access(path.parent, os.W_OK):
        raise StoreError(f"The folder {path.parent} can only be read, so the library in it cannot be written.")


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)


def _connect_read_only(path: Path) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?mode=ro"
    connection = sqlite3.connect(address, uri=True, timeout=WAIT_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.DatabaseError as error:
        if not isinstance(error, sqlite3.OperationalError):
            connection.close()
            raise
        # In a folder that cannot be written, a WAL file cannot be opened for reading except as one nobody writes.
        connection.close()
        return sqlite3.connect(f"{address}&immutable=1", uri=True, isolation_level=None)
    return connection


def _set_up(connection: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    tables = int(connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    if tables and int(connection.execute("PRAGMA application_id").fetchone()[0]) != APPLICATION_ID:
        raise StoreError(f"The file {path} is an SQLite file of another program, not a Hamish library.")
    if version > NEWEST:
        raise StoreError(
            f"The library {path} was made by a newer Hamish (its version is {version}, this one knows {NEWEST}): "
            "install the newer one to open it."
        )
    connection.execute("PRAGMA foreign_keys = ON")
    if read_only:
        if version < NEWEST:
            raise StoreError(f"The library {path} is of an older Hamish and must be opened for writing once.")
        connection.execute("PRAGMA query_only = ON")
        return
    connection.execute("PRAGMA secure_delete = ON")  # what the bin held is not left in free pages
    _make_durable(connection, path)
    if version < NEWEST:
        _upgrade(connection, path)


def _make_durable(connection: sqlite3.Connection, path: Path) -> None:
    # FULL: after COMMIT the step is on the disk, in a WAL and in a rollback journal alike.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA journal_size_limit = {_LARGEST_JOURNAL}")
    wanted = "DELETE" if _on_network(path) else "WAL"
    mode = str(connection.execute("PRAGMA journal_mode").fetchone()[0])
    if mode.upper() != wanted:
        # Where shared memory is missing SQLite answers with the mode it keeps; that one is as safe, only slower.
        with contextlib.suppress(sqlite3.OperationalError):
            connection.execute(f"PRAGMA journal_mode = {wanted}").fetchone()


def _on_network(path: Path) -> bool:
    """Tell whether ``path`` lies on a network file system, where the shared memory of a WAL cannot be trusted."""
    if sys.platform == "win32":
        import ctypes

        root = os.path.splitdrive(path.absolute())[0] + "\\"
        return root.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(root) == 4
    try:
        with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:  # noqa: PTH123
            lines = file.readlines()
    except OSError:
        return False
    return _file_system(str(path.absolute()), lines) in _NETWORK_FILE_SYSTEMS


def _file_system(path: str, mounts: list[str]) -> str:
    """Return the type of the file system that holds ``path``, by the lines of mountinfo (proc(5))."""
    longest, found = -1, ""
    for line in mounts:
        fields = line.split()
        point = fields[4].replace("\\040", " ")
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= longest:
            longest, found = len(point), fields[fields.index("-") + 1]
    return found


def _upgrade(connection: sqlite3.Connection, path: Path) -> None:
    """Apply the missing migrations in one transaction, after a backup of a library that already holds something."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if version < NEWEST:  # another process may have been faster
            if version:
                _back_up(path, path.with_name(f"{path.name}.backup-{version}"))
            migrate(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _back_up(path: Path, copy: Path) -> None:
    # A reader of its own sees the state before the transaction that the caller holds.
    part = copy.with_name(copy.name + ".part")
    part.unlink(missing_ok=True)
    with contextlib.closing(_connect(path)) as source, contextlib.closing(sqlite3.connect(part)) as target:
        source.backup(target)
    part.replace(copy)
