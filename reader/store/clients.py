"""Names for those who write: each window of its own, the same again after a restart, so that undo knows its steps."""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING

from reader import paths

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

_MOST = 100


def claim(library: Path | None, name: str) -> Claim:
    """Return ``name`` for the first who claims it on this library, "name 2" for the second, and so on.

    The claim ends with ``close``, or with the process however it ends. Where no file can be locked the name itself is
    given to everybody, and undo may then take back the steps of another window.
    """
    place = paths.default_library() if library is None else library
    for number in range(1, _MOST):
        found = name if number == 1 else f"{name} {number}"
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            file = place.with_name(f"{place.name}.{found.replace(' ', '-')}.lock").open("a+b")
        except OSError:
            break
        if _lock(file):
            return Claim(found, file)
        file.close()
    return Claim(name, None)


def _lock(file: IO[bytes]) -> bool:
    """Lock a file until it is closed; return whether nobody else holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


class Claim:
    """A name that is held by one process at a time."""

    __slots__ = ("_file", "name")

    def __init__(self, name: str, file: IO[bytes] | None) -> None:
        self.name = name
        self._file = file

    def close(self) -> None:
        """Give the name back; closing twice is harmless."""
        if self._file is not None:
            self._file.close()  # the file stays: removed, it could be locked by one and made anew by another
            self._file = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
