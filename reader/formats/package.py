"""Archives that books and documents come in, read without trust: nothing is unpacked to disk, every size is bounded."""

from __future__ import annotations

import io
import posixpath
import stat
import struct
import zipfile
import zlib
from urllib.parse import unquote

from reader.errors import FormatError
from reader.formats.hints import MAX_TEXT_BYTES

MAX_ENTRIES = 20_000
MAX_TOTAL_BYTES = 320 * 1024 * 1024
MAX_RATIO = 250
_RATIO_FROM = 8 * 1024 * 1024
_STEP = 1024 * 1024


def resolve(base: str, address: str) -> str:
    """Return the path inside the archive that ``address`` means in the part ``base``, or nothing when it leads out."""
    path = unquote(address.partition("#")[0].partition("?")[0])
    if not path:
        return base
    if "://" in path or path.startswith(("/", "\\", "data:", "file:")) or "\0" in path or "\\" in path:
        return ""
    joined = posixpath.normpath(posixpath.join(posixpath.dirname(base), path))
    return "" if joined.startswith("..") or joined == "." else joined


class Package:
    """The parts of one archive by name."""

    def __init__(self, data: bytes, what: str) -> None:
        """Read the directory of the archive; ``what`` names it in error sentences (“The book”).

        Raises FormatError when it is damaged, or has too many entries.
        """
        self._what = what
        self._read = 0
        if _entries(data) > MAX_ENTRIES:
            raise FormatError(f"{what} has more than {MAX_ENTRIES} entries and was not read.")
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error) as error:
            raise FormatError(f"{what} is damaged: its archive cannot be read ({error}).") from error
        self._infos = {info.filename: info for info in self._archive.infolist()}

    def names(self) -> list[str]:
        """Return the names of all parts."""
        return list(self._infos)

    def has(self, name: str) -> bool:
        """Tell whether there is a part ``name``."""
        return name in self._infos

    def read(self, name: str, limit: int = MAX_TEXT_BYTES) -> bytes:
        """Return the bytes of the part ``name``.

        Raises FormatError when it is missing, a link, encrypted, damaged, larger than ``limit`` or packed like a bomb.
        """
        info = self._infos.get(name)
        if info is None:
            raise FormatError(f"{self._what} is damaged: its part “{name}” is missing.")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise FormatError(f"{self._what} holds a link instead of the part “{name}” and was not read.")
        if info.flag_bits & 0x1:
            raise FormatError(f"{self._what} is protected by a password and cannot be read.")
        size = info.file_size
        if size > limit:
            raise FormatError(f"{self._what} holds a part of {size // 2**20} MB; at most {limit // 2**20} MB are read.")
        if size > _RATIO_FROM and size > MAX_RATIO * max(info.compress_size, 1):
            raise FormatError(
                f"{self._what} is packed like a bomb ({size // 2**20} MB in a few bytes); it was not read."
            )
        return self._content(info, limit)

    def _content(self, info: zipfile.ZipInfo, limit: int) -> bytes:
        parts: list[bytes] = []
        size = 0
        try:
            with self._archive.open(info) as stream:
                while part := stream.read(_STEP):
                    size += len(part)
                    self._read += len(part)
                    if size > limit or self._read > MAX_TOTAL_BYTES:
                        raise FormatError(
                            f"{self._what} holds more than {MAX_TOTAL_BYTES // 2**20} MB and was not read."
                        )
                    parts.append(part)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, struct.error) as error:
            raise FormatError(f"{self._what} is damaged: its part “{info.filename}” cannot be read.") from error
        return b"".join(parts)


def _entries(data: bytes) -> int:
    """Return the number of entries that the archive's end record states; zip64 archives count as too many."""
    place = data.rfind(b"PK\x05\x06", max(len(data) - 65_557, 0))
    if place < 0 or place + 12 > len(data):
        return 0
    return int.from_bytes(data[place + 10 : place + 12], "little")
