from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QColor, QPdfWriter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from shiboken6 import isValid

from reader import annotate, shelf
from reader.annotation.model import Colour
from reader.desk import Desk
from reader.document.model import Article, Block
from reader.store.library import Library
from reader.ui import printing
from reader.ui.fonts import Typography
from reader.ui.hidden import Hidden, hide
from reader.ui.sheets import FOOT, TOP, Sheet, Sheets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from reader.ui.window import MainWindow

A4 = QSizeF(595, 842)
LINE = "كلام عربي طويل يملأ السطر ثم ينكسر إلى ما بعده في الصفحة نفسها أو في التي تليها. "


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "printed.sqlite") as library:
        yield library


def article(library: Library, *paragraphs: str) -> Desk:
    text, blocks = "", []
    for paragraph in paragraphs:
        blocks.append(Block(len(text), len(text) + len(paragraph)))
        text += paragraph + "\n"
    return Desk(library, shelf.add(library, Article(text[:-1], tuple(blocks)), name="printed").id)


def laid(desk: Desk) -> list[Sheet]:
    return list(Sheets(desk, Typography(), A4))


def rows_of(sheets: list[Sheet]) -> list[int]:
    """Return the first offset of every line that stands on these sheets, sheet by sheet."""
    return [
        line.start
        for sheet in sheets
        for piece, y in sheet.shown
        for line in piece.lines
        if y + line.bottom > 0 and y + line.top < sheet.used
    ]


@pytest.mark.usefixtures("qapp")
def test_every_line_stands_on_just_one_sheet_and_none_goes_over_its_edge(opened: Library) -> None:
    desk = article(opened, *[LINE * count for count in (1, 30, 2, 40, 3)])
    sheets = laid(desk)
    assert len(sheets) == 3
    rows = rows_of(sheets)
    assert rows == sorted(set(rows))
    assert rows[0] == 0
    assert [sheet.number for sheet in sheets] == list(range(1, len(sheets) + 1))
    room = A4.height() / 0.6 - TOP - FOOT
    assert all(0 < sheet.used <= room for sheet in sheets)
    assert sheets[-1].done == desk.length


@pytest.mark.usefixtures("qapp")
def test_notes_stand_at_the_foot_of_the_sheet_where_their_highlight_begins(opened: Library) -> None:
    desk = article(opened, *[LINE * 12] * 8)
    places = [5, desk.length // 2, desk.length - 30]
    for place in places:
        annotate.highlight(opened, desk.id, place, place + 8, note="رأي")
    annotate.highlight(opened, desk.id, 300, 305)  # nothing to say
    desk.refresh()
    sheets = laid(desk)
    holding = [sheet.number for sheet in sheets if sheet.notes]
    assert len(holding) == 3
    assert [note.number for sheet in sheets for note in sheet.notes] == ["1", "2", "3"]
    begins = 0
    for sheet in sheets:
        assert len(sheet.notes) == sum(begins <= place < sheet.done for place in places) or sheet.done == desk.length
        begins = sheet.done
    room = A4.height() / 0.6 - TOP - FOOT
    assert all(sheet.used + sheet.foot_height([]) <= room for sheet in sheets)


@pytest.mark.usefixtures("qapp")
def test_a_note_that_is_longer_than_a_sheet_goes_on_at_the_next_foot(opened: Library) -> None:
    desk = article(opened, LINE)
    annotate.highlight(opened, desk.id, 0, 5, note="سطر\n" * 150)
    desk.refresh()
    sheets = laid(desk)
    room = A4.height() / 0.6 - TOP - FOOT
    drawn = [note for sheet in sheets for note in sheet.notes_that_fit(room - sheet.used)]
    assert len(sheets) > 3
    assert sum(height for _note, height in drawn) == drawn[0][0].height
    assert [note.from_top for note, _height in drawn] == [
        sum(height for _note, height in drawn[:at]) for at in range(len(drawn))
    ]


def pdf(window: MainWindow, qtbot: QtBot, path: Path) -> pypdfium2.PdfDocument:
    writer = QPdfWriter(str(path))
    writer.setResolution(150)
    job = printing.print_on(window, writer)
    assert job is not None
    with qtbot.waitSignal(job.done, timeout=20_000):
        pass
    return pypdfium2.PdfDocument(path)


def colours_of(document: pypdfium2.PdfDocument) -> set[tuple[int, int, int]]:
    picture = document[0].render(rev_byteorder=True)
    data, count = bytes(picture.buffer), picture.n_channels
    return {
        tuple(data[row * picture.stride + at * count :][:3])  # type: ignore[misc]
        for row in range(0, picture.height, 2)
        for at in range(0, picture.width, 2)
    }


def test_the_article_is_printed_with_the_highlights_that_are_shown(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    desk = window.session.desk
    assert desk is not None
    annotate.highlight(window.session.library, desk.id, 60, 120, colour=Colour.YELLOW, note="رأي")
    window.session.refresh()
    fill = QColor(window.look.theme.marks[Colour.YELLOW].fill)
    yellow = (fill.red(), fill.green(), fill.blue())
    document = pdf(window, qtbot, tmp_path / "shown.pdf")
    assert len(document) >= 2
    assert yellow in colours_of(document)
    assert f"{len(document)} pages" in window.messages.text.text()
    hide(window, Hidden(colours=frozenset({Colour.YELLOW})))
    assert yellow not in colours_of(pdf(window, qtbot, tmp_path / "hidden.pdf"))


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_printing_can_be_stopped_and_says_where_it_cannot_write(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    job = printing.print_on(window, QPdfWriter(str(tmp_path / "stopped.pdf")))
    assert job is not None
    with qtbot.waitSignal(job.progress, timeout=20_000):
        pass
    with qtbot.waitSignal(job.stopped), qtbot.assertNotEmitted(job.done):
        QTest.mouseClick(window.messages.button, Qt.MouseButton.LeftButton)
    job = printing.print_on(window, QPdfWriter(str(tmp_path / "missing" / "file.pdf")))
    assert job is not None
    with qtbot.waitSignal(job.failed, timeout=20_000):
        pass
    assert window.messages.text.text() == "The printer or the file cannot be written."


def test_the_key_opens_the_dialog_of_the_system(window: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window.surface, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(window.findChildren(QPrintDialog)), timeout=20_000)
    (dialog,) = window.findChildren(QPrintDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not isValid(dialog), timeout=20_000)


def test_the_printer_stays_until_all_is_printed(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "printed.pdf"
    printing.choose_printer(window)
    (dialog,) = window.findChildren(QPrintDialog)
    dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    dialog.printer().setOutputFileName(str(path))
    dialog.hide()
    dialog.accepted.emit(dialog.printer())
    qtbot.waitUntil(lambda: not isValid(dialog), timeout=20_000)
    assert len(pypdfium2.PdfDocument(path)) >= 2
