"""The program: Qt, the words and direction of the interface, the first font, the window; the rest comes after it."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from reader import settings as stored
from reader.errors import HamishError
from reader.ui import fonts, i18n
from reader.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reader.settings import Settings

SPEAKS = "speaks"
"""Property of an application that was given its words before."""
STARTED = 1500
"""Milliseconds after which the start is over and the window stands whole."""


def run(files: Sequence[Path] = (), library_path: Path | None = None) -> int:
    """Open the window, add ``files`` to the library and show the last of them; return the exit code.

    A library that cannot be opened is one sentence on standard error, and 1.
    """
    app = application()
    settings = stored.load()
    speak(app, settings)
    try:
        window = MainWindow(library_path, settings=settings, sample=not files)
    except HamishError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    open_windows = [window]
    window.words_changed.connect(lambda: QTimer.singleShot(0, lambda: reopen(app, open_windows)))
    if settings.maximised:
        window.showMaximized()
    else:
        window.show()
    if files:
        QTimer.singleShot(0, lambda: _add(window, list(files)))
    QTimer.singleShot(STARTED, _collect_from_now_on)
    return app.exec()


def reopen(app: QApplication, windows: list[MainWindow]) -> None:
    """Open the only window of ``windows`` anew in the language of its settings, on the same article and place."""
    old = windows.pop()
    desk = old.session.desk
    place, library, settings = old.geometry(), old.session.library.path, old.settings
    quits = app.quitOnLastWindowClosed()
    app.setQuitOnLastWindowClosed(False)
    old.close()
    old.deleteLater()
    speak(app, settings)
    window = MainWindow(library, desk.id if desk else None, settings=settings, keeps_settings=old.keeps_settings)
    windows.append(window)
    window.words_changed.connect(lambda: QTimer.singleShot(0, lambda: reopen(app, windows)))
    window.setGeometry(place)
    window.show()
    app.setQuitOnLastWindowClosed(quits)


def application() -> QApplication:
    """Return the one QApplication, made when there is none yet."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus)
    # setStyle() would do as well, but it hands the style to Python, whose enums cost 11 ms
    app = QApplication(["hamish", "-style", "fusion"])
    app.setApplicationName("hamish")
    app.setDesktopFileName("org.hamish.Reader")
    return app


def speak(app: QApplication, settings: Settings, *, language: str = "") -> None:
    """Give the interface its language and direction, and register the one font of the first page."""
    chosen = i18n.choose_language(language or settings.language)
    # not asked at the start: looking through the children hands the style to Python too
    for before in app.findChildren(QTranslator) if app.property(SPEAKS) else ():
        app.removeTranslator(before)
        before.deleteLater()
    app.setProperty(SPEAKS, True)
    for catalogue in (i18n.words_of_qt(chosen), i18n.Catalogue(chosen, i18n.read_catalogue(chosen))):
        if catalogue is not None:
            catalogue.setParent(app)
            app.installTranslator(catalogue)
    QLocale.setDefault(i18n.locale_for(chosen))
    app.setLayoutDirection(i18n.direction_for(chosen, settings.interface_direction))
    fonts.register(fonts.AMIRI)


def _collect_from_now_on() -> None:
    """Let memory be collected, but never look through what the start made: it stays, and a frame would wait for it."""
    gc.freeze()
    gc.enable()


def _add(window: MainWindow, files: list[Path]) -> None:
    from reader.ui.intake import add_files

    window.build()
    add_files(window, files)
