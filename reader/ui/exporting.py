"""Notes going out to a file, in every format there is; written in a worker, the file replaced whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from reader import annotate, shelf
from reader.text.bidi import isolate
from reader.ui.i18n import tr
from reader.ui.work import Task

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.exchange.model import Export
    from reader.formats import Watch
    from reader.store.library import Library
    from reader.ui.window import MainWindow


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


def choose_export_of(window: MainWindow, notes: Sequence[str]) -> None:
    """Let the person choose where some notes of the open article go."""
    desk = window.session.desk
    if desk is not None and notes:
        _ask_where(window, desk.id, desk.info.title, frozenset(notes))


def export_to(
    window: MainWindow, article: str, path: Path, only: frozenset[str] | None = None, *, form: Form | None = None
) -> Task:
    """Write the notes of an article (``only`` some, by their ids) to a file, as Markdown where nothing is said."""

    def write(library: Library, _watch: Watch) -> Path:
        from reader.exchange import atomic

        export = annotate.export_of(library, article)
        if only is not None:
            export = replace(export, entries=tuple(entry for entry in export.entries if entry.annotation.id in only))
        atomic.replace(path, rendered(export, form or forms()[0]))
        return path

    task = Task(window, window.session.library, write)
    said = tr("Exported to {path}").format(path=isolate(str(path), "ltr"))
    task.done.connect(lambda _path: window.messages.say(said))
    task.failed.connect(window.messages.fail)
    task.ended.connect(task.deleteLater)
    task.start()
    window.choose_quietly(export_folder=str(path.parent))
    return task


def _ask_where(window: MainWindow, article: str, title: str, only: frozenset[str] | None) -> None:
    from reader.exchange.naming import file_name

    folder = Path(window.settings.export_folder or Path.home())
    choices = {f"{form.name} (*{form.ending})": form for form in forms()}
    dialog = QFileDialog(window, tr("Export the notes…"), str(folder))
    dialog.setNameFilters(list(choices))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.filterSelected.connect(lambda name: dialog.setDefaultSuffix(choices[name].ending.removeprefix(".")))
    dialog.setDefaultSuffix("md")
    dialog.selectFile(file_name(title))
    dialog.fileSelected.connect(
        lambda name: export_to(window, article, Path(name), only, form=choices[dialog.selectedNameFilter()])
    )
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def forms() -> tuple[Form, ...]:
    """Return the formats in which notes can be taken out, the usual one first."""
    return (
        Form("Markdown", ".md", "markdown"),
        Form("Markdown: Obsidian", ".md", "markdown", "obsidian"),
        Form("Markdown: GitHub", ".md", "markdown", "github"),
        Form("Markdown: Pandoc", ".md", "markdown", "pandoc"),
        Form(tr("Web page"), ".html", "html"),
        Form("W3C Web Annotation", ".jsonld", "web-annotation"),
    )


def rendered(export: Export, form: Form) -> str:
    """Return the text of an export in one of the formats."""
    from reader.exchange import html_page, markdown, web_annotation

    if form.format == "html":
        return html_page.render(export)
    if form.format == "web-annotation":
        return web_annotation.render(export)
    return markdown.render(export, markdown.Flavor(form.flavor))


@dataclass(frozen=True, slots=True)
class Form:
    """A format for taking notes out: its name for a person, its ending, and what ``exchange`` calls it."""

    name: str
    ending: str
    format: str
    flavor: str = "plain"
