"""From a key that was pressed to the action it means, on every keyboard layout.

With only an Arabic, Persian, Hebrew or Urdu layout no key gives a Latin letter, and Qt's own shortcuts are dead. So
keys are matched here, once: by the letter the layout gives where it is Latin, else by the key's place on the keyboard.
"""

from __future__ import annotations

import sys
import unicodedata
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reader.ui.actions import Action

Chord = tuple[int, int]
"""Modifiers and key, as Qt numbers them."""

_ROWS = (
    ("1234567890-=", 10, 0x02),
    ("QWERTYUIOP[]", 24, 0x10),
    ("ASDFGHJKL;'", 38, 0x1E),
    ("ZXCVBNM,./", 52, 0x2C),
)
"""Keys of the American layout, row by row, with the scan code of each row's first key: evdev and X11, then Windows."""

_MAC_KEYS = dict(
    zip(
        (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 31, 32, 34, 35, 37, 38, 40, 45, 46),
        "ASDFHGZXCVBQWERYTOUIPLJKNM",
        strict=True,
    )
) | dict(
    zip(
        (18, 19, 20, 21, 23, 22, 26, 28, 25, 29, 27, 24, 43, 47, 44, 41, 39, 33, 30), "1234567890-=,./;'[]", strict=True
    )
)
"""Keys of the American layout by virtual key code (kVK_ANSI_*); ``nativeScanCode`` says nothing on macOS."""

_LATIN_PUNCTUATION = frozenset({("Q", "'"), ("W", ","), ("E", "."), ("Z", ";"), ("P", ";"), ("Q", '"'), ("W", "<")}) | {
    ("E", ">"),
    ("Z", ":"),
    ("P", ":"),
}
"""Letter keys that give punctuation on the Latin layouts Dvorak and Colemak: there the layout decides."""

_MODIFIERS = (
    Qt.KeyboardModifier.ControlModifier.value
    | Qt.KeyboardModifier.AltModifier.value
    | Qt.KeyboardModifier.ShiftModifier.value
    | Qt.KeyboardModifier.MetaModifier.value
)
_CONTROL = Qt.KeyboardModifier.ControlModifier.value
_SHIFT = Qt.KeyboardModifier.ShiftModifier.value
_SPECIAL = 0x01000000
"""Qt numbers keys that give no character from here."""


def chord(keys: str) -> Chord:
    """Return what one key sequence such as ``Ctrl+Shift+E`` stands for."""
    if keys.startswith("Direction_"):
        return 0, Qt.Key[f"Key_{keys}"].value
    combination = QKeySequence(keys)[0]  # type: ignore[index]  # the stubs leave out Qt's operator[]
    return combination.keyboardModifiers().value, combination.key().value


def place(scan_code: int, virtual_key: int, platform: str = sys.platform) -> str:
    """Return the character which an American keyboard has at the place of this key, or nothing."""
    if platform == "darwin":
        return _MAC_KEYS.get(virtual_key, "")
    for characters, x11, windows in _ROWS:
        index = scan_code - (windows if platform == "win32" else x11)
        if 0 <= index < len(characters):
            return characters[index]
    return ""


def readings(key: int, modifiers: int, at: str) -> list[Chord]:
    """Return what a pressed key may mean, the likeliest first.

    ``key`` is what the layout gave, ``at`` what an American keyboard has in that place (see ``place``).
    """
    modifiers &= _MODIFIERS
    meant = [(modifiers, key)]
    if modifiers & _SHIFT and key < _SPECIAL and not chr(key).isalpha():
        meant.append((modifiers & ~_SHIFT, key))  # Ctrl+Shift+= is Ctrl++
    if at and _layout_says_nothing(key, at):
        meant.append((modifiers, ord(at)))
    return meant


def _layout_says_nothing(key: int, at: str) -> bool:
    """Tell whether a key's place decides: the layout gave no Latin letter, digit or known Latin punctuation."""
    if key >= _SPECIAL:
        return key == Qt.Key.Key_unknown.value
    if key >= 0x80:
        return True
    character = chr(key)
    if character.isalnum():
        return False
    return at.isalnum() and (at, character) not in _LATIN_PUNCTUATION


def typing_in(widget: object) -> bool:
    """Tell whether this widget takes typed text, so that keys such as Ctrl+Z and Delete are its own."""
    if isinstance(widget, QLineEdit | QTextEdit | QPlainTextEdit):
        return not widget.isReadOnly()
    return isinstance(widget, QAbstractSpinBox)


def _digit(key: int) -> int | None:
    """Return the value of a digit key of any script."""
    return unicodedata.digit(chr(key), None) if key < _SPECIAL else None


class Shortcuts(QObject):
    """An event filter over the program that turns keys pressed in one window into its actions."""

    def __init__(
        self,
        window: QWidget,
        actions: Iterable[Action],
        run: Callable[[str], None],
        page_keys_apply: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._run = run
        self._page_keys_apply = page_keys_apply
        self._actions: dict[Chord, Action] = {}
        self._page: dict[Chord, Action] = {}
        self._sending = False
        for action in actions:
            self._actions.update({chord(keys): action for keys in action.keys})
            self._page.update({chord(keys): action for keys in action.page_keys})
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the key presses that mean an action; give text fields the Latin letter they look for."""
        if event.type() is not QEvent.Type.KeyPress or self._sending or not isinstance(watched, QWidget):
            return False
        if not isinstance(event, QKeyEvent) or watched.window() is not self._window:
            return False
        at = place(event.nativeScanCode(), event.nativeVirtualKey())
        meant = readings(event.key(), event.modifiers().value, at)
        action = self._wanted(meant, typing=self._typing(watched))
        if action is not None:
            self._run(action.id)
            return True
        return self._in_latin(watched, event, meant)

    def _typing(self, watched: QWidget) -> bool:
        """Tell whether a field is being typed in: also when it let a key go, which then comes to what it stands in."""
        focus = self._window.focusWidget()
        return typing_in(watched) or (typing_in(focus) and watched.isAncestorOf(focus))

    def _wanted(self, meant: list[Chord], *, typing: bool) -> Action | None:
        for reading in meant:
            action = self._actions.get(reading)
            if action is not None:
                return None if (typing and action.gives_way) or self._is_a_lists(reading) else action
        if typing or not self._page_keys_apply():
            return None
        modifiers, key = meant[0]
        digit = _digit(key)
        return self._page.get((modifiers, key if digit is None else 0x30 + digit))

    def _is_a_lists(self, reading: Chord) -> bool:
        """Tell whether a bare letter goes to the list that has the focus, where it finds the rows that begin so."""
        modifiers, key = reading
        return modifiers in {0, _SHIFT} and key < _SPECIAL and isinstance(self._window.focusWidget(), QAbstractItemView)

    def _in_latin(self, watched: QWidget, event: QKeyEvent, meant: list[Chord]) -> bool:
        """Send a Ctrl+letter again as a Latin one, so that copy, cut, paste and select all work in every field."""
        modifiers, key = meant[-1]
        if not modifiers & _CONTROL or key == event.key() or not chr(key).isalpha():
            return False
        self._sending = True
        try:
            again = QKeyEvent(
                event.type(), key, Qt.KeyboardModifier(modifiers), "", event.isAutoRepeat(), event.count()
            )
            QApplication.sendEvent(watched, again)
        finally:
            self._sending = False
        return True
