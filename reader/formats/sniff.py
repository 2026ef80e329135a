"""Which format bytes are in: by what they hold, and by name or media type only where the content leaves it open."""

from __future__ import annotations

import re
from pathlib import PurePath

from reader.errors import FormatError
from reader.formats.hints import MAX_BYTES, MAX_TEXT_BYTES, Hints

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
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<(?:head|body|article|meta|title)[\s>]", re.IGNORECASE)
_EMPTY_START = re.compile(rb"^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)")
_FEED = re.compile(rb"<(?:rss[\s>]|rdf:RDF[\s>]|feed\s[^>]*Atom)")
_SAVED_PAGE = re.compile(rb"(?i)(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related")
_MARKDOWN_NAMES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mdx"})
_HTML_NAMES = frozenset({".html", ".htm", ".xhtml", ".xht", ".shtml"})
_START = 4096


def kind(data: bytes, hints: Hints) -> str:
    """Return the name of the format of ``data``. Raises FormatError for what is empty, too large, or no text at all."""
    if len(data) > MAX_BYTES:
        raise FormatError(f"The file has {len(data) // 2**20} MB; at most {MAX_BYTES // 2**20} MB are read.")
    if not _EMPTY_START.sub(b"", data[:64], count=1).strip(b" \t\r\n\0") and not data[64:].strip(b" \t\r\n\0"):
        raise FormatError("The file is empty: it holds no text.")
    if data.startswith(b"PK\x03\x04"):
        return _package(data, hints)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for magic, sentence in _REFUSED:
        if data.startswith(magic):
            raise FormatError(sentence)
    if len(data) > MAX_TEXT_BYTES:
        raise FormatError(f"The text has {len(data) // 2**20} MB; at most {MAX_TEXT_BYTES // 2**20} MB are read.")
    if _is_binary(data):
        raise FormatError("The file is not a text: it holds bytes that no text has.")
    return _text_kind(data, hints)


def _package(data: bytes, hints: Hints) -> str:
    """Tell EPUB from DOCX by the names in the archive: the first entries, or anywhere in its directory."""
    if b"application/epub+zip" in data[:200] or b"META-INF/container.xml" in data:
        return "epub"
    ending = PurePath(hints.name).suffix.lower()
    if ending in {".epub", ".docx"}:
        return ending[1:]
    if b"word/" in data and b"[Content_Types].xml" in data:
        return "docx"
    if b"mimetypeapplication/vnd.oasis.opendocument" in data[:200]:
        raise FormatError("This is an OpenDocument file; save it as .docx and open that.")
    raise FormatError("This is an archive that holds no book and no document this reader knows.")


def _text_kind(data: bytes, hints: Hints) -> str:
    start = _ascii_start(data)
    ending = PurePath(hints.name).suffix.lower()
    found = {
        "openiti": b"######OpenITI#" in start[:200],
        "osis": b"<osis" in start,
        "quran": _is_quran(start, ending),
        "feed": _FEED.search(start) is not None,
        "mhtml": ending in {".mht", ".mhtml"} or _SAVED_PAGE.match(start) is not None,
    }
    media = hints.media_type.partition(";")[0].strip().lower()
    if any(found.values()):
        return next(name for name, is_it in found.items() if is_it)
    if ending in _HTML_NAMES or media in {"text/html", "application/xhtml+xml"} or _is_html(start, ending):
        return "html"
    return "markdown" if ending in _MARKDOWN_NAMES or media == "text/markdown" else "text"


def _ascii_start(data: bytes) -> bytes:
    """Return the first bytes as they would be in an encoding of one byte a letter."""
    start = data[:_START]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or start.count(0) > len(start) // 4:
        start = start.replace(b"\0", b"")
    return start


def _is_html(start: bytes, ending: str) -> bool:
    if ending in _MARKDOWN_NAMES or ending == ".txt":
        return start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:15].lower().startswith((b"<!doctype html", b"<html"))
    return _HTML.search(start[:2048]) is not None and start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def _is_quran(start: bytes, ending: str) -> bool:
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"[", b"{")):
        return b'"verses"' in start or b'"ayahs"' in start or b'"surahs"' in start
    if re.search(rb"<quran[\s>]", start):
        return True
    rows = re.findall(rb"(?m)^([0-9]{1,3})\|([0-9]{1,3})\|", start)
    return ending in {".txt", ""} and rows[:2] == [(b"1", b"1"), (b"1", b"2")]


def _is_binary(data: bytes) -> bool:
    from reader.formats.encodings import is_wide

    sample = data[:65536]
    controls = sum(sample.count(byte) for byte in range(32) if byte not in b"\t\n\r\f\x1a\x1b\x0b")
    if controls <= 0.02 * len(sample):
        return False
    return not is_wide(data)
