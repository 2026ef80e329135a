"""Text as Markdown that renders as that text and nothing else, and back, code point for code point.

After CommonMark 0.31.2: backslash escapes (section 2.4), numeric character references (2.5), hard line breaks (6.7);
and what Obsidian, GitHub and pandoc add: ``==``, ``%%``, ``~~``, ``$``, ``^``, ``|``, ``@``, definition lists and
typographic quotes. Invisible control characters are written as references, so that no quote can hide or reorder
anything in the raw file; the joiners that letters need (U+200C, U+200D) stay as they are.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_HIDDEN = re.compile(f"[\x00-\x08\x0a-\x1f\x7f-\x9f\xad\u200b\u2028\u2029\u2060-\u2064\u206a-\u206f\ufeff{_BIDI}]")
_ALWAYS = re.compile(r"[\\`*_\[\]<~|$^#]|&(?=#|[A-Za-z])|=(?==)|(?<==)=|%(?=%)|(?<=%)%")
_PANDOC = re.compile(r"[\\`*_\[\]<~|$^#@{}\"']|&(?=#|[A-Za-z])|-(?=-)|(?<=-)-|\.(?=\.\.)")
_ITEM = re.compile(r"[0-9]{1,9}(?=[.)](?:\s|$))")
_PANDOC_ITEM = re.compile(r"\(?(?:[0-9]{1,9}|[A-Za-z]{1,9})(?=[.)](?:\s|$))")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])|&(#[xX][0-9A-Fa-f]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")


def inline(text: str, *, pandoc: bool = False) -> str:
    """Return ``text`` as Markdown on one line: newlines and other control characters become references.

    Spaces at both ends become references as well, since Markdown drops them. ``pandoc`` also keeps what pandoc's own
    extensions would take for markup (quotes, dashes, citations, braces).
    """
    body = text.strip()
    if not body:
        return "".join(map(_reference, text))
    lead, tail = text[: text.index(body)], text[text.index(body) + len(body) :]
    body = (_PANDOC if pandoc else _ALWAYS).sub(lambda match: "\\" + match[0], body)
    body = _HIDDEN.sub(lambda match: _reference(match[0]), body)
    return "".join(map(_reference, lead)) + body + "".join(map(_reference, tail))


def paragraphs(text: str, *, pandoc: bool = False, breaks: bool = True) -> list[str]:
    r"""Return ``text`` as lines of Markdown paragraphs that ``plain`` turns back into ``text``.

    Two newlines end a paragraph, one is a hard line break: a backslash at the end of the line, or nothing where
    ``breaks`` is false because the program shows every line break anyway. Longer runs are hard breaks, and newlines at
    either end are references, since Markdown would drop them.
    """
    body = text.strip("\n")
    before, after = len(text) - len(text.lstrip("\n")), len(text) - len(text.rstrip("\n"))
    if not body:
        return ["&#10;" * len(text)] if text else []
    lines: list[str] = []
    for part in re.split(r"(\n+)", body):
        if not part.startswith("\n"):
            lines.append(_line(part, pandoc=pandoc))
        elif len(part) == 1:
            lines[-1] += "\\" if breaks else ""
        elif len(part) == 2:
            lines.append("")
        else:
            lines[-1] += "\\"
            lines += ["\\"] * (len(part) - 1)
    lines[0] = "&#10;" * before + lines[0]
    lines[-1] += "&#10;" * after
    return lines


def plain(lines: Iterable[str]) -> str:
    """Return the text that lines of Markdown paragraphs stand for: the inverse of ``paragraphs``."""
    parts: list[str] = []
    blank = joined = True
    for line in lines:
        stripped = line.strip(" \t")
        if not stripped:
            blank = True
            continue
        if parts and not joined:
            parts.append("\n\n" if blank else "\n")
        joined = blank = False
        if (len(stripped) - len(stripped.rstrip("\\"))) % 2:
            parts += [_unescape(stripped[:-1]), "\n"]
            joined = True
        else:
            parts.append(_unescape(stripped))
    return "".join(parts)


def holds_hidden(text: str) -> bool:
    """Tell whether ``text`` holds a character that is written as a reference because nobody would see it."""
    return _HIDDEN.search(text.replace("\n", "")) is not None


def _line(text: str, *, pandoc: bool) -> str:
    escaped = inline(text, pandoc=pandoc)
    if escaped.startswith(("-", "+", ">", "=", ":")):
        return "\\" + escaped
    item = (_PANDOC_ITEM if pandoc else _ITEM).match(escaped)
    return f"{item[0]}\\{escaped[item.end() :]}" if item else escaped


def _reference(character: str) -> str:
    return f"&#{ord(character)};" if character.isspace() and ord(character) < 128 else f"&#x{ord(character):X};"


def _unescape(text: str) -> str:
    return _ESCAPED.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return match[1]
    name = match[2]
    if not name.startswith("#"):
        return html.unescape(match[0])
    code = int(f"0{name[1:]}", 0) if name[1] in "xX" else int(name[1:])
    return chr(code) if code <= 0x10FFFF else "\ufffd"


def right_to_left(text: str) -> bool:
    """Tell whether ``text`` holds a letter that is written from right to left."""
    return any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)
