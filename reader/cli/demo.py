"""The command ``demo``: the whole main job on the sample article, in a library of its own, without a screen."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from reader import annotate, paths, shelf
from reader.annotation.model import Colour
from reader.errors import ExchangeError
from reader.exchange import atomic, markdown
from reader.store.library import Library

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.cli.output import Console

NOTE = "يُنظر في تقرير اختراق «سولار ويندز»، ومن أعلنه أولًا؟"
"""The note of the demo: in Arabic, with marks, a name in quotation marks and an Arabic question mark."""


def seed() -> Path:
    """Return the sample article that comes with the program."""
    return min(paths.seeds().glob("*.txt"))


def run(out: Path, console: Console, picture: Callable[[Path, str, Path], None]) -> int:
    """Make the demo and write ``notes.md`` and ``window.png`` to the folder ``out``.

    ``picture`` writes a picture of the window. Raises ExchangeError where ``out`` cannot be written.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExchangeError(f"The folder {out} cannot be made: {error.strerror or error}.") from error
    with tempfile.TemporaryDirectory(prefix="hamish-demo-", ignore_cleanup_errors=True) as folder:
        place = Path(folder) / "library.sqlite"
        with Library.open(place, client="demo") as library:
            article_id = shelf.add_file(library, seed()).id
            mark(library, article_id)
            notes = out / "notes.md"
            atomic.replace(notes, markdown.render(annotate.export_of(library, article_id)))
        console.line(str(notes))
        window = out / "window.png"
        picture(place, article_id, window)
        console.line(str(window))
    return 0


def mark(library: Library, article_id: str) -> None:
    """Make the demo's three highlights: one across a Latin name, one that overlaps it, one with a note in Arabic."""
    text = shelf.text(library, article_id)

    def span(first: str, last: str) -> tuple[int, int]:
        start = text.index(first)
        return start, text.index(last, start) + len(last)

    annotate.highlight(library, article_id, *span("باختراق الوكالات", "SolarWinds"), note=NOTE, tags=["أمن"])
    annotate.highlight(library, article_id, *span("الأمريكية في نظام", "العام الماضي"), colour=Colour.BLUE)
    annotate.highlight(library, article_id, *span("“التزام بلاده", "الأطلسي”"), colour=Colour.GREEN)
