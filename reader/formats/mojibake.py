"""Text that was once decoded wrongly and saved so: finding it by its letters, and turning it back."""

from __future__ import annotations

import re

from reader.formats.letters import likeness
from reader.formats.scan import holds

_ROUNDS = (
    ("windows-1252", "utf-8"),
    ("windows-1256", "utf-8"),
    ("windows-1255", "utf-8"),
    ("windows-1252", "windows-1256"),
    ("windows-1252", "windows-1255"),
    ("windows-1252", "cp720"),
)
_SAMPLE = 20_000
_BROKEN = re.compile(
    "(?:[ØÙÚÛ×][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]){4}"
)
_TOLD = "Lines that had been read as windows-1252 were turned back to UTF-8: {}."
_LEAST_SIGNS = 12
_GAIN = 1.5


def repaired(text: str) -> tuple[str, str]:
    """Return (text, sentence): the text turned back and what was done, or the same text and nothing."""
    sample = text[:_SAMPLE]
    signs = sum(1 for character in sample if character > "\x7f")
    if signs < _LEAST_SIGNS or signs < 0.1 * len(sample):
        return _repaired_in_part(text)
    now = likeness(sample)
    best, gain = None, _GAIN
    for wrong, right in _ROUNDS:
        turned = _turned(sample, wrong, right)
        if turned is not None and likeness(turned) - now > gain and _is_mostly_foreign(turned):
            best, gain = (wrong, right), likeness(turned) - now
    if best is None:
        return _repaired_in_part(text)
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if not line.isascii():
            lines[number] = _turned(line, *best) or line
    sentence = f"The text had been read as {best[0]} and saved so; it was turned back to {best[1]}."
    return "\n".join(lines), sentence


def _repaired_in_part(text: str) -> tuple[str, str]:
    """Turn back single lines of UTF-8 that were read as Western, in a text that is sound otherwise."""
    if not holds(_BROKEN, text):
        return text, ""
    lines = text.split("\n")
    count = 0
    for number, line in enumerate(lines):
        if _BROKEN.search(line):
            turned = _turned(line, "windows-1252", "utf-8")
            if turned is not None and likeness(turned) - likeness(line) > _GAIN:
                lines[number] = turned
                count += 1
    return "\n".join(lines), _TOLD.format(count) if count else ""


def _is_mostly_foreign(text: str) -> bool:
    """Tell whether most letters are beyond ASCII: accents in a Latin text are no Hebrew."""
    letters = [character for character in text if character.isalpha()]
    return 2 * sum(1 for character in letters if character > "\x7f") > len(letters)


def _turned(text: str, wrong: str, right: str) -> str | None:
    """Return ``text`` as the bytes it came from say it, or None when it cannot have come so."""
    data = bytearray()
    missed = 0
    for character in text:
        try:
            data += character.encode(wrong)
        except UnicodeEncodeError:
            if 0x80 <= ord(character) <= 0xFF:
                data.append(ord(character))  # browsers keep bytes that the encoding does not define
            elif character in "\ufffd\ufeff":
                missed += 1
            else:
                return None
    turned = bytes(data).decode(right, "replace")
    lost = turned.count("\ufffd")
    return turned if lost + missed <= 0.02 * len(turned) else None
