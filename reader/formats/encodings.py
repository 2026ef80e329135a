"""From bytes to text: which encoding they are in, who decided it, and what could not be read."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from reader.errors import FormatError
from reader.formats.hints import Hints, Watch
from reader.formats.letters import likeness
from reader.formats.mojibake import repaired

CHOICES: tuple[tuple[str, str], ...] = (
    ("utf-8", "Unicode (UTF-8)"),
    ("windows-1256", "Arabic (Windows-1256)"),
    ("iso-8859-6", "Arabic (ISO-8859-6)"),
    ("mac-arabic", "Arabic (Mac OS)"),
    ("cp720", "Arabic (DOS 720)"),
    ("cp864", "Arabic (DOS 864)"),
    ("mac-farsi", "Persian (Mac OS)"),
    ("windows-1255", "Hebrew (Windows-1255)"),
    ("iso-8859-8", "Hebrew (ISO-8859-8)"),
    ("cp862", "Hebrew (DOS 862)"),
    ("cp424", "Hebrew (EBCDIC 424)"),
    ("utf-16-le", "Unicode (UTF-16 LE)"),
    ("utf-16-be", "Unicode (UTF-16 BE)"),
    ("utf-32-le", "Unicode (UTF-32 LE)"),
    ("utf-32-be", "Unicode (UTF-32 BE)"),
    ("windows-1252", "Western (Windows-1252)"),
    ("windows-1254", "Turkish (Windows-1254)"),
    ("windows-1251", "Cyrillic (Windows-1251)"),
)
"""Encodings a person may choose from, in the order in which they are offered: (name, what it is for)."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSED = (
    "windows-1256",
    "iso-8859-6",
    "mac-arabic",
    "cp720",
    "windows-1255",
    "iso-8859-8",
    "cp862",
    "windows-1252",
)
_ALIASES = {
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "csiso88598i": "iso-8859-8",
    "logical": "iso-8859-8",
    "visual": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "iso-8859-6-e": "iso-8859-6",
    "asmo-708": "iso-8859-6",
    "dos-720": "cp720",
    "dos-862": "cp862",
    "unicode": "utf-16-le",
}
_WIDER = {
    "iso-8859-6": "windows-1256",
    "iso-8859-8": "windows-1255",
    "iso8859-1": "windows-1252",
    "ascii": "windows-1252",
}
_NOT_FOR_TEXT = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7"})
_CONTROLS = re.compile(b"[\x80-\x9f]")  # no text in an ISO encoding holds these
_ACCENTS = re.compile(b"[A-Za-z][\xc0-\xff]{1,2}(?![\x80-\xff])|(?<![\x80-\xff])[\xc0-\xff]{1,2}[A-Za-z]")
_FOREIGN_WORDS = re.compile(b"(?<![A-Za-z\x80-\xff])[\x80-\xff]{2,}(?![A-Za-z\x80-\xff])")
_STEP = 4 * 1024 * 1024
_SAMPLE = 64 * 1024
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_MEDIA_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the encoding it was read in, the reversible choices made, and what a person should hear of."""

    text: str
    encoding: str
    decisions: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def decode(data: bytes, hints: Hints, watch: Watch = Watch()) -> Decoded:  # noqa: B008 - frozen value
    """Return the text of ``data``: a person's choice, byte order mark, UTF-8, UTF-16, what is declared, then a guess.

    Raises FormatError for an encoding nobody knows, and CancelledError when the watch says so.
    """
    if hints.encoding:
        name = known(hints.encoding)
        if name in {"utf-16", "utf-32"}:
            name += "-be" if data.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)) else "-le"
        return _finish(data, name, (f"The text was read as {name}, as it was asked for.",), watch, hints.as_is)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _finish(data, name, (), watch, hints.as_is)
    wide = _wide(data)
    if wide:
        return _finish(data, wide, (f"The text was read as {wide}, which its zero bytes show.",), watch, hints.as_is)
    if _is_utf8(data):
        return _finish(data, "utf-8", (), watch, hints.as_is)
    declared = _declared(data, hints)
    if declared:
        return _finish(data, declared, (f"The text was read as {declared}, as it declares.",), watch, hints.as_is)
    name = guess(data)
    return _finish(
        data, name, (f"The text was read as {name}, which was guessed from its letters.",), watch, hints.as_is
    )


def known(name: str) -> str:
    """Return the usual name of the encoding ``name``. Raises FormatError when it is none for texts."""
    asked = name.strip().lower()
    try:
        codec = codecs.lookup(_ALIASES.get(asked, asked.removeprefix("x-")))
    except (LookupError, ValueError):
        codec = None
    if codec is None or codec.name in _NOT_FOR_TEXT or not codec._is_text_encoding:  # noqa: SLF001 - no public name for it
        raise FormatError(f"“{name}” is not the name of an encoding for texts.")
    usual = {codecs.lookup(choice).name: choice for choice, _ in CHOICES}
    return usual.get(codec.name, codec.name)


def guess(data: bytes) -> str:
    """Return the most likely eight-bit encoding of ``data`` by what chardet says and by the frequency of letters."""
    import chardet

    sample = _sample(data)
    if _is_western(sample):
        return "windows-1252"
    names = [name for name in _GUESSED if not name.startswith("iso-") or not _CONTROLS.search(sample)]
    scores = {name: _score(sample, name) for name in names}
    best = max(scores, key=lambda name: scores[name])
    found = chardet.detect(sample, include_encodings=[name for name in names if name != "mac-arabic"])
    named = found["encoding"]
    if named:
        name = known(named)
        if name in scores and scores[name] > scores[best] - 0.35:
            return name
        if name == "utf-8":
            return name
    return best


def _is_western(sample: bytes) -> bool:
    """Tell whether bytes beyond ASCII stand inside Latin words, as accents do, rather than make words of their own."""
    return len(_ACCENTS.findall(sample)) > len(_FOREIGN_WORDS.findall(sample))


def _finish(data: bytes, name: str, decisions: tuple[str, ...], watch: Watch, as_is: bool) -> Decoded:
    text = _decode_in_steps(data, name, watch)
    warnings: list[str] = []
    text = text.removeprefix("\ufeff")
    unreadable = text.count("\ufffd") - _own_replacements(data, name)
    if unreadable > 0:
        places = "1 place" if unreadable == 1 else f"{unreadable} places"
        warnings.append(f"The file could not be read as {name} in {places}, shown as \ufffd.")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text, turned = (text, "") if as_is else repaired(text)
    if turned:
        decisions += (turned,)
    text, replaced = without_unstorable(text)
    if replaced:
        warnings.append(unstorable(replaced))
    return Decoded(text, name, decisions, tuple(warnings))


def unstorable(count: int) -> str:
    """Return the sentence that tells of ``count`` characters which ``without_unstorable`` replaced."""
    what = "1 character" if count == 1 else f"{count} characters"
    return f"In place of {what} that no text may hold (NUL, lone surrogates) stands \ufffd."


def without_unstorable(text: str) -> tuple[str, int]:
    """Return ``text`` with every NUL and lone surrogate made U+FFFD, one for one, and how many there were."""
    nul = text.count("\0")
    if nul:
        text = text.replace("\0", "\ufffd")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text, surrogates = re.subn("[\ud800-\udfff]", "\ufffd", text)
        nul += surrogates
    return text, nul


def _own_replacements(data: bytes, name: str) -> int:
    return data.count(b"\xef\xbf\xbd") if name == "utf-8" else 0


def _decode_in_steps(data: bytes, name: str, watch: Watch) -> str:
    decoder = codecs.getincrementaldecoder(name)("replace")
    parts: list[str] = []
    view = memoryview(data)
    for start in range(0, max(len(data), 1), _STEP):
        watch.step(start / max(len(data), 1))
        try:
            parts.append(decoder.decode(bytes(view[start : start + _STEP]), start + _STEP >= len(data)))
        except UnicodeError as error:
            raise FormatError(f"The file cannot be read as {name}.") from error
    return "".join(parts)


def _is_utf8(data: bytes) -> bool:
    """Tell whether ``data`` is UTF-8, perhaps cut inside its last character or with very few bad bytes."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.reason == "unexpected end of data":
            return not data[: error.start].isascii()
    else:
        return True
    sample = data if len(data) <= 4 * _SAMPLE else data[: 2 * _SAMPLE] + data[-2 * _SAMPLE :]
    text = sample.decode("utf-8", "replace")
    good = sum(1 for character in text if character > "\x7f" and character != "\ufffd")
    return good > 20 * text.count("\ufffd")


