"""Work of a library that cannot be interrupted runs beside, so that a person's stop is heard at once."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.formats.hints import Watch

_Found = TypeVar("_Found")
_POLL_SECONDS = 0.05


def patiently(work: Callable[[], _Found], watch: Watch, fraction: float) -> _Found:
    """Return what ``work`` returns, or raise what it raises; ``watch`` is asked every 50 ms while it runs.

    Raises CancelledError as soon as the person stops; the work itself then ends unheard.
    """
    found: list[_Found] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            found.append(work())
        except BaseException as error:  # noqa: BLE001 - handed on below, in the caller's thread
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(_POLL_SECONDS)
        watch.step(fraction)
    if failed:
        raise failed[0]
    return found[0]
