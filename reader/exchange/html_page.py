"""Notes as one HTML page with their direction and colours: to read, to print, to open in Word or LibreOffice.

The page needs no other file and no network. It carries the same notes as Web Annotations in a ``script`` element of
type ``application/ld+json``, so that reading it back gives them unchanged.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from reader.annotation.model import Style
from reader.errors import ExchangeError
from reader.exchange import web_annotation
from reader.exchange.markdown import ORPHANS
from reader.exchange.note_text import is_markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.exchange.model import Batch, Entry, Export

_COLOURS = {
    "yellow": "#FCE48A",
    "green": "#CFEBC0",
    "pink": "#F8CFD6",
    "blue": "#CBE2F5",
    "purple": "#CDB4E8",
    "orange": "#F9C59A",
}
_STYLE = """
body { max-width: 44em; margin: 2em auto; padding: 0 1em; line-height: 1.8; color: #26221C; background: #FBF8F1; }
blockquote { margin: 1.5em 0 .5em; padding-inline-start: 1em; border-inline-start: 3px solid #8C4A2F; }
mark { color: inherit; white-space: pre-wrap; } .underline { background: none; text-decoration: underline; }
.strikethrough { background: none; text-decoration: line-through; }
.facts, .tags { font-size: .8em; color: #6B6356; margin: .2em 0; } .tags bdi { margin-inline-end: .8em; }
""" + "".join(f"mark.{name} {{ background: {colour}; }}\n" for name, colour in _COLOURS.items())
_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def render(export: Export) -> str:
    """Return the annotations of one article as the text of an HTML file."""
    language = f' lang="{escape(export.language)}"' if export.language else ""
    title = escape(export.title)
    lines = [
        "<!DOCTYPE html>",
        f'<html dir="{export.direction}"{language}>',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width">',
        f"<title>{title}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        f"<h1>{title}</h1>",
        *(f"<p>{escape(name)}</p>" for name in (export.metadata.author, export.metadata.site) if name),
        *_entries(export),
        f'<script type="application/ld+json">{_data(export)}</script>',
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def parse(text: str) -> Batch:
    """Return the annotations of a page that ``render`` wrote. Raises ExchangeError for any other."""
    found = _DATA.search(text)
    if found is None:
        raise ExchangeError("The page holds no notes that Hamish could read back.")
    return web_annotation.parse(found[1])


def _entries(export: Export) -> Iterator[str]:
    sections: tuple[str, ...] = ()
    for entry in export.placed:
        if entry.sections and entry.sections not in {sections, (export.title,)}:
            yield f"<h2>{escape(entry.sections[-1])}</h2>"
        sections = entry.sections
        yield from _entry(entry)
    if export.orphans:
        yield f'<h2 dir="ltr" lang="en">{ORPHANS}</h2>'
        for entry in export.orphans:
            yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    annotation = entry.annotation
    style = "" if annotation.style == Style.BACKGROUND else f" {annotation.style}"
    quote = escape(annotation.target.exact).replace("\n", "<br>")
    yield f'<blockquote><mark class="{annotation.colour}{style}">{quote}</mark></blockquote>'
    if annotation.note:
        yield f'<div class="note" dir="{annotation.note_direction}">{_note(annotation.note)}</div>'
    if annotation.tags:
        yield f'<p class="tags">{" ".join(f"<bdi>#{escape(tag)}</bdi>" for tag in annotation.tags)}</p>'
    facts = [str(annotation.colour), *(f"{locator.kind} {locator.label}" for locator in entry.locators)]
    facts.append(annotation.created[:10])
    yield f'<p class="facts" dir="ltr">{", ".join(f"<bdi>{escape(fact)}</bdi>" for fact in facts if fact)}</p>'


def _note(note: str) -> str:
    """Return a note as HTML: its Markdown set where it is some, markup in it shown as text, line breaks kept."""
    if not is_markdown(note):
        return escape(note).replace("\n", "<br>")
    from markdown_it import MarkdownIt

    page: str = MarkdownIt("commonmark", {"breaks": True, "html": False}).render(note)
    return page.strip()


def _data(export: Export) -> str:
    """Return the notes as JSON that no HTML parser takes for the end of its element."""
    data = web_annotation.render(export)
    return data.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
