"""Replace a file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
from typing import TYPE_CHECKING

from reader.errors import ExchangeError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO


def replace(path: Path, content: str | bytes) -> None:
    """Write ``content`` to ``path`` so that the path holds either the old file or the whole new one, at any moment.

    Text is written as UTF-8 with its newlines as they are. A link is followed, and the permissions of a file that was
    there are kept. What is no file (a device, a pipe) is written into and never replaced. Raises ExchangeError
    where the folder or the file cannot be written; the old file is untouched then.
    """
    with replacing(path) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a file that takes the place of ``path`` when the block ends well, and is thrown away when it does not.

    Raises ExchangeError as ``replace`` does.
    """
    try:
        if path.is_dir():
            raise ExchangeError(f"{path} is a folder: name a file to write to.")
        is_device = path.exists() and not path.is_file()
        real = path if is_device else path.resolve()
        part = real if is_device else real.with_name(f".{secrets.token_hex(8)}.part")
        file = part.open("wb" if is_device else "xb")
    except (OSError, RuntimeError, ValueError) as error:
        raise ExchangeError(f"{path} cannot be written: {_reason(error)}.") from error
    if is_device:
        yield from _into_device(path, file)
        return
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if real.exists():
            part.chmod(real.stat().st_mode & 0o7777)
        part.replace(real)
    except OSError as error:
        raise ExchangeError(f"{path} cannot be written: {_reason(error)}.") from error
    finally:
        part.unlink(missing_ok=True)
    _sync_folder(real.parent)


def _into_device(path: Path, file: BinaryIO) -> Iterator[BinaryIO]:
    try:
        with file:
            yield file
    except OSError as error:
        raise ExchangeError(f"{path} cannot be written: {_reason(error)}.") from error


def _sync_folder(folder: Path) -> None:
    """Make the new name durable, where the platform lets a folder be opened."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
