"""Footnotes of plain texts: what stands below a rule with (١) before it, joined to the (١) in the text above."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.document.model import Block, BlockKind, Mark, MarkKind

if TYPE_CHECKING:
    from collections.abc import Sequence

_RULE = re.compile(r"[-_=*~ـ─—–•·\s]{3,}")
_MARKER = re.compile(r"[(\[]\s*([0-9٠-٩۰-۹]{1,3}|\*{1,3})\s*[)\]]|([¹²³⁰-⁹]{1,3})(?=\s)")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹¹²³⁴⁵⁶⁷⁸⁹⁰", "012345678901234567891234567890")


@dataclass(frozen=True, slots=True)
class Note:
    """One footnote: its block, and its number in ASCII digits."""

    start: int
    end: int
    label: str
    number: str


def is_rule(line: str) -> bool:
    """Tell whether a line is nothing but a rule."""
    return _RULE.fullmatch(line) is not None


def begins_note(text: str, start: int, end: int) -> bool:
    """Tell whether the line from ``start`` to ``end`` begins with the number of a note."""
    match = _MARKER.match(text, start, end)
    return match is not None and match.end() < end


def notes(text: str, lines: Sequence[tuple[int, int]]) -> list[Note]:
    """Return the notes that ``lines`` hold; a line without a number of its own goes on with the note before it."""
    found: list[Note] = []
    for start, end in lines:
        match = _MARKER.match(text, start, end)
        if match is not None and match.end() < end:
            label = match.group(1) or match.group(2)
            found.append(Note(start, end, label, label.translate(_DIGITS)))
        elif found:
            last = found[-1]
            found[-1] = Note(last.start, end, last.label, last.number)
    return found


def block(note: Note, section: int) -> Block:
    """Return the block of a note of the ``section``-th run of notes."""
    return Block(note.start, note.end, BlockKind.FOOTNOTE, label=note.label, anchor=_anchor(section, note.number))


def references(text: str, blocks: Sequence[Block], found: Sequence[Note], section: int) -> list[Mark]:
    """Return a mark for the first place in ``blocks`` that names each of the notes."""
    numbers = {note.number for note in found}
    marks: list[Mark] = []
    for body in blocks:
        for match in _MARKER.finditer(text, body.start, body.end):
            number = (match.group(1) or match.group(2)).translate(_DIGITS)
            if number in numbers and match.start() > body.start:
                numbers.discard(number)
                marks.append(Mark(match.start(), match.end(), MarkKind.NOTE_REFERENCE, _anchor(section, number)))
    return marks


def _anchor(section: int, number: str) -> str:
    return f"note-{section}-{number}"
