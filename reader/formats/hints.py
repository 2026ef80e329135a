"""What the caller knows of the bytes, and how a long reading is watched and stopped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.errors import CancelledError

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_BYTES = 256 * 1024 * 1024
"""Largest file that is read at all."""
MAX_TEXT_BYTES = 64 * 1024 * 1024
"""Largest plain text, web page or single part of a package."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What is known beside the bytes; every field may be empty.

    ``name`` is a file name (its ending is a hint only), ``media_type`` what a server said, ``encoding`` a person's
    choice that wins over every guess, ``language`` a BCP 47 tag, ``url`` where the bytes came from.
    ``as_is`` switches every repair and choice off: text as the file has it, and the whole of a web page.
    """

    name: str = ""
    media_type: str = ""
    encoding: str = ""
    language: str = ""
    url: str = ""
    as_is: bool = False


@dataclass(frozen=True, slots=True)
class Watch:
    """Tells how far a reading is, and stops it when the person says so."""

    progress: Callable[[float], None] | None = None
    cancelled: Callable[[], bool] | None = None

    def step(self, fraction: float) -> None:
        """Report that ``fraction`` (0 to 1) is done. Raises CancelledError when the person asked to stop."""
        if self.cancelled is not None and self.cancelled():
            raise CancelledError("The reading was stopped; nothing was added.")
        if self.progress is not None:
            self.progress(fraction)

    def part(self, start: float, end: float) -> Watch:
        """Return a watch whose 0 to 1 is ``start`` to ``end`` of this one."""
        progress = self.progress
        if progress is None:
            return self
        return Watch(lambda fraction: progress(start + (end - start) * fraction), self.cancelled)
