"""Texts coming in: chosen, dropped or pasted, read in a worker, with progress and a way to stop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QFileDialog

from reader.text.bidi import isolate
from reader.ui import texts_verbs
from reader.ui.i18n import percent, tr, tr_n
from reader.ui.work import Task

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.formats import Watch
    from reader.store.articles import ArticleInfo
    from reader.store.library import Library
    from reader.ui.window import MainWindow


def choose_files(window: MainWindow) -> None:
    """Let the person choose files in a dialog that blocks nothing else."""
    dialog = QFileDialog(window, tr("Add a text…"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda names: add_files(window, [Path(name) for name in names]))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def add_from(window: MainWindow, data: QMimeData | None) -> None:
    """Add the files, or else the text, of a clipboard or of a drop."""
    if data is None:
        data = QMimeData()
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if files:
        add_files(window, files)
    elif _is_address(data.text()):
        add_address(window, data.text().strip())
    elif data.hasText() and data.text().strip():
        html = data.html().encode() if data.hasHtml() else b""
        add_bytes(window, html or data.text().encode("utf-8", "replace"), "text/html" if html else "text/plain")
    else:
        window.messages.say(tr("Nothing was copied that could be added."))


def add_files(window: MainWindow, files: Sequence[Path]) -> None:
    """Add one file and open it; of several, or of a folder, add all there is in one piece of work."""
    from reader import shelf
    from reader.ui import folder_intake

    path = files[0]
    if len(files) > 1 or path.is_dir():
        folder_intake.add_all(window, files)
        return

    def read(library: Library, watch: Watch) -> ArticleInfo:
        return shelf.add_file(library, path, watch=watch)

    _start(window, read, path.name)


def _is_address(text: str) -> bool:
    return " " not in text.strip() and text.strip().startswith(("https://", "http://"))


def add_address(window: MainWindow, address: str) -> None:
    """Fetch a page because the person asked for it, and add it."""
    from reader import fetch, formats, shelf
    from reader.formats import Hints

    def read(library: Library, watch: Watch) -> ArticleInfo:
        page = fetch.fetch(address, watch=watch.part(0, 0.7))
        hints = Hints(name=page.name, media_type=page.content_type, url=page.url)
        article = formats.read(page.data, hints, watch.part(0.7, 1))
        return shelf.add(library, article, source=page.url, original=page.data, name=page.name)

    _start(window, read, address)


def choose_update(window: MainWindow, article: str) -> None:
    """Let the person choose the file that holds the new text of an article."""
    dialog = QFileDialog(window, tr("New text from a file…"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda name: update_from(window, article, Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def update_from(window: MainWindow, article: str, path: Path) -> None:
    """Give an article the text of a file; its notes go along, and the window shows it when the journal says so."""
    from reader import formats, shelf, update
    from reader.formats import Hints

    def read(library: Library, watch: Watch) -> object:
        shelf.check_is_not_library(library, path)
        data = shelf.read_file(path)
        fresh = formats.read(data, Hints(name=path.name), watch)
        return update.update(library, article, fresh, source=str(path.absolute()), original=data, name=path.name)

    task = Task(window, window.session.library, read)
    task.done.connect(lambda _report: window.session.refresh())
    task.failed.connect(window.messages.fail)
    task.ended.connect(task.deleteLater)
    task.start()


def choose_notes(window: MainWindow, article: str) -> None:
    """Let the person choose a file with notes on an article: our own exports, Web Annotations, Hypothesis, Readium."""
    dialog = QFileDialog(window, tr("Import notes…"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.fileSelected.connect(lambda name: import_notes(window, article, Path(name)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def import_notes(window: MainWindow, article: str, path: Path) -> None:
    """Take the notes of a file into an article, each at the place its words have there; one undoable step."""
    from reader import annotate, shelf

    def read(library: Library, watch: Watch) -> int:
        from reader.exchange import reading

        batch = reading.read(shelf.read_file(path).decode("utf-8", "replace"))
        watch.step(0.3)
        return len(annotate.take_in(library, article, reading.placed(batch, shelf.text(library, article))))

    task = Task(window, window.session.library, read)
    task.done.connect(lambda count: _taken(window, count))
    task.failed.connect(window.messages.fail)
    task.ended.connect(task.deleteLater)
    task.start()


def _taken(window: MainWindow, count: int) -> None:
    window.session.refresh()
    window.messages.say(tr_n("%n notes were taken in.", count))


def add_bytes(window: MainWindow, data: bytes, media_type: str) -> None:
    """Add a text that comes from no file, such as the clipboard."""
    from reader import formats, shelf
    from reader.formats import Hints

    def read(library: Library, watch: Watch) -> ArticleInfo:
        article = formats.read(data, Hints(media_type=media_type, encoding="utf-8"), watch)
        return shelf.add(library, article)

    _start(window, read, tr("the copied text"))


def _start(window: MainWindow, job: Callable[[Library, Watch], ArticleInfo], name: str) -> None:
    task = Task(window, window.session.library, job)
    sentence = tr("Reading {name}: {percent}")

    def tell(done: float) -> None:
        window.messages.progress(sentence.format(name=isolate(name), percent=percent(done)), task.stop)

    task.progress.connect(tell)
    task.done.connect(lambda info: _added(window, info))
    task.failed.connect(window.messages.fail)
    task.ended.connect(task.deleteLater)
    task.start()


def _added(window: MainWindow, info: ArticleInfo) -> None:
    window.session.refresh()
    said = tr("Added: {title}").format(title=isolate(info.title))
    if window.editor.isVisible():  # who is writing a note must not find the next words in nothing
        window.messages.say(said, button=tr("Open"), act=lambda: window.open_article(info.id))
    else:
        window.messages.say(said)
        window.open_article(info.id)
        texts_verbs.offer_update(window, info)