def is_wide(data: bytes) -> bool:
    """Tell whether ``data`` is UTF-16 or UTF-32, with or without a byte order mark."""
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)) or bool(_wide(data))


def _wide(data: bytes) -> str:
    """Return the UTF-16 or UTF-32 form that ``data`` without a mark is in, or nothing."""
    if len(data) < 4:
        return ""
    sample = data[: _SAMPLE - _SAMPLE % 4]
    for name, unit in (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2)):
        if _looks_wide(sample[: len(sample) - len(sample) % unit], name, unit):
            return name
    return ""


def _looks_wide(sample: bytes, name: str, unit: int) -> bool:
    units = len(sample) // unit
    high = sample[unit - 1 :: unit] if name.endswith("le") else sample[0::unit]
    if unit == 4:
        second = sample[2::4] if name.endswith("le") else sample[1::4]
        plausible = high.count(0) == units and max(second, default=0) <= 0x10
    else:
        rows = sum(high.count(byte) for byte in (0x00, 0x05, 0x06, 0x07, 0x20, 0xFB, 0xFE))
        one_row = max(high.count(byte) for byte in (0x05, 0x06)) >= 0.9 * units
        plausible = rows >= 0.9 * units and (one_row or sample.count(0) >= 0.02 * len(sample))
    if not plausible:
        return False
    text = sample.decode(name, "replace")
    letters = sum(
        1 for character in text if character.isalpha() or character.isspace() or character in ".,،؟!:;()-\u0640"
    )
    return letters > 0.7 * max(len(text), 1) and text.count("\ufffd") <= 0.02 * len(text)


def _declared(data: bytes, hints: Hints) -> str:
    match = _MEDIA_CHARSET.search(hints.media_type)
    names = [match.group(1)] if match else []
    inside = _DECLARED.search(data[:4096])
    if inside:
        names.append((inside.group(1) or inside.group(2)).decode("ascii", "replace"))
    for name in names:
        try:
            usual = known(name)
        except FormatError:
            continue
        if _undefined(data[:_SAMPLE], usual) > 0 or usual in {"iso8859-1", "ascii"}:
            usual = _WIDER.get(usual, usual)  # as browsers do
        # Not UTF-8 as was shown before; a wide form would have shown itself: both are often declared wrongly.
        if not usual.startswith("utf-") and _undefined(data[:_SAMPLE], usual) <= 0.01:
            return usual
    return ""


def _undefined(sample: bytes, name: str) -> float:
    text = sample.decode(name, "replace")
    return text.count("\ufffd") / max(len(text), 1)


def _sample(data: bytes) -> bytes:
    if len(data) <= 2 * _SAMPLE:
        return data
    middle = len(data) // 2
    return data[:_SAMPLE] + data[middle : middle + _SAMPLE]


def _score(sample: bytes, name: str) -> float:
    return likeness(sample.decode(name, "replace"))
