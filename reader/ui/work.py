"""Long work off the window's thread: with its own connection to the library, its progress, and a way to stop it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from reader.errors import CancelledError, HamishError
from reader.formats import Watch

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.store.library import Library


PATIENCE = 5000
"""Milliseconds to wait for work that was asked to stop."""


def stop_all(parent: QObject) -> None:
    """Stop every task below ``parent`` and wait for them to let go: a task must not outlive who hears its signals."""
    tasks = parent.findChildren(Task)
    for task in tasks:
        task.stop()
    if tasks:
        QThreadPool.globalInstance().waitForDone(PATIENCE)


class Task(QObject):
    """One piece of work under way; every signal arrives in the thread that started it."""

    done = Signal(object)
    failed = Signal(str)
    progress = Signal(float)
    ended = Signal()
    """After all others, whatever came of it."""

    def __init__(self, parent: QObject, library: Library, job: Callable[[Library, Watch], object]) -> None:
        super().__init__(parent)
        self._stop = threading.Event()
        self._runnable = _Runnable(self, library, job)
        self._runnable.setAutoDelete(False)

    def start(self) -> None:
        """Begin on a thread of the pool."""
        QThreadPool.globalInstance().start(self._runnable)

    def stop(self) -> None:
        """Ask it to stop; nothing is changed then, and ``ended`` follows."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether it was asked to stop."""
        return self._stop.is_set()


class _Runnable(QRunnable):
    def __init__(self, task: Task, library: Library, job: Callable[[Library, Watch], object]) -> None:
        super().__init__()
        self._task = task
        self._library = library
        self._job = job

    def run(self) -> None:
        """Do the work on a connection of this thread's own."""
        task = self._task
        watch = Watch(task.progress.emit, lambda: task.stopped)
        try:
            with self._library.again() as library:
                result = self._job(library, watch)
        except CancelledError:
            pass
        except HamishError as error:
            task.failed.emit(str(error))
        else:
            task.done.emit(result)
        finally:
            task.ended.emit()
