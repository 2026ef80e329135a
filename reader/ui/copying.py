"""Passages going to the clipboard: plain text beside HTML that keeps its direction, with a citation where asked."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication

from reader import shelf
from reader.text.bidi import isolate, paragraph_direction
from reader.ui.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.desk import Desk
    from reader.document.model import Locator, Metadata
    from reader.ui.window import MainWindow


def copy(window: MainWindow, *, cited: bool) -> None:
    """Copy the selection, or the active highlight's passage; nothing happens where there is neither."""
    desk = window.session.desk
    span = span_to_copy(window)
    if desk is None or span is None:
        return
    quote = desk.text(*span)
    source = ""
    if cited:
        metadata = window.session.do(shelf.metadata, window.session.library, desk.id)
        if metadata is not None:
            source = citation(metadata, desk, span[0], window.settings.citation)
    data = QMimeData()
    data.setText(f"{quote}\n{source}" if source else quote)
    data.setHtml(as_html(quote, source, desk))
    QApplication.clipboard().setMimeData(data)
    window.messages.say(tr("Copied with its source.") if cited else tr("Copied."))


def span_to_copy(window: MainWindow) -> tuple[int, int] | None:
    """Return the selection, else the passage of the active highlight."""
    selected = window.surface.selection()
    if selected is not None:
        return selected
    found = window.session.note(window.active)
    return (found.placement.start, found.placement.end) if found else None


def as_html(quote: str, source: str, desk: Desk) -> str:
    """Return a passage as HTML that says its direction and language, paragraph by paragraph."""
    language = f' lang="{html.escape(desk.language)}"' if desk.language else ""

    def paragraph(text: str) -> str:
        direction = paragraph_direction(text, str(desk.direction))
        return f'<p dir="{direction}"{language}>{html.escape(text, quote=False)}</p>'

    body = "".join(paragraph(line) for line in quote.split("\n") if line.strip())
    if source:
        body += paragraph(source)
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'


def citation(metadata: Metadata, desk: Desk, offset: int, style: str) -> str:
    """Return the source of a passage: who, what, where and when, as far as it is known, each part isolated."""
    place = ", ".join(part for part in (metadata.place, metadata.publisher) if part)
    section = _section(desk, offset)
    title = f"«{metadata.title}»" if metadata.title else ""
    year = f"{metadata.year} {_calendar(metadata.calendar)}".strip() if metadata.year else metadata.published
    printed = " ".join(_printed(desk.locators(), offset))
    if style == "plain":
        parts = [metadata.author, title, printed]
    elif style == "footnote":
        parts = [metadata.author, title, section, metadata.edition, place, year, printed, metadata.url]
    else:
        parts = [metadata.author, title, metadata.site, place, year, printed, metadata.url]
    comma = "، " if str(desk.direction) == "rtl" and desk.language not in {"he", "yi"} else ", "
    return comma.join(isolate(part) for part in parts if part)


def _section(desk: Desk, offset: int) -> str:
    above = [text for _at, block, text in desk.headings() if block.start <= offset and block.kind != "title"]
    return above[-1] if above else ""


def _printed(locators: Sequence[Locator], offset: int) -> list[str]:
    last: dict[str, str] = {}
    for place in locators:
        if place.offset > offset:
            break
        last[place.kind.value] = place.label
    found = []
    if page := last.get("page"):
        volume, colon, number = page.rpartition(":")
        found.append(f"ج {volume}، ص {number}" if colon else f"ص {number}")
    found += [last[kind] for kind in ("verse", "hadith") if kind in last]
    return found


def _calendar(calendar: str) -> str:
    return {"hijri": "هـ", "jalali": "ش", "gregorian": "م"}.get(calendar, "")
