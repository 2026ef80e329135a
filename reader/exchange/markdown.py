"""Annotations as Markdown for people and their programs, and back in.

One block for each kind of line, so that text in Arabic or Hebrew never shares a line with Latin metadata: quote, note,
metadata, tags. The quote and the note in the file are the truth; what only a program needs (offsets, context, times)
stands in one comment at the end, found by the annotation's id. Flavors differ in the frame only:

``plain``     CommonMark with YAML front matter.
``obsidian``  callouts ``> [!quote]`` and block ids ``^h-<id>``; Obsidian finds the direction of each line itself.
``github``    the whole in ``<div dir="rtl">``, since GitHub finds no direction for a file.
``pandoc``    fenced divs ``::: {#h-<id> dir=rtl}``; the title is left to the metadata.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from reader.annotation.model import Annotation, Colour, Placement, Status, Style, Target
from reader.errors import ExchangeError
from reader.exchange.escaping import inline, paragraphs, plain, right_to_left
from reader.exchange.model import Batch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reader.exchange.model import Entry, Export

ORPHANS = "Passages not found in the text"
"""Heading above the orphans."""

_DATA = "<!-- hamish"
_ANCHOR = re.compile(r"(?:<!-- h-(\S+) -->|\^h-(\S+)|:::+ \{#h-(\S+)[^}]*\})\s*$")
_FACTS = re.compile(rf"\*({'|'.join(Colour)})(?:, .*)?\*$")
_CALLOUT = re.compile(r"\[!\w+\][+-]?(?:\s.*)?$")


class Flavor(StrEnum):
    """Whose Markdown is written."""

    PLAIN = "plain"
    OBSIDIAN = "obsidian"
    GITHUB = "github"
    PANDOC = "pandoc"


def render(export: Export, flavor: Flavor = Flavor.PLAIN) -> str:
    """Return the annotations of one article as Markdown: a file's whole text, ending in a newline."""
    blocks: list[list[str]] = [_front_matter(export)]
    if flavor is Flavor.GITHUB:
        language = f' lang="{export.language}"' if re.fullmatch(r"[A-Za-z0-9-]+", export.language) else ""
        blocks.append([f'<div dir="{export.direction}"{language}>'])
    if export.metadata.title and flavor is not Flavor.PANDOC:
        blocks.append([f"# {_heading(export.metadata.title, flavor)}"])
    sections: tuple[str, ...] = ()
    for entry in export.placed:
        blocks += _new_headings(sections, entry.sections, flavor)
        sections = entry.sections
        blocks += _entry(entry, export, flavor)
    if export.orphans:
        blocks.append([f"## {ORPHANS}"])
        for entry in export.orphans:
            blocks += _entry(entry, export, flavor)
    if flavor is Flavor.GITHUB:
        blocks.append(["</div>"])
    blocks.append(_data(export))
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


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


# ---- out


def _front_matter(export: Export) -> list[str]:
    metadata = export.metadata
    lines = [
        f"title: {_yaml(metadata.title)}",
        f"source: {_yaml(export.source or metadata.url)}",
        f"author: {_yaml(metadata.author)}",
    ]
    names = (
        "editor",
        "translator",
        "publisher",
        "place",
        "edition",
        "volumes",
        "year",
        "calendar",
        "site",
        "published",
    )
    lines += [f"{name}: {_yaml(value)}" for name in names if (value := getattr(metadata, name))]
    if metadata.url and metadata.url != export.source:
        lines.append(f"url: {_yaml(metadata.url)}")
    lines += [f"lang: {_yaml(export.language)}", f"direction: {export.direction}", f"dir: {export.direction}"]
    lines.append(f"created: {_yaml(export.added[:10])}")
    tags = [f"  - {_yaml(tag)}" for tag in export.tags]
    lines += ["tags:", *tags] if tags else ["tags: []"]
    return ["---", *lines, "---"]


def _yaml(value: str) -> str:
    """Return a YAML scalar: bare where no reader can take it for anything but these letters, else double-quoted."""
    if re.fullmatch(r"[A-Za-z][A-Za-z-]*|\d{4}-\d\d-\d\d", value) and value.lower() not in _YAML_WORDS:
        return value
    # JSON strings are YAML double-quoted scalars; what hides or reorders is escaped as well.
    quoted = json.dumps(value, ensure_ascii=False)
    return re.sub(
        "[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]",
        lambda match: f"\\u{ord(match[0]):04x}",
        quoted,
    )


_YAML_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"}


def _heading(title: str, flavor: Flavor) -> str:
    return inline(" ".join(title.split()), pandoc=flavor is Flavor.PANDOC)


def _new_headings(before: tuple[str, ...], now: tuple[str, ...], flavor: Flavor) -> Iterator[list[str]]:
    same = 0
    while same < min(len(before), len(now)) and before[same] == now[same]:
        same += 1
    if same == len(now) < len(before) and now:
        same -= 1
    for depth, title in enumerate(now[same:], start=same):
        yield [f"{'#' * min(6, depth + 2)} {_heading(title, flavor)}"]


