"""A window of its own process that adds, marks, searches and removes on a library others use; prints what it did."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtTest import QTest

from reader import annotate, shelf
from reader.settings import Settings
from reader.ui import app as program
from reader.ui import texts_verbs
from reader.ui.search_panel import look_for
from reader.ui.window import MainWindow
from reader.ui.work import Task
from tests.material import article_of

ROUNDS = 8


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    path, name, shared = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    settings = Settings(language="en")
    app = program.application()
    program.speak(app, settings)
    window = MainWindow(path, shared, settings=settings, keeps_settings=False)
    window.show()
    window.build()
    window.commands.run("texts")
    failed: list[str] = []
    window.session.failed.connect(failed.append)
    session, library = window.session, window.session.library
    added, notes, found = [], [], []
    say("ready")
    sys.stdin.readline()
    for number in range(ROUNDS):
        info = session.change(shelf.add, library, article_of(f"نص {name} {number}\nكلام مشترك"), name=f"{name}{number}")
        note = session.change(annotate.highlight, library, shared, 5 * number, 5 * number + 3, note=f"{name} {number}")
        added.append(info.id if info else "")
        notes.append(note.id if note else "")
        task = Task(window, library, lambda mine, watch: look_for(mine, "مشترك", False, watch))
        task.done.connect(lambda places: found.append(len(places)))
        task.failed.connect(failed.append)
        task.start()
        if number % 3 == 2:
            texts_verbs.remove(window, [added[number]])
            texts_verbs.set_tags(window, [added[0]], [f"{name}{number}"])
        QTest.qWait(10)
    while len(found) + len(failed) < ROUNDS:
        QTest.qWait(10)
    QTest.qWait(1500)
    desk = session.desk
    seen = sorted(note.id for note in desk.annotations) if desk else []
    listed = sorted(info.id for info in window.panels.texts._all)
    say(json.dumps({"added": added, "notes": notes, "failed": failed, "seen": seen, "listed": listed}))
    sys.stdin.readline()
    window.close()


main()
