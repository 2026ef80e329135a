"""Reading runs beside the caller, so that a person's stop is heard at once, whatever a library is busy with."""

from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING, TypeVar

from reader.formats.hints import Watch

if TYPE_CHECKING:
    from collections.abc import Callable

_Found = TypeVar("_Found")
_POLL_SECONDS = 0.05


def patiently(work: Callable[[Watch], _Found], watch: Watch) -> _Found:
    """Return what ``work`` returns, or raise what it raises; ``watch`` is asked every 50 ms, in the caller's thread.

    Raises CancelledError as soon as the person stops; the work ends by itself at its next step, unheard.
    """
    found: list[_Found] = []
    failed: list[BaseException] = []
    reached = [0.0]
    stopped = threading.Event()

    def note(fraction: float) -> None:
        reached[0] = max(reached[0], fraction)

    def run() -> None:
        try:
            found.append(work(Watch(note, stopped.is_set)))
        except BaseException as error:  # noqa: BLE001 - handed on below, in the caller's thread
            failed.append(error)

    collects = gc.isenabled()
    gc.disable()  # it would walk a million new blocks again and again, and hold every thread up meanwhile
    thread = threading.Thread(target=run, name="reading", daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            thread.join(_POLL_SECONDS)
            watch.step(reached[0])
        watch.step(reached[0])
    finally:
        stopped.set()
        if collects:
            gc.enable()
    if failed:
        raise failed[0]
    return found[0]
