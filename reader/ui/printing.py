"""Printing of the annotated article, sheet by sheet between two looks at keys and mouse, with a way to stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QPageLayout, QPainter

from reader.errors import HamishError
from reader.ui.choices import typography_of
from reader.ui.i18n import percent, tr, tr_n
from reader.ui.sheets import POINT, Sheets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QPagedPaintDevice

    from reader.ui.window import MainWindow


def choose_printer(window: MainWindow) -> None:
    """Let the person choose a printer, or a PDF file, in a dialog that blocks nothing else."""
    from PySide6.QtPrintSupport import QPrintDialog

    desk = window.session.desk
    if desk is None:
        return
    window.leave_note()
    dialog = QPrintDialog(window)  # its printer goes when it goes: it stays until all is printed
    dialog.printer().setDocName(desk.info.title)
    dialog.printer().setFullPage(True)  # the sheets have margins of their own, measured from the edge of the paper
    dialog.setWindowModality(Qt.WindowModality.WindowModal)

    def accepted() -> None:
        job = print_on(window, dialog.printer())
        if job is not None:
            job.destroyed.connect(dialog.deleteLater)

    dialog.accepted.connect(accepted)
    dialog.rejected.connect(dialog.deleteLater)
    dialog.show()


def print_on(window: MainWindow, device: QPagedPaintDevice) -> Printing | None:
    """Print the open article as the window shows it; None where nothing is open."""
    if window.session.desk is None:
        return None
    job = Printing(window, device)
    job.done.connect(lambda count: window.messages.say(tr_n("%n pages were printed.", count)))
    job.failed.connect(window.messages.fail)
    job.progress.connect(
        lambda share: window.messages.progress(tr("Printing: {percent}").format(percent=percent(share)), job.stop)
    )
    for ended in (job.done, job.failed, job.stopped):
        ended.connect(job.deleteLater)
    job.start()
    return job


class Printing(QObject):
    """Prints one article on one device; it is over when the window is closed."""

    done = Signal(int)
    """Everything is printed: the number of sheets."""
    failed = Signal(str)
    stopped = Signal()
    progress = Signal(float)

    def __init__(self, window: MainWindow, device: QPagedPaintDevice) -> None:
        super().__init__(window)
        self._window = window
        self._device = device
        self._painter = QPainter()
        self._work: Iterator[float] = iter(())
        self._timer = QTimer(self)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._go_on)

    def start(self) -> None:
        """Begin to print."""
        self._work = self._printed()
        self._timer.start()

    def stop(self) -> None:
        """Print no further."""
        self._end()
        self.stopped.emit()

    def _end(self) -> None:
        self._timer.stop()
        self._work = iter(())
        if self._painter.isActive():
            self._painter.end()

    def _go_on(self) -> None:
        if not self._window.isVisible():
            self.stop()
            return
        try:
            share = next(self._work, None)
        except HamishError as error:
            self._end()
            self.failed.emit(str(error))
            return
        if share is not None:
            self.progress.emit(share)

    def _printed(self) -> Iterator[float]:
        """Print a sheet at a time, and yield the share of the text that is done."""
        window, device = self._window, self._device
        device.setPageMargins(QMarginsF(), QPageLayout.Unit.Point)
        desk = window.session.desk
        if desk is None or not self._painter.begin(device):
            self._end()
            self.failed.emit(tr("The printer or the file cannot be written."))
            return
        size = device.pageLayout().fullRect(QPageLayout.Unit.Point).size()
        scale = device.logicalDpiX() / 72 * POINT
        self._painter.scale(scale, scale)
        sheets = Sheets(
            desk,
            typography_of(window.settings),
            size,
            signs=window.settings.signs,
            hidden=window.hidden.hides if window.hidden else None,
        )
        count = 0
        for sheet in sheets:
            if count:
                device.newPage()
            count += 1
            sheets.draw(self._painter, sheet)
            yield sheet.done / max(1, desk.length)
        self._end()
        self.done.emit(count)
