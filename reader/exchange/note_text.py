"""A note in a Markdown file: its own Markdown where a person wrote some and it keeps to itself, else escaped text.

The margin shows notes as Markdown with every line break kept, so ``**bold**`` must not arrive as asterisks. But a note
must not reach beyond itself either: an open fence or comment would swallow all that follows it, a quotation or a
heading would pass for one of the file. Such notes are written letter for letter, escaped.
"""

from __future__ import annotations

import re

from reader.exchange.escaping import holds_hidden, paragraphs

OPENING, CLOSING = "<!-- note -->", "<!-- /note -->"
"""Lines round a note that is Markdown: between them nothing is escaped."""

_MARKUP = re.compile(r"(?m)[*_`\[~]|==|^ {0,3}(?:[-+]|\d{1,9}[.)]) ")
_MARKER = r"(?:[-+*]|\d{1,9}[.)])"
_ITEM = re.compile(rf" {{0,6}}{_MARKER} \S")
_REACHES_OUT = re.compile(
    r"(?m)<[A-Za-z/!?]|%%|\$\$|```|~~~|\\$|[ \t]$"
    rf"|^\s*(?:{_MARKER}\s+)*(?:#|>|:::|\||\[[^\]]*\]:|\^|[-*_=](?:[ \t]*[-*_=])*[ \t]*$)"
)
_INDENTED = re.compile(r"\s")


def blocks(note: str, *, pandoc: bool = False, breaks: bool = True) -> list[list[str]]:
    """Return the note as blocks of lines for a file; ``pandoc`` and ``breaks`` as in ``escaping.paragraphs``."""
    if not is_markdown(note):
        return [paragraphs(note, pandoc=pandoc, breaks=breaks)]
    # Two spaces break a line and are nothing at the end of a list item, where a backslash would be shown.
    lines = re.sub(r"(?<!\n)\n(?!\n)", "  \n", note) if breaks else note
    return [[OPENING], lines.split("\n"), [CLOSING]]


def literal(lines: list[str]) -> str:
    """Return the note that stands between ``OPENING`` and ``CLOSING``, without what ``blocks`` added."""
    return "\n".join(line.rstrip() for line in lines).strip("\n")


def is_markdown(note: str) -> bool:
    """Tell whether a note has markup and all of it ends where the note ends."""
    if not _MARKUP.search(note) or _REACHES_OUT.search(note) or holds_hidden(note) or note.strip() != note:
        return False
    lines = note.split("\n")
    if len(lines) > 1 and any(line.count("`") % 2 for line in lines):
        return False  # code over a line break would take the spaces that break it
    return "\n\n\n" not in note and not any(_INDENTED.match(line) and not _ITEM.match(line) for line in lines)
