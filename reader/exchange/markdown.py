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
from enum import StrEnum
from typing import TYPE_CHECKING

from reader.annotation.model import Style
from reader.exchange import note_text
from reader.exchange.escaping import inline, paragraphs, right_to_left
from reader.exchange.markdown_reading import DATA, parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.annotation.model import Annotation
    from reader.exchange.model import Entry, Export

__all__ = ["ORPHANS", "Flavor", "parse", "render"]

ORPHANS = "Passages not found in the text"
"""Heading above the orphans."""


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
    if export.title and flavor is not Flavor.PANDOC:
        blocks.append([f"# {_heading(export.title, flavor)}"])
    sections: tuple[str, ...] = ()
    for entry in export.placed:
        # Many a book opens with its own title as the first heading.
        now = entry.sections[1:] if entry.sections[:1] == (export.title,) else entry.sections
        blocks += _new_headings(sections, now, flavor)
        sections = now
        blocks += _entry(entry, export, flavor)
    if export.orphans:
        blocks.append([f"## {ORPHANS}"])
        for entry in export.orphans:
            blocks += _entry(entry, export, flavor)
    if flavor is Flavor.GITHUB:
        blocks.append(["</div>"])
    blocks.append(_data(export))
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _front_matter(export: Export) -> list[str]:
    metadata = export.metadata
    lines = [
        f"title: {_yaml(export.title)}",
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
        note = note_text.blocks(annotation.note, pandoc=pandoc, breaks=breaks)
        blocks += _directed(note, annotation.note_direction, export, flavor)
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
    return [DATA, *(json.dumps(record).replace(">", "\\u003e") for record in records), "-->"]


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
