"""Looking a word up on the sites a person has set: opened in the browser; nothing is sent without being asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMenu

from reader.ui.i18n import tr

if TYPE_CHECKING:
    from reader.ui.window import MainWindow


def sites(text: str) -> tuple[tuple[str, str], ...]:
    """Return the sites in a field of addresses: the name is the host; what is no web address with %s is left out."""
    found = []
    for address in text.split():
        parts = urlsplit(address.replace("%s", "word"))
        if parts.scheme in {"http", "https"} and parts.hostname and "%s" in address:
            found.append((parts.hostname.removeprefix("www."), address))
    return tuple(found)


def bare(word: str) -> str:
    """Return a word as a dictionary wants it: without vowel signs, tatweel and what is not seen."""
    from reader.text.fold import fold
    from reader.text.folding import NOTHING

    return " ".join(fold(word, replace(NOTHING, marks=True, tatweel=True, joiners=True)).text.split())


def address_for(address: str, word: str) -> str:
    """Return the address of a site for one word."""
    return address.replace("%s", quote(bare(word), safe=""))


def look_up(window: MainWindow) -> None:
    """Look up the selection, or the word at the caret; with several sites the person chooses."""
    desk = window.session.desk
    if desk is None:
        return
    start, end = window.surface.selection() or window.surface.word_span(window.surface.caret())
    word = desk.text(start, end).strip()
    known = window.settings.lookups
    if not known:
        settings = window.panels["settings"]
        window.messages.say(tr("No site for looking up words is set."), button=tr("Settings"), act=settings.open)
    elif word and len(known) == 1:
        QDesktopServices.openUrl(QUrl(address_for(known[0][1], word)))
    elif word:
        menu = QMenu(window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, address in known:
            url = QUrl(address_for(address, word))
            menu.addAction(name).triggered.connect(lambda _on=False, url=url: QDesktopServices.openUrl(url))
        menu.popup(window.surface.viewport().mapToGlobal(window.surface.span_rect(start, end).bottomLeft()))
