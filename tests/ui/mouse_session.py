"""Run under Xvfb and openbox: drag over the line with SolarWinds with real mouse events, mark, print what is stored."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from reader import annotate
from reader.settings import Settings
from reader.store.library import Library
from reader.ui import app as program
from reader.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable


def wait(condition: Callable[[], object], what: str) -> None:
    end = time.monotonic() + 10
    while not condition():
        if time.monotonic() > end:
            sys.exit(f"this never came: {what}")
        QTest.qWait(10)


def mouse(*words: object) -> None:
    subprocess.run(["xdotool", *map(str, words)], check=True)


def point(window: MainWindow, offset: int, *, share: float) -> QPoint:
    """Return the screen point at a share of the way through the box of one letter, in the direction of its run."""
    (box,) = window.surface.span_boxes(offset, offset + 1)
    desk = window.session.desk
    latin = desk is not None and desk.text(offset, offset + 1).isascii() and desk.text(offset, offset + 1).isalpha()
    x = box.left() + box.width() * (share if latin else 1 - share)
    return window.surface.viewport().mapToGlobal(QPoint(round(x), round(box.center().y())))


def drag(window: MainWindow, start: QPoint, end: QPoint) -> None:
    """Press, move in steps and release, each seen by the window before the next."""
    mouse("mousemove", start.x(), start.y(), "mousedown", 1)
    wait(lambda: program.application().mouseButtons().value, "the button to be down")
    for step in range(1, 6):
        mouse(
            "mousemove",
            start.x() + (end.x() - start.x()) * step // 5,
            start.y() + (end.y() - start.y()) * step // 5,
        )
        QTest.qWait(20)
    mouse("mouseup", 1)
    wait(lambda: not program.application().mouseButtons().value, "the button to be up")


def main() -> None:
    library = Path(sys.argv[1])
    settings = Settings(language="ar")
    app = program.application()
    program.speak(app, settings)
    window = MainWindow(library, settings=settings, keeps_settings=False)
    window.show()
    wait(lambda: window.built and window.isActiveWindow(), "the window to be active")
    desk = window.session.desk
    if desk is None:
        sys.exit("no article is open")
    at = desk.whole().index("SolarWinds")
    window.surface.go_to(at, at=0.5)
    wait(lambda: window.surface.span_boxes(at, at + 1), "the line")
    result = []
    for first, last in json.loads(sys.argv[2]):
        backwards = first > last
        low, high = sorted((at + first, at + last))
        ends = [point(window, low, share=0.15), point(window, high - 1, share=0.85)]
        drag(window, *(reversed(ends) if backwards else ends))
        wait(lambda: window.surface.selection() is not None, "a selection")
        selected = window.surface.selection()
        before = {note.id for note in desk.annotations}
        mouse("key", "ctrl+1")
        wait(lambda known=before: {note.id for note in desk.annotations} - known, "the highlight")
        with Library.open(library, read_only=True) as stored:
            (made,) = [note for note in annotate.notes(stored, desk.id) if note.id not in before]
        result.append(
            {
                "dragged": [low, high],
                "selected": selected,
                "stored": [made.placement.start, made.placement.end],
                "exact": made.target.exact,
            }
        )
        window.set_active(None)
    sys.stdout.write(json.dumps(result, ensure_ascii=False))
    window.close()


if __name__ == "__main__":
    main()
