"""Run under Xvfb and openbox: press every key of the table on each layout with XTEST, print what it did as JSON."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from reader.ui import actions, shortcuts

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

CONTROL, SHIFT, ALT, META = 37, 50, 64, 133
SPECIAL = {
    Qt.Key.Key_Delete: 119,
    Qt.Key.Key_Insert: 118,
    Qt.Key.Key_Up: 111,
    Qt.Key.Key_Down: 116,
    Qt.Key.Key_Left: 113,
    Qt.Key.Key_Right: 114,
    Qt.Key.Key_PageUp: 112,
    Qt.Key.Key_PageDown: 117,
    Qt.Key.Key_F1: 67,
    Qt.Key.Key_F2: 68,
    Qt.Key.Key_F3: 69,
    Qt.Key.Key_F6: 72,
    Qt.Key.Key_F7: 73,
    Qt.Key.Key_F8: 74,
    Qt.Key.Key_F9: 75,
    Qt.Key.Key_F11: 95,
}
LAYOUTS = {"us": "f", "ara": "ب", "ir": "ب", "il": "כ", "pk": "ف"}
"""Each layout and what its key at the place of F types, to know when it has come into force."""


class Probe(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.typed: list[str] = []
        self.did: list[str] = []

    def keyPressEvent(  # noqa: N802  # Qt's own name
        self, event: QKeyEvent
    ) -> None:
        self.typed.append(event.text())


def keycodes(keys: str) -> str:
    modifiers, key = shortcuts.chord(keys)
    pressed = [
        code
        for code, flag in (
            (CONTROL, Qt.KeyboardModifier.ControlModifier),
            (SHIFT, Qt.KeyboardModifier.ShiftModifier),
            (ALT, Qt.KeyboardModifier.AltModifier),
            (META, Qt.KeyboardModifier.MetaModifier),
        )
        if modifiers & flag.value
    ]
    if Qt.Key(key) in SPECIAL:
        pressed.append(SPECIAL[Qt.Key(key)])
    else:
        character = chr(key)
        if character == "+":
            pressed.append(SHIFT)
            character = "="
        pressed.append(next(code for code in range(8, 62) if shortcuts.place(code, 0, "linux") == character))
    return "+".join(map(str, pressed))


def press(codes: str) -> None:
    subprocess.run(["xdotool", "key", codes], check=True)


def wait(condition: object, seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        if time.monotonic() > end:
            return False
        QTest.qWait(5)
    return True


def choose(layout: str, probe: Probe) -> None:
    subprocess.run(["setxkbmap", layout], check=True)
    expected = LAYOUTS[layout.split(",", maxsplit=1)[0]]
    for _ in range(20):
        probe.typed.clear()
        press("41")
        if wait(lambda: probe.typed) and probe.typed[-1] == expected:
            return
    sys.exit(f"the layout {layout} never typed {expected}, but {probe.typed}")


def main() -> None:
    app = QApplication([])
    probe = Probe()
    table = actions.table(right_to_left=True, platform="linux")
    on_page = [False]
    shortcuts.Shortcuts(probe, table, probe.did.append, lambda: on_page[0])
    probe.show()
    if not wait(probe.isActiveWindow):
        sys.exit("the window never became active")
    result: dict[str, dict[str, list[str]]] = {}
    for layout in sys.argv[1:]:
        on_page[0] = False
        choose(layout, probe)
        done = result.setdefault(layout, {})
        for action in table:
            for keys in action.keys if action.listed else ():
                probe.did.clear()
                press(keycodes(keys))
                wait(lambda: probe.did, 2)
                done[keys] = list(probe.did)
        on_page[0] = True
        for action in table:
            for keys in action.page_keys:
                probe.did.clear()
                press(keycodes(keys))
                wait(lambda: probe.did, 2)
                done[keys] = list(probe.did)
    sys.stdout.write(json.dumps(result))
    app.quit()


if __name__ == "__main__":
    main()
