"""Pictures out of a file: which kinds are taken, and which are too large to be shown safely."""

from __future__ import annotations

from reader.document.model import Resource

MAX_PICTURE_BYTES = 16 * 1024 * 1024
MAX_PICTURES_BYTES = 96 * 1024 * 1024
_MAX_PIXELS = 64_000_000
_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
)


def picture(name: str, data: bytes) -> Resource | None:
    """Return the picture when it is of a kind that is shown and of a sane size; its kind is told by its bytes."""
    if not data or len(data) > MAX_PICTURE_BYTES:
        return None
    media_type = next((kind for magic, kind in _KINDS if data.startswith(magic)), "")
    if not media_type and data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        media_type = "image/webp"
    if not media_type:
        return None
    width, height = _size(data, media_type)
    return Resource(name, media_type, data) if width * height <= _MAX_PIXELS else None


def _size(data: bytes, media_type: str) -> tuple[int, int]:
    if media_type == "image/png":
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if media_type == "image/gif":
        return int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")
    if media_type == "image/bmp":
        return int.from_bytes(data[18:22], "little"), abs(int.from_bytes(data[22:26], "little", signed=True))
    return _jpeg_size(data) if media_type == "image/jpeg" else (0, 0)


def _jpeg_size(data: bytes) -> tuple[int, int]:
    place = 2
    while place + 9 < len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker in {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}:
            return int.from_bytes(data[place + 7 : place + 9], "big"), int.from_bytes(
                data[place + 5 : place + 7], "big"
            )
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return 0, 0
