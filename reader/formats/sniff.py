"""Which format bytes are in: by what they hold, and by name or media type only where the content leaves it open."""

from __future__ import annotations

from reader.errors import FormatError
from reader.formats.hints import MAX_BYTES, MAX_TEXT_BYTES

_REFUSED = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is a document of Word 97–2003; save it as .docx and open that."),
    (b"{\\rtf", "This is a Rich Text file; save it as .docx or .txt and open that."),
    (b"SQLite format 3\0", "This is a database, not a text."),
    (b"\x89PNG", "This is a picture, not a text."),
    (b"\xff\xd8\xff", "This is a picture, not a text."),
    (b"GIF8", "This is a picture, not a text."),
    (b"\x1f\x8b", "This is a compressed file; unpack it and open what is inside."),
    (b"7z\xbc\xaf\x27\x1c", "This is a compressed file; unpack it and open what is inside."),
    (b"Rar!", "This is a compressed file; unpack it and open what is inside."),
    (b"BZh", "This is a compressed file; unpack it and open what is inside."),
    (b"\xfd7zXZ", "This is a compressed file; unpack it and open what is inside."),
    (b"\x7fELF", "This is a program, not a text."),
    (b"MZ\x90\0", "This is a program, not a text."),
)


def kind(data: bytes) -> str:
    """Return the name of the format of ``data``. Raises FormatError for what is empty, too large, or no text at all."""
    if len(data) > MAX_BYTES:
        raise FormatError(f"The file has {len(data) // 2**20} MB; at most {MAX_BYTES // 2**20} MB are read.")
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xfe\xff"):
        raise FormatError("The file is empty: it holds no text.")
    for magic, sentence in _REFUSED:
        if data.startswith(magic):
            raise FormatError(sentence)
    if len(data) > MAX_TEXT_BYTES:
        raise FormatError(f"The text has {len(data) // 2**20} MB; at most {MAX_TEXT_BYTES // 2**20} MB are read.")
    if _is_binary(data):
        raise FormatError("The file is not a text: it holds bytes that no text has.")
    return "text"


def _is_binary(data: bytes) -> bool:
    from reader.formats.encodings import is_wide

    sample = data[:65536]
    controls = sum(sample.count(byte) for byte in range(32) if byte not in b"\t\n\r\f\x1a\x1b\x0b")
    if controls <= 0.02 * len(sample):
        return False
    return not is_wide(data)
