"""Passages going to the clipboard: plain text beside HTML that keeps its direction, with a citation where asked."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication

from reader import shelf
from reader.exchange.citation import citation
from reader.text.bidi import isolate, paragraph_direction
from reader.ui.i18n import tr

if TYPE_CHECKING:
    from reader.desk import Desk
    from reader.document.model import Metadata
    from reader.ui.window import MainWindow


def copy(window: MainWindow, *, cited: bool) -> None:
    """Copy the selection, or the active highlight's passage; nothing happens where there is neither.

    Characters in it that nobody sees, such as those that turn its direction, are named, and a button copies it again
    without them.
    """
    span = span_to_copy(window)
    if window.session.desk is not None and span is not None:
        _copy(window, window.session.desk, span, cited=cited, plain=False)


def _copy(window: MainWindow, desk: Desk, span: tuple[int, int], *, cited: bool, plain: bool) -> None:
    quote = desk.text(*span)
    if plain:
        from reader.text.controls import strip_controls

        quote = strip_controls(quote)
    source = ""
    if cited:
        metadata = window.session.do(shelf.metadata, window.session.library, desk.id)
        if metadata is not None:
            source = source_of(metadata, desk, span[0], window.settings.citation)
    data = QMimeData()
    data.setText(f"{quote}\n{source}" if source else quote)
    data.setHtml(as_html(quote, source, desk))
    QApplication.clipboard().setMimeData(data)
    hiding = _hiding(quote)
    if hiding:
        window.messages.say(
            tr("Copied, with characters that nobody sees: {names}").format(names=isolate(hiding, "ltr")),
            button=tr("Copy without them"),
            act=lambda: _copy(window, desk, span, cited=cited, plain=True),
        )
    else:
        window.messages.say(tr("Copied with its source.") if cited else tr("Copied."))


def source_of(metadata: Metadata, desk: Desk, offset: int, style: str) -> str:
    """Return the source of the passage at ``offset`` in the style of the settings."""
    return citation(
        metadata,
        style,
        section=_section(desk, offset),
        locators=desk.locators(),
        offset=offset,
        language=desk.language,
        rtl=str(desk.direction) == "rtl",
    )


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


def _section(desk: Desk, offset: int) -> str:
    above = [text for _at, block, text in desk.headings() if block.start <= offset and block.kind != "title"]
    return above[-1] if above else ""


def _hiding(text: str) -> str:
    """Return the names of the characters in ``text`` that nobody sees and that may show it otherwise than it is."""
    from reader.text.controls import Kind, find_controls

    kinds = {Kind.BIDI, Kind.INVISIBLE, Kind.CONTROL}
    return ", ".join(dict.fromkeys(control.name for control in find_controls(text) if control.kind in kinds))
