from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader import annotate, shelf
from reader.annotation.model import Colour
from reader.ui.statistics_panel import DAYS, StatisticsPanel, parts, time_text
from tests.material import article_of

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from reader.ui.window import MainWindow


def test_the_last_days_with_reading_are_told_the_latest_first(window: MainWindow) -> None:
    numbers = shelf.statistics(window.session.library)
    read = tuple((f"2026-02-{day:02}", 0 if day % 2 else 60 * day) for day in range(1, 29))
    days, *_rest = parts(replace(numbers, days=read), [], window.look)
    assert [line.name for line in days.lines][:2] == ["Saturday 28 February", "Thursday 26 February"]
    assert len(days.lines) == DAYS
    assert days.lines[0].share == 1.0
    assert days.lines[-1].said == "16 minutes"


def test_time_in_words(window: MainWindow) -> None:
    assert [time_text(seconds) for seconds in (0, 60, 3600, 7320)] == [
        "0 minutes",
        "1 minute",
        "1 hour",
        "2 hours and 2 minutes",
    ]


def test_one_page_says_what_was_read_and_marked(window: MainWindow, qtbot: QtBot) -> None:
    library, desk = window.session.library, window.session.desk
    assert desk is not None
    annotate.highlight(library, desk.id, 0, 3, colour=Colour.GREEN, tags=["سياسة"], note="ملاحظة")
    annotate.highlight(library, desk.id, 5, 8, colour=Colour.GREEN)
    desk.add_reading(5400)
    shelf.add(library, article_of("نص لم يُفتح"), name="x")
    window.commands.run("statistics")
    panel = window.panels["statistics"]
    assert isinstance(panel, StatisticsPanel)
    qtbot.waitUntil(lambda: panel.page_of_numbers.lines() != [], timeout=10_000)
    said = panel.page_of_numbers.lines()
    assert said[0].startswith("Time read: 1 hour and 30 minutes")
    assert said[1].startswith("2 texts · none read to the end · ")
    assert said[2] == "2 highlights · 1 with a note"
    assert "Green: 2 highlights" in said
    assert "سياسة: 1 highlight" in said
    assert any(line.startswith(desk.info.title) and "1 hour" in line for line in said)
    assert not any("نص لم يُفتح" in line for line in said)
    assert panel.page_of_numbers.accessibleName() == "\n".join(said)


def test_an_unread_library_has_an_empty_page(window: MainWindow, qtbot: QtBot) -> None:
    window.commands.run("statistics")
    panel = window.panels["statistics"]
    assert isinstance(panel, StatisticsPanel)
    qtbot.waitUntil(lambda: panel.page_of_numbers.lines() != [], timeout=10_000)
    assert "Highlights by colour" not in panel.page_of_numbers.lines()
