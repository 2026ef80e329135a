"""The command ``demo``: the whole main job on the sample article, in a library of its own, without a screen."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from reader import annotate, paths, shelf
from reader.annotation.model import Colour
from reader.desk import Desk
from reader.errors import ExchangeError
from reader.exchange import atomic, markdown
from reader.store.library import Library

if TYPE_CHECKING:
    from reader.cli.output import Console

Picture = Callable[[Path, str, Path, str], None]
"""Writes a picture of the window: library, article, file, and the annotation to bring out."""
NOTE = "يُقارن بما قاله «بايدن» في مؤتمر ميونخ: هل تغيّر الموقف؟"
"""The note of the demo: in Arabic, with marks, a name in quotation marks and an Arabic question mark."""


def seed() -> Path:
    """Return the sample article that comes with the program."""
    return min(paths.seeds().glob("*.txt"))


def run(out: Path, console: Console, picture: Picture) -> int:
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
            noted = mark(library, article_id)
            notes = out / "notes.md"
            atomic.replace(notes, markdown.render(annotate.export_of(library, article_id)))
        console.line(str(notes))
        window = out / "window.png"
        picture(place, article_id, window, noted)
        console.line(str(window))
    return 0


def mark(library: Library, article_id: str) -> str:
    """Make the demo's three highlights: across a Latin name, one that overlaps it, one with a note in Arabic.

    The place where reading stopped is set a little above them. Returns the id of the one with the note.
    """
    text = shelf.text(library, article_id)

    def span(first: str, last: str) -> tuple[int, int]:
        start = text.index(first)
        return start, text.index(last, start) + len(last)

    annotate.highlight(library, article_id, *span("باختراق الوكالات", "SolarWinds"))
    annotate.highlight(library, article_id, *span("في نظام", "العام الماضي"), colour=Colour.BLUE)
    noted = annotate.highlight(
        library, article_id, *span("“دعمه القوي", "أوكرانيا”"), colour=Colour.GREEN, note=NOTE, tags=["أوكرانيا"]
    )
    Desk(library, article_id).save_position(text.index("وقالت المتحدثة"))
    return noted.id
