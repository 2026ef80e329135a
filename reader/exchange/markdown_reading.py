"""Notes from a Markdown file that ``markdown.render`` wrote, also after a person edited quotes or notes in it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reader.annotation.model import Annotation, Colour, Placement, Status, Style, Target
from reader.errors import ExchangeError
from reader.exchange import note_text
from reader.exchange.escaping import plain
from reader.exchange.model import Batch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from enum import StrEnum

DATA = "<!-- hamish"
"""First line of the comment with what only a program needs."""
_ANCHOR = re.compile(r"(?:<!-- h-(\S+) -->|\^h-(\S+)|:::+ \{#h-(\S+)[^}]*\})\s*$")
_FACTS = re.compile(rf"\*({'|'.join(Colour)})(?:, .*)?\*$")
_CALLOUT = re.compile(r"\[!\w+\][+-]?(?:\s.*)?$")


def parse(text: str) -> Batch:
    """Return the annotations of a file that ``render`` wrote, any flavor, also where a person edited quotes or notes.

    Raises ExchangeError where the text holds no quote at all.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    body, records = _split_data(text)
    front, lines = _split_front_matter(body.split("\n"))
    head = records[0] if records and "article" in records[0] else {}
    known = {str(record["id"]): record for record in records if "id" in record}
    annotations = tuple(_annotation(raw, known.get(raw.id, {})) for raw in _raw_entries(lines))
    if not annotations:
        raise ExchangeError("The file holds no quoted passage (lines that start with >), so there is nothing to read.")
    article = str(head.get("article", ""))
    return Batch(
        annotations=tuple(replace(annotation, article=article) for annotation in annotations),
        article=article,
        title=front.get("title", ""),
        source=front.get("source", ""),
        sha256=str(head.get("sha256", "")),
    )


@dataclass(slots=True)
class _Raw:
    """One entry as the lines of the file give it."""

    id: str = ""
    quote: list[str] = field(default_factory=list)
    note: list[str] = field(default_factory=list)
    literal: list[str] | None = None
    """The lines of a note that is Markdown itself."""
    colour: str = ""
    quoting: bool = True
    noting: bool = True
    inside: bool = False
    """Whether the next line belongs to ``literal``."""

    def take_literal(self, line: str) -> None:
        """Add one line of a note that is Markdown itself, or end it."""
        self.inside = line != note_text.CLOSING
        if self.inside and self.literal is not None:
            self.literal.append(line)

    def take(self, line: str, anchor: re.Match[str] | None) -> None:
        """Add one line below the quote: the note ends at the line of facts or at a heading."""
        self.quoting = False
        facts = _FACTS.match(line)
        if anchor:
            self.id = anchor[1] or anchor[2]
        elif line == note_text.OPENING:
            self.inside, self.literal = True, []
        elif facts and self.noting:
            self.colour, self.noting = facts[1], False
        elif line.startswith("#"):
            self.noting = False
        elif self.noting and not line.startswith(("<div", "</div>", "<!--", ":::")):
            self.note.append(line)


def _split_data(text: str) -> tuple[str, list[dict[str, object]]]:
    """Part the text from the comment at its end; a record that somebody damaged is as good as none."""
    body, opening, data = text.rpartition(f"\n{DATA}\n")
    if not opening:
        return text, []
    records: list[dict[str, object]] = []
    for line in data.partition("\n-->")[0].split("\n"):
        try:
            record = json.loads(line)
        except ValueError:
            continue
        if isinstance(record, dict):
            records.append(record)
    return body, records


def _split_front_matter(lines: list[str]) -> tuple[dict[str, str], list[str]]:
    if lines[0].rstrip() != "---" or "---" not in lines[1:]:
        return {}, lines
    end = lines.index("---", 1)
    values: dict[str, str] = {}
    for line in lines[1:end]:
        name, colon, value = line.partition(": ")
        if colon:
            try:
                values[name] = str(json.loads(value)) if value.startswith('"') else value.strip()
            except ValueError:
                values[name] = value
    return values, lines[end + 1 :]


def _raw_entries(lines: list[str]) -> Iterator[_Raw]:
    current: _Raw | None = None
    waiting = ""
    for line in lines:
        anchor = _ANCHOR.match(line)
        if current is not None and current.inside:
            current.take_literal(line)
        elif line.startswith(">"):
            if current is None or not current.quoting:
                if current is not None:
                    yield current
                current, waiting = _Raw(id=waiting), ""
            current.quote.append(line[1:])
        elif anchor and anchor[3]:
            waiting = anchor[3]
        elif current is not None:
            current.take(line, anchor)
    if current is not None:
        yield current


def _annotation(raw: _Raw, record: Mapping[str, object]) -> Annotation:
    quote = raw.quote[1:] if _CALLOUT.match(raw.quote[0].strip()) else raw.quote
    exact = plain(quote)
    target = record.get("target")
    start, end, prefix, suffix, sha256 = target if isinstance(target, list) and len(target) == 5 else (0, 0, "", "", "")
    tags = record.get("tags")
    return Annotation(
        id=raw.id,
        article="",
        target=Target(_offset(start), _offset(end), exact, str(prefix), str(suffix), str(sha256)),
        placement=_placement(record),
        colour=Colour(_one_of(Colour, record.get("color") or raw.colour, Colour.YELLOW)),
        style=Style(_one_of(Style, record.get("style"), Style.BACKGROUND)),
        note=plain(raw.note) if raw.literal is None else note_text.literal(raw.literal),
        note_direction=_one_of(("rtl", "ltr", "auto"), record.get("direction"), "auto"),
        tags=tuple(map(str, tags)) if isinstance(tags, list) else (),
        created=str(record.get("created", "")),
        modified=str(record.get("modified", "")),
        client=str(record.get("client", "")),
    )


def _placement(record: Mapping[str, object]) -> Placement:
    start, end, score = _offset(record.get("start")), _offset(record.get("end")), record.get("score")
    status = Status(_one_of(Status, record.get("status"), Status.ORPHAN))
    if not isinstance(score, (int, float)) or start > end:
        return Placement(0, 0, Status.ORPHAN, 0.0)
    return Placement(start, end, status, float(score))


def _offset(value: object) -> int:
    return value if isinstance(value, int) and value >= 0 else 0


def _one_of(allowed: Sequence[str] | type[StrEnum], value: object, otherwise: str) -> str:
    return value if isinstance(value, str) and value in [str(word) for word in allowed] else otherwise
