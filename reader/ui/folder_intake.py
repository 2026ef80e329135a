"""Many files coming in at once, in one piece of work: a bad one is kept for the report and stops none of the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QFileDialog

from reader import shelf
from reader.errors import CancelledError, HamishError
from reader.text.bidi import isolate
from reader.ui.i18n import digits, tr, tr_n
from reader.ui.work import Task

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.formats import Watch
    from reader.store.library import Library
    from reader.ui.window import MainWindow

TOLD_EVERY = 150
"""Milliseconds between two sentences on how far it is."""


def choose_folder(window: MainWindow) -> None:
    """Let the person choose a folder, in a dialog that blocks nothing else."""
    dialog = QFileDialog(window, tr("Add a folder…"))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda name: add_all(window, [Path(name)]))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def add_all(window: MainWindow, paths: Sequence[Path]) -> Task:
    """Add the files, and all those in the folders, one after the other, with progress and a way to stop."""
    batch = Batch()
    task = Task(window, window.session.library, lambda library, watch: take_in(library, paths, batch, watch))
    since = QElapsedTimer()

    def tell(_done: float) -> None:
        if since.isValid() and since.elapsed() < TOLD_EVERY:
            return
        since.start()
        far = tr("{number} of {total}").format(number=digits(str(batch.number)), total=digits(str(batch.total)))
        window.messages.progress(f"{far} · {isolate(batch.name)}", task.stop)

    task.progress.connect(tell)
    task.done.connect(lambda _batch: _told(window, batch))
    task.failed.connect(window.messages.fail)
    task.ended.connect(task.deleteLater)
    task.start()
    return task


def take_in(library: Library, paths: Sequence[Path], batch: Batch, watch: Watch) -> Batch:
    """Add every file and fill ``batch``; what was added before a stop stays. Runs in a worker; raises StoreError."""
    files = [each for path in paths for each in shelf.files_below(path)]
    batch.total = len(files)
    before = {info.id for info in shelf.articles(library)}
    try:
        for at, path in enumerate(files):
            batch.number, batch.name = at + 1, path.name
            watch.step(at / len(files))
            try:
                info = shelf.add_file(library, path, watch=watch.part(at / len(files), (at + 1) / len(files)))
            except CancelledError:
                raise
            except HamishError as error:
                batch.failed.append((str(path), str(error)))
                continue
            if info.id not in before:
                before.add(info.id)
                batch.added.append(info.id)
    except CancelledError:
        batch.stopped = True
    return batch


def _told(window: MainWindow, batch: Batch) -> None:
    window.session.refresh()
    if window.session.desk is None and batch.added:
        window.open_article(batch.added[0])
    said = tr_n("%n texts were added.", len(batch.added))
    if batch.stopped:
        said = tr("Stopped.") + " " + said
    if not batch.failed:
        window.messages.say(said)
        return
    said += " " + tr_n("%n files could not be read.", len(batch.failed))
    window.messages.say(said, button=tr("Which ones…"), act=lambda: _show_failed(window, batch))


def _show_failed(window: MainWindow, batch: Batch) -> None:
    window.panels.unread.show_files(batch.failed)


@dataclass(slots=True)
class Batch:
    """How far many files are, filled by the worker and read by the window."""

    total: int = 0
    number: int = 0
    """Of the file being read, from 1."""
    name: str = ""
    added: list[str] = field(default_factory=list)
    """Ids of the articles that were not in the library before."""
    failed: list[tuple[str, str]] = field(default_factory=list)
    """Path and sentence of each file that could not be read."""
    stopped: bool = False
