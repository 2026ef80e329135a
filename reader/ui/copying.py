"""Texts going out: to the clipboard as plain text and HTML with its direction, with a citation, and notes to a file."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication, QFileDialog

from reader import annotate, shelf
from reader.text.bidi import isolate, paragraph_direction
from reader.ui.i18n import tr
from reader.ui.work import Task

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.desk import Desk
    from reader.document.model import Locator, Metadata
    from reader.formats import Watch
    from reader.store.library import Library
    from reader.ui.window import MainWindow

_NAME_CUT = 150
"""Bytes of UTF-8 that a proposed file name may have; the ending and a draft's name are still to come."""


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


def choose_export(window: MainWindow, article: str | None = None) -> None:
    """Let the person choose where the notes go, in a dialog that blocks nothing else."""
    desk = window.session.desk
    wanted = article or (desk.id if desk else None)
    if wanted is None:
        return
    window.leave_note()
    info = window.session.do(shelf.info, window.session.library, wanted)
    if info is None:
        return
    _ask_where(window, wanted, info.title, None)


def _ask_where(window: MainWindow, article: str, title: str, only: frozenset[str] | None) -> None:
    folder = Path(window.settings.export_folder or Path.home())
    dialog = QFileDialog(window, tr("Export the notes…"), str(folder), "Markdown (*.md)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("md")
    dialog.selectFile(file_name(title))
    dialog.fileSelected.connect(lambda name: export_to(window, article, Path(name), only))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def choose_export_of(window: MainWindow, notes: Sequence[str]) -> None:
    """Let the person choose where some notes of the open article go."""
    desk = window.session.desk
    if desk is not None and notes:
        _ask_where(window, desk.id, desk.info.title, frozenset(notes))


def export_to(window: MainWindow, article: str, path: Path, only: frozenset[str] | None = None) -> Task:
    """Write the notes of an article (``only`` some, by their ids) to a Markdown file in a worker.

    The file is replaced whole or not at all.
    """

    def write(library: Library, _watch: Watch) -> Path:
        from reader.exchange import atomic, markdown

        export = annotate.export_of(library, article)
        if only is not None:
            export = replace(export, entries=tuple(entry for entry in export.entries if entry.annotation.id in only))
        atomic.replace(path, markdown.render(export))
        return path

    task = Task(window, window.session.library, write)
    said = tr("Exported to {path}").format(path=isolate(str(path), "ltr"))
    task.done.connect(lambda _path: window.messages.say(said))
    task.failed.connect(window.messages.fail)
    task.ended.connect(task.deleteLater)
    task.start()
    window.choose_quietly(export_folder=str(path.parent))
    return task


def file_name(title: str) -> str:
    """Return a title as a file name for every system: no separators, cut at a word."""
    words = re.sub(r'[\x00-\x1f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]+', " ", title).split()
    while len(words) > 1 and len(" ".join(words).encode()) > _NAME_CUT:
        words.pop()
    name = " ".join(words).strip(". ").encode()[:_NAME_CUT].decode("utf-8", "ignore")
    return f"{name or 'notes'}.md"


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
