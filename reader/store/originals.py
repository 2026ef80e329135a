"""The files that articles were read from, kept beside the library by the SHA-256 of their bytes."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from reader.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path


def folder(library: Path) -> Path:
    """Return the folder of the originals of the library at ``library``."""
    return library.with_name(library.stem + ".originals")


def keep_original(library: Path, sha256: str, data: bytes) -> None:
    """Keep ``data`` on the disk before anything refers to it. Raises StoreError."""
    place = folder(library) / sha256
    if place.exists():
        return
    part = place.with_name(f"{sha256}.{os.getpid()}.part")
    try:
        place.parent.mkdir(exist_ok=True)
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise StoreError(f"The original cannot be kept in {place.parent}: {error.strerror or error}.") from error


def read_original(library: Path, sha256: str) -> bytes | None:
    """Return the kept bytes, None where they are not there any more or are not what was kept."""
    from hashlib import sha256 as digest

    try:
        data = (folder(library) / sha256).read_bytes()
    except OSError:
        return None
    return data if digest(data).hexdigest() == sha256 else None