def _entry(entry: Entry, export: Export, flavor: Flavor) -> list[list[str]]:
    annotation = entry.annotation
    pandoc, breaks = flavor is Flavor.PANDOC, flavor is not Flavor.OBSIDIAN
    quote = [f"> {line}".rstrip() for line in paragraphs(annotation.target.exact, pandoc=pandoc, breaks=breaks)]
    blocks = [["> [!quote]", *quote] if flavor is Flavor.OBSIDIAN else quote]
    if flavor is Flavor.OBSIDIAN:
        blocks.append([f"^h-{annotation.id}"])
    if annotation.note:
        note = paragraphs(annotation.note, pandoc=pandoc, breaks=breaks)
        blocks += _directed([note], annotation.note_direction, export, flavor)
    blocks += [[f"*{line}*"] for line in _facts(entry, pandoc=pandoc)]
    blocks += [[line] for line in _tags(annotation.tags)]
    if flavor is Flavor.PANDOC:
        return [[f"::: {{#h-{annotation.id} .{annotation.colour}}}"], *blocks, [":::"]]
    if flavor is not Flavor.OBSIDIAN:
        blocks.append([f"<!-- h-{annotation.id} -->"])
    return blocks


def _directed(blocks: list[list[str]], direction: str, export: Export, flavor: Flavor) -> list[list[str]]:
    """Put a note whose direction is not the document's into a frame that says so, where the flavor has one."""
    if direction in {"auto", str(export.direction)}:
        return blocks
    if flavor is Flavor.GITHUB:
        return [[f'<div dir="{direction}">'], *blocks, ["</div>"]]
    if flavor is Flavor.PANDOC:
        return [[f"::: {{dir={direction}}}"], *blocks, [":::"]]
    return blocks


def _facts(entry: Entry, *, pandoc: bool) -> Iterator[str]:
    """Yield the lines of metadata: the Latin one, and one for each label in another script."""
    annotation = entry.annotation
    facts: list[str] = [str(annotation.colour)]
    if annotation.style != Style.BACKGROUND:
        facts.append(str(annotation.style))
    facts += [f"{locator.kind} {locator.label}" for locator in entry.locators if not right_to_left(locator.label)]
    if annotation.created:
        facts.append(annotation.created[:10])
    yield inline(", ".join(facts), pandoc=pandoc)
    for locator in entry.locators:
        if right_to_left(locator.label):
            yield inline(locator.label, pandoc=pandoc)


def _tags(tags: Sequence[str]) -> Iterator[str]:
    """Yield the tags as ``#word``, those of right-to-left scripts on a line of their own; for eyes and for Obsidian."""
    shown = [(tag, "#" + word) for tag in tags if (word := _tag_word(tag))]
    for wanted in (True, False):
        line = " ".join(word for tag, word in shown if right_to_left(tag) is wanted)
        if line:
            yield line


def _tag_word(tag: str) -> str:
    kept = (
        character if character in "-/\u200c" or unicodedata.category(character)[0] in "LMN" else "_"
        for character in tag
    )
    return re.sub(r"_+", "_", "".join(kept)).strip("_")


def _data(export: Export) -> list[str]:
    head = {"article": export.article, "sha256": export.sha256, "version": 1}
    records = [head, *(_record(entry.annotation) for entry in export.entries)]
    return [_DATA, *(json.dumps(record).replace(">", "\\u003e") for record in records), "-->"]


def _record(annotation: Annotation) -> dict[str, object]:
    target, placement = annotation.target, annotation.placement
    return {
        "id": annotation.id,
        "start": placement.start,
        "end": placement.end,
        "status": placement.status,
        "score": placement.score,
        "color": annotation.colour,
        "style": annotation.style,
        "direction": annotation.note_direction,
        "tags": annotation.tags,
        "created": annotation.created,
        "modified": annotation.modified,
        "client": annotation.client,
        "target": [target.start, target.end, target.prefix, target.suffix, target.sha256],
    }


# ---- in


@dataclass(slots=True)
class _Raw:
    """One entry as the lines of the file give it."""

    id: str = ""
    quote: list[str] = field(default_factory=list)
    note: list[str] = field(default_factory=list)
    colour: str = ""
    quoting: bool = True
    noting: bool = True


def _split_data(text: str) -> tuple[str, list[dict[str, object]]]:
    """Part the text from the comment at its end; a record that somebody damaged is as good as none."""
    body, opening, data = text.rpartition(f"\n{_DATA}\n")
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
        if line.startswith(">"):
            if current is None or not current.quoting:
                if current is not None:
                    yield current
                current, waiting = _Raw(id=waiting), ""
            current.quote.append(line[1:])
        elif anchor and anchor[3]:
            waiting = anchor[3]
        elif current is not None:
            current.quoting = False
            if anchor:
                current.id = anchor[1] or anchor[2]
            else:
                _take_line(current, line)
    if current is not None:
        yield current


def _take_line(raw: _Raw, line: str) -> None:
    """Add one line below a quote to its entry: the note ends at the line of facts or at a heading."""
    facts = _FACTS.match(line)
    if facts and raw.noting:
        raw.colour, raw.noting = facts[1], False
    elif line.startswith("#"):
        raw.noting = False
    elif raw.noting and not line.startswith(("<div", "</div>", "<!--", ":::")):
        raw.note.append(line)


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
        note=plain(raw.note),
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
