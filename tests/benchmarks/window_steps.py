"""What is done in the window while the clock runs; every step ends when what it changed has been painted."""

from __future__ import annotations

import gc
import random
import time
from typing import TYPE_CHECKING, Any

import window
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from reader import annotate
from reader.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PATIENCE = 0.4
"""Seconds after which nothing more will be painted: such a step painted nothing."""


def run(library: Path, *, steps: int, profiled: str, clock: Callable[[], float]) -> dict[str, float]:
    """Return the figures of one library: times in ms by ``clock``, memory in MB."""
    QApplication([])
    began = clock()
    shown = Shown(library, clock)
    figures = {"whole window": (shown.built - began) * 1000, "memory, window": window.memory()}
    surface, desk = shown.window.surface, shown.window.session.desk
    assert desk is not None
    figures["characters"] = desk.length
    some = random.Random(7)
    notes = list(desk.annotations)

    def jump_to_highlight(_step: int) -> None:
        surface.go_to(some.choice(notes).placement.start)

    def add(_step: int) -> None:
        start = min(surface.visible_range()[0] + some.randrange(200), desk.length - 9)
        start, end = _snapped(desk, start, start + 8)
        shown.window.session.change(annotate.highlight, desk.library, desk.id, start, end)

    def resize(step: int) -> None:
        shown.window.resize(window.WIDTH - 240 * (step % 2), window.HEIGHT - 60 * (step % 2))

    def size(step: int) -> None:
        shown.window.choose(size=shown.window.settings.size + (1 if step % 2 else -1))

    def jump_to_end(step: int) -> None:
        surface.go_to(desk.length if step % 2 else 0)

    named: dict[str, tuple[str, Callable[[int], None]]] = {
        "end": ("jump to the end", jump_to_end),
        "jump": ("jump to a highlight", jump_to_highlight),
        "resize": ("resize", resize),
        "size": ("size of the text", size),
        "add": ("add a highlight", add),
    }
    for key, (name, step) in named.items():
        times = _profiled(shown, step, steps) if key == profiled else shown.times(step, steps)
        figures[name] = window.median(times)
    surface.go_to(desk.length // 2)
    shown.settle()

    def scroll(step: int) -> None:
        surface.scroll_by(40 if step < window.FRAMES // 2 else -40)

    frames = _profiled(shown, scroll, window.FRAMES) if profiled == "scroll" else shown.times(scroll, window.FRAMES)
    figures["scroll, median"] = window.median(frames)
    figures["scroll, p99"] = sorted(frames)[int(len(frames) * 0.99)]
    _find(desk)
    gc.collect()
    figures["memory, all done"] = window.memory()
    shown.window.close()
    return figures


def _snapped(desk: Any, start: int, end: int) -> tuple[int, int]:
    from reader.text.graphemes import snap

    base = max(0, start - 100)
    first, last = snap(desk.text(base, end + 100), start - base, end - base)
    return base + first, base + last


def _find(desk: Any) -> None:
    """Find a word in the whole article, as the find bar does."""
    from reader.text.find import Query, find
    from reader.text.fold import for_language

    query = Query("الإسلام", for_language(desk.language))
    sum(1 for _hit in find(desk.whole(), query))


def _profiled(shown: Shown, step: Callable[[int], None], steps: int) -> list[float]:
    import cProfile
    import pstats

    profile = cProfile.Profile()
    profile.enable()
    times = shown.times(step, steps)
    profile.disable()
    pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
    return times


class Shown:
    """The window, whole and painted, and a clock that waits for its page to be painted."""

    def __init__(self, library: Path, clock: Callable[[], float]) -> None:
        self.painted = 0
        self._clock = clock
        self.window = MainWindow(library)
        self.window.resize(window.WIDTH, window.HEIGHT)
        self._watch = _Paints(self)
        self.window.surface.viewport().installEventFilter(self._watch)
        self.window.show()
        while not self.window.built:
            QApplication.processEvents()
        self.built = clock()
        self.settle()

    def settle(self) -> None:
        """Let everything happen that waits for its turn."""
        end = time.perf_counter() + 0.15
        while time.perf_counter() < end:
            QApplication.processEvents()

    def times(self, step: Callable[[int], None], count: int) -> list[float]:
        """Return how long each of ``count`` steps took, in ms, until the page was painted anew."""
        found = []
        for number in range(count):
            self.settle_short()
            seen = self.painted
            began, end = self._clock(), time.perf_counter() + PATIENCE
            step(number)
            while self.painted == seen and time.perf_counter() < end:
                QApplication.processEvents()
            found.append((self._clock() - began) * 1000)
        return found

    def settle_short(self) -> None:
        """Let what was posted happen, so that it is not counted for the next step."""
        for _ in range(3):
            QApplication.processEvents()


class _Paints(QObject):
    """Counts how often the page is painted; the paint itself is over when its event has been handled."""

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self._shown = shown

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- a name of Qt
        """Count paint events of the page."""
        if event.type() == QEvent.Type.Paint:
            self._shown.painted += 1
        return False
