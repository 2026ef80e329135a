"""What the tests of the window share: a real screen to run a session on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale, Qt, QTranslator
from shiboken6 import isValid

from reader.settings import Settings
from reader.ui import app as program
from reader.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("Xvfb", "xvfb-run", "openbox", "xdotool", "setxkbmap")


@pytest.fixture
def on_screen() -> Callable[..., str]:
    """Give a function that runs a script of this folder on a screen with a window manager, and returns its output."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        message = f"a real screen needs {', '.join(missing)}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)

    def run(script: str, *arguments: str) -> str:
        environment = {**os.environ, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}
        shell = 'openbox >/dev/null 2>&1 & manager=$!; "$@"; code=$?; kill $manager; exit $code'
        screen = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24 -noreset", "sh", "-c", shell, "sh"]
        done = subprocess.run(
            [*screen, sys.executable, str(Path(__file__).parent / script), *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=110,
            check=False,
        )
        assert done.returncode == 0, done.stderr + done.stdout
        return done.stdout

    return run


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite"


@pytest.fixture
def open_window(qtbot: QtBot, qapp: QApplication, library: Path) -> Iterator[Callable[..., MainWindow]]:
    before = QLocale()
    opened: list[MainWindow] = []

    def make(*, size: tuple[int, int] = (1480, 940), **chosen: object) -> MainWindow:
        settings = Settings(width=size[0], height=size[1], **{"language": "en", **chosen})  # type: ignore[arg-type]
        program.speak(qapp, settings)
        window = MainWindow(library, settings=settings)
        opened.append(window)
        window.show()
        window.resize(*size)
        qtbot.waitUntil(lambda: window.built and window.shelf.articles.rowCount() > 0, timeout=20_000)
        return window

    yield make
    for window in opened:
        if isValid(window):
            window.close()
            window.deleteLater()
    for catalogue in qapp.findChildren(QTranslator):
        qapp.removeTranslator(catalogue)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    QLocale.setDefault(before)


@pytest.fixture
def window(open_window: Callable[..., MainWindow]) -> MainWindow:
    return open_window()
