from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest

from reader import annotate
from reader.ui import looking_up
from reader.ui.resizing import ends

if TYPE_CHECKING:
    from reader.ui.window import MainWindow


def drag(window: MainWindow, start: QPoint, end: QPoint) -> None:
    viewport = window.surface.viewport()
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for step in range(1, 5):
        QTest.mouseMove(viewport, start + (end - start) * step / 4)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=end)


@pytest.mark.parametrize(("which", "becomes"), [("end", "البيت الأبيض في"), ("start", "وقال البيت الأبيض")])
def test_either_end_is_dragged(window: MainWindow, which: str, becomes: str) -> None:
    desk = window.session.desk
    assert desk is not None
    start = desk.whole().index("البيت الأبيض")
    made = annotate.highlight(window.session.library, desk.id, start, start + 12, note="باقية")
    window.session.refresh()
    window.set_active(made.id)
    first, last = ends(window.surface, made)
    assert first is not None
    assert last is not None
    grip = last if which == "end" else first
    target = desk.whole().index(becomes)
    reach = target + len(becomes) - 1 if which == "end" else target
    (box,) = window.surface.span_boxes(reach, reach + 1)
    x = box.left() + 1 if which == "end" else box.right() - 1
    drag(window, QPoint(round(grip.x), round(grip.top + 8)), QPoint(round(x), round(grip.top + 8)))
    (after,) = annotate.notes(window.session.library, desk.id)
    assert after.target.exact == becomes
    assert after.note == "باقية"
    assert window.surface.selection() is None
    window.commands.run("undo")
    assert annotate.notes(window.session.library, desk.id)[0].target.exact == "البيت الأبيض"


def test_a_word_is_looked_up_bare_and_only_when_asked(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    desk = window.session.desk
    assert desk is not None
    at = desk.whole().index("الـناتو")
    window.surface.set_selection(at, at + len("الـناتو"))
    window.commands.run("look_up")
    assert opened == []
    assert window.messages.isVisible()
    window.choose(lookups=looking_up.sites("https://example.org/a?q=%s nonsense ftp://x/%s"))
    assert window.settings.lookups == (("example.org", "https://example.org/a?q=%s"),)
    window.commands.run("look_up")
    assert [url.toString() for url in opened] == ["https://example.org/a?q=الناتو"]


def test_a_word_is_bare() -> None:
    assert looking_up.bare("كِتَابٌ") == "كتاب"
    assert looking_up.bare(" الـناتو ") == "الناتو"
