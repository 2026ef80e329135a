"""What the window works on: one library, one open article, and the news of both, whoever wrote them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from reader import paths
from reader.annotation.model import Status
from reader.desk import Desk
from reader.errors import HamishError
from reader.store import readings
from reader.store.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reader.annotation.model import Annotation

P = ParamSpec("P")
R = TypeVar("R")

CLIENT = "window"
"""Who writes, in the journal."""
WINDOWS = 16
"""Windows on one library that are told apart."""
POLL = 700
"""Milliseconds between two looks for what another window or the command line wrote."""


class Session(QObject):
    """The library and the open article; every change goes through ``do`` and comes back as ``changed``."""

    opened = Signal()
    """Another article is open."""
    changed = Signal(object)
    """``desk.Changes`` of the open article."""
    library_changed = Signal()
    """Something was written: lists over the whole library are out of date."""
    failed = Signal(str)
    """One sentence that says what could not be done, and why."""

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        """Open the library at ``path``; raises StoreError."""
        super().__init__(parent)
        self._lock: QLockFile | None = None
        self.library = Library.open(path, client=self._name(path or paths.default_library()))
        self.desk: Desk | None = None
        self._noted: Annotation | None = None
        self._closed = False
        self._data_version = self.library.data_version()
        self._poll = QTimer(self)
        self._poll.setInterval(POLL)
        self._poll.timeout.connect(self._look_for_news)

    def _name(self, path: Path) -> str:
        """Return a name that no other open window on this library has, so that none undoes what another did.

        The first window has the same name in every run: what it can undo, it can undo after a restart.
        """
        for number in range(1, WINDOWS + 1):
            lock = QLockFile(str(path.with_name(f"{path.name}.window{number}")))
            lock.setStaleLockTime(0)
            if lock.tryLock(0):
                self._lock = lock
                return CLIENT if number == 1 else f"{CLIENT} {number}"
            if lock.error() is not QLockFile.LockError.LockFailedError:
                break  # no lock can be kept here, such as in a folder that is not there yet or cannot be written
        return CLIENT

    def watch(self) -> None:
        """Begin to look for what others write; called once the window stands."""
        self._poll.start()

    def open(self, article: str) -> bool:
        """Open an article by its id; a failure is told through ``failed``, and what was open stays open."""
        desk = self.do(Desk, self.library, article)
        if desk is None:
            return False
        self.desk = desk
        self._noted = None
        self.opened.emit()
        return True

    def do(self, verb: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
        """Call a verb; return None and tell the sentence when it could not be done.

        What arrives after the window was closed, such as the end of long work, is let go.
        """
        if self._closed:
            return None
        try:
            return verb(*args, **kwargs)
        except HamishError as error:
            self.failed.emit(str(error))
            return None

    def change(self, verb: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
        """Call a verb that writes, then tell everybody what the journal says of it."""
        result = self.do(verb, *args, **kwargs)
        self.refresh()
        return result

    def refresh(self) -> None:
        """Read the journal after the last entry seen and tell what is new."""
        if self._closed:
            return
        self._noted = None
        self._data_version = self.library.data_version()
        if self.desk is not None:
            changes = self.do(self.desk.refresh)
            if changes is not None:
                self.changed.emit(changes)
        self.library_changed.emit()

    def note(self, annotation: str | None) -> Annotation | None:
        """Return an annotation that has a place in the open article; the one asked for last is kept until news come.

        Not by way of the desk, which would read all annotations of the article for it.
        """
        if annotation is None or self.desk is None:
            return None
        if self._noted is None or self._noted.id != annotation:
            from reader import annotate

            try:
                self._noted = annotate.get(self.library, annotation)
            except HamishError:
                return None
        found = self._noted
        here = found.article == self.desk.id and not found.deleted and found.placement.status is not Status.ORPHAN
        return found if here else None

    def save_position(self, offset: int) -> None:
        """Keep where reading stands, in code points."""
        if self.desk is not None:
            self.do(self.desk.save_position, offset)

    def first_article(self, *, sample: bool = True) -> str | None:
        """Return the article to open at the start: the one read last, else the one added last.

        A library without any gets the sample article when ``sample`` says so. Raises StoreError, FormatError.
        """
        last = readings.last(self.library)
        if last is not None:
            return last
        from reader import shelf

        known = shelf.articles(self.library)
        if known:
            return known[0].id
        seeds = sorted(path for path in paths.seeds().iterdir() if path.suffix == ".txt") if sample else []
        return shelf.add_file(self.library, seeds[0]).id if seeds else None

    def close(self) -> None:
        """Let go of the library."""
        self._poll.stop()
        self._closed = True
        self.library.close()
        if self._lock is not None:
            self._lock.unlock()

    def _look_for_news(self) -> None:
        if self.do(self.library.data_version) != self._data_version:
            self.refresh()
