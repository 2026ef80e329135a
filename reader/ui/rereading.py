"""The kept file of a text read once more in another way: as it is, or in another encoding; the notes go along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from reader.text.bidi import isolate
from reader.ui.i18n import percent, tr
from reader.ui.work import Task

if TYPE_CHECKING:
    from reader.formats import Hints, Watch
    from reader.store.library import Library
    from reader.ui.window import MainWindow

SAMPLE = 4096
"""Bytes of the file that are tried in each encoding."""
SEEN = 36
"""Code points of them that a menu shows."""


def choose(window: MainWindow, article: str = "") -> None:
    """Open a menu of the ways in which the file of an article (the open one) can be read, over the page."""
    desk = window.session.desk
    article = article or (desk.id if desk else "")
    if not article:
        return
    menu = QMenu(window)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if fill(window, article, menu):
        at = window.page().topRight() if window.look.right_to_left else window.page().topLeft()
        menu.popup(window.mapToGlobal(at + QPoint(0, 40)))
    else:
        menu.deleteLater()


def fill(window: MainWindow, article: str, menu: QMenu) -> bool:
    """Offer every encoding with the first words it makes of the file; False, with a message, where none was kept."""
    from reader import shelf
    from reader.formats.encodings import CHOICES
    from reader.formats.hints import Hints

    kept = window.session.do(shelf.original, window.session.library, article)
    if kept is None:
        window.messages.say(tr("The file of this text was not kept, so it cannot be read again."))
        return False
    menu.setAccessibleName(tr("Read in another encoding…"))
    menu.addAction(tr("As Hamish would read it")).triggered.connect(lambda: read_again(window, article))
    menu.addAction(tr("Take the text as it is")).triggered.connect(lambda: as_is(window, article))
    data = kept[0][:SAMPLE]
    if not data.startswith((b"PK\x03\x04", b"%PDF")):  # whose text is in an encoding of their own
        menu.addSeparator()
        for name, label in CHOICES:
            words = f"{_language(label)} — {isolate(words_in(data, name))}"
            menu.addAction(words).triggered.connect(
                lambda _on=False, name=name: read_again(window, article, Hints(encoding=name))
            )
    return True


def words_in(data: bytes, encoding: str) -> str:
    """Return the first words that the bytes make in an encoding, what they cannot be as U+FFFD."""
    from reader.formats.encodings import decode
    from reader.formats.hints import Hints

    text = decode(data, Hints(encoding=encoding, as_is=True)).text
    lines = (" ".join(line.split()) for line in text.splitlines())
    return next((line[:SEEN] for line in lines if any(map(str.isalpha, line))), "")


def as_is(window: MainWindow, article: str = "") -> None:
    """Read the file of an article (the open one) without any repair, and a web page whole."""
    from reader.formats.hints import Hints

    read_again(window, article, Hints(as_is=True))


def read_again(window: MainWindow, article: str = "", hints: Hints | None = None) -> None:
    """Give an article (the open one) the text that ``hints`` make of its file, in a worker; one undoable step."""
    from dataclasses import replace

    from reader import formats, shelf, update

    desk = window.session.desk
    article = article or (desk.id if desk else "")
    info = window.session.do(shelf.info, window.session.library, article) if article else None
    if info is None:
        return
    window.leave_note()

    def read(library: Library, watch: Watch) -> bool | None:
        kept = shelf.original(library, article)
        if kept is None:
            return None
        data, name = kept
        address = info.source if info.source.startswith(("https://", "http://")) else ""
        fresh = formats.read(data, replace(hints or formats.Hints(), name=name, url=address), watch)
        report = update.update(library, article, fresh, source=info.source, original=data, name=name)
        return report.version != info.version

    task = Task(window, window.session.library, read)
    sentence = tr("Reading {name}: {percent}")
    task.progress.connect(
        lambda done: window.messages.progress(
            sentence.format(name=isolate(info.title), percent=percent(done)), task.stop
        )
    )
    task.done.connect(lambda changed: _done(window, changed))
    task.failed.connect(window.messages.fail)
    task.ended.connect(task.deleteLater)
    task.start()


def _done(window: MainWindow, changed: bool | None) -> None:
    window.session.refresh()  # which shows the new text, and tells of its notes
    if changed is None:
        window.messages.say(tr("The file of this text was not kept, so it cannot be read again."))
    elif not changed:
        window.messages.say(tr("Read so, the text is the same."))


def _language(label: str) -> str:
    """Return what an encoding is for, in the language of the interface, with its technical name."""
    language, _, name = label.partition(" ")
    said = {
        "Unicode": tr("All languages"),
        "Arabic": tr("Arabic"),
        "Persian": tr("Persian"),
        "Hebrew": tr("Hebrew"),
        "Western": tr("Western European"),
        "Turkish": tr("Turkish"),
        "Cyrillic": tr("Cyrillic"),
    }[language]
    return f"{said} {isolate(name)}"
