"""A screen reader's questions to a surface in another process: ``app`` is the window, anything else the client."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, MatchRule, message_bus, new_method_call  # type: ignore[import-untyped]
from jeepney.io.blocking import DBusConnection, Proxy, open_dbus_connection  # type: ignore[import-untyped]

ACCESSIBLE, TEXT = "org.a11y.atspi.Accessible", "org.a11y.atspi.Text"
ROOT = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
WAIT = 20.0
"""Seconds that anything may take before the session is a failure."""


def app() -> int:
    """Show the seed with one highlight, and do what the lines of standard input say."""
    from PySide6.QtCore import QSocketNotifier
    from PySide6.QtWidgets import QApplication

    from reader import annotate, paths, shelf
    from reader.desk import Desk
    from reader.store.library import Library
    from reader.ui.surface import accessible
    from reader.ui.surface.surface import ReadingSurface

    qt = QApplication(sys.argv)
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder) / "library.sqlite") as library:
        article = shelf.add_file(library, next(paths.seeds().glob("*.txt"))).id
        start = shelf.text(library, article).index("SolarWinds")
        annotate.highlight(library, article, start, start + 10, note="شركة")
        surface = ReadingSurface()
        surface.resize(800, 900)
        surface.set_desk(Desk(library, article))
        surface.show()
        accessible.describe(surface)
        surface.setFocus()

        def told() -> None:
            word = sys.stdin.readline().strip()
            if word == "select":
                surface.set_selection(start, start + 10)
            elif word == "visit":
                surface.go_to(start)
            else:
                qt.quit()

        listening = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        listening.activated.connect(told)
        return qt.exec()


class Client:
    """What a screen reader does: asks objects on the accessibility bus, and hears events."""

    def __init__(self) -> None:
        with open_dbus_connection("SESSION") as session:
            (address,) = _call(session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")
        self.bus: DBusConnection = open_dbus_connection(address)

    def ask(self, what: tuple[str, str], interface: str, method: str, signature: str = "", *words: Any) -> Any:
        body = _call(self.bus, *what, interface, method, signature or None, words)
        return body[0] if len(body) == 1 else body

    def about(self, what: tuple[str, str], interface: str, name: str) -> Any:
        return self.ask(what, "org.freedesktop.DBus.Properties", "Get", "ss", interface, name)[1]

    def children(self, what: tuple[str, str]) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = self.ask(what, ACCESSIBLE, "GetChildren")
        return found

    def find(self, what: tuple[str, str], role: str) -> tuple[str, str]:
        """Return the first object with this role below another; waits until it is there."""
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            waiting = self.children(what)
            while waiting:
                one = waiting.pop(0)
                if self.ask(one, ACCESSIBLE, "GetRoleName") == role:
                    return one
                waiting += self.children(one)
            time.sleep(0.1)
        raise TimeoutError(role)

    def listen(self, member: str) -> Any:
        rule = MatchRule(type="signal", interface="org.a11y.atspi.Event.Object", member=member)
        Proxy(message_bus, self.bus).AddMatch(rule)
        registry = (ROOT[0], "/org/a11y/atspi/registry")
        self.ask(registry, "org.a11y.atspi.Registry", "RegisterEvent", "sass", f"object:{member}", [], "")
        return self.bus.filter(rule, bufsize=8)


def _call(
    bus: DBusConnection, name: str, path: str, interface: str, method: str, signature: Any = None, words: Any = ()
) -> Any:
    address = DBusAddress(path, bus_name=name, interface=interface)
    reply = bus.send_and_get_reply(new_method_call(address, method, signature, tuple(words)), timeout=WAIT)
    if reply.header.message_type.name == "error":
        raise RuntimeError(f"{interface}.{method}: {reply.body}")
    return reply.body


def client() -> int:
    """Print as JSON what a screen reader finds."""
    me = [sys.executable, str(Path(__file__).resolve()), "app"]
    environment = {**os.environ, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    seen: dict[str, Any] = {}
    reader = Client()
    window = subprocess.Popen(me, stdin=subprocess.PIPE, env=environment, text=True)

    def say(word: str) -> None:
        assert window.stdin is not None
        window.stdin.write(f"{word}\n")
        window.stdin.flush()

    document = reader.find(ROOT, "document")
    blocks = reader.children(document)
    seen["name"] = reader.about(document, ACCESSIBLE, "Name")
    seen["roles"] = [reader.ask(block, ACCESSIBLE, "GetRoleName") for block in blocks[:3]]
    seen["level"] = reader.ask(blocks[0], ACCESSIBLE, "GetAttributes")
    seen["locale"] = reader.about(blocks[0], ACCESSIBLE, "Locale")
    title = reader.about(blocks[0], TEXT, "CharacterCount")
    seen["title"] = reader.ask(blocks[0], TEXT, "GetText", "ii", 0, title)
    seen["count"] = len(blocks)

    marked = next(block for block in blocks if reader.children(block))
    (note,) = reader.children(marked)
    seen["note"] = [reader.about(note, ACCESSIBLE, name) for name in ("Name", "Description")]
    text = reader.ask(marked, TEXT, "GetText", "ii", 0, reader.about(marked, TEXT, "CharacterCount"))
    at = text.index("SolarWinds")
    seen["word"] = reader.ask(marked, TEXT, "GetStringAtOffset", "iu", at + 4, 1)
    seen["line"] = reader.ask(marked, TEXT, "GetStringAtOffset", "iu", at + 4, 4)[0] == text
    seen["box"] = reader.ask(blocks[0], TEXT, "GetCharacterExtents", "iu", 0, 0)

    with reader.listen("TextSelectionChanged") as events:
        say("select")
        heard = reader.bus.recv_until_filtered(events, timeout=WAIT)
        seen["selection"] = heard.header.fields[1] == marked[1]
    seen["caret"] = reader.about(marked, TEXT, "CaretOffset") - at
    with reader.listen("Announcement") as events:
        say("visit")
        seen["entered"] = reader.bus.recv_until_filtered(events, timeout=WAIT).body[3][1]
    reader.ask(blocks[1], TEXT, "SetCaretOffset", "i", 3)
    seen["moved"] = reader.about(blocks[1], TEXT, "CaretOffset")
    say("quit")
    seen["status"] = window.wait(WAIT)
    sys.stdout.write(json.dumps(seen) + "\n")
    return 0


if __name__ == "__main__":
    if sys.argv[1:] == ["app"]:
        sys.exit(app())
    if sys.argv[1:] == ["client"]:
        sys.exit(client())
    os.execvp("dbus-run-session", ["dbus-run-session", "--", sys.executable, __file__, "client"])
