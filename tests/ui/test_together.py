"""Two windows and the command line on one library at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from reader import annotate, shelf
from reader.store.library import Library
from tests.material import article_of

ROOT = Path(__file__).resolve().parents[2]
TEXT = "\n".join(f"سطر رقم {number} من كتاب طويل" for number in range(100))


def start(*words: str, library: Path) -> subprocess.Popen[str]:
    environment = os.environ | {
        "HAMISH_LIBRARY": str(library),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
    }
    pipe = subprocess.PIPE
    return subprocess.Popen(
        [sys.executable, *words], cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, stderr=pipe, encoding="utf-8"
    )


def test_two_windows_and_commands_lose_nothing_and_meet_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with Library.open(path) as library:
        shared = shelf.add(library, article_of(TEXT), name="shared").id
        doomed = shelf.add(library, article_of("نص زائد\nكلام مشترك"), name="doomed").id
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text(f"ملف {number}\n\nكلام مشترك في سطر.\n", encoding="utf-8")
    session = str(Path(__file__).parent / "together_session.py")
    windows = [start(session, str(path), name, shared, library=path) for name in ("one", "two")]
    for window in windows:
        assert window.stdout is not None
        assert window.stdin is not None
        assert window.stdout.readline() == "ready\n"
    for window in windows:
        assert window.stdin is not None
        print("go", file=window.stdin, flush=True)
    command = ("-m", "reader")
    adding = [start(*command, "add", str(tmp_path / f"{number}.txt"), library=path) for number in range(4)]
    marking = [start(*command, "highlight", shared, "--from", "-", library=path) for _ in range(2)]
    other = [start(*command, *words, library=path) for words in (("find", "مشترك"), ("remove", doomed), ("list",))]
    for number, process in enumerate(marking):
        rows = [{"start": 500 + 20 * number + 3 * row, "end": 502 + 20 * number + 3 * row} for row in range(5)]
        out, err = process.communicate("\n".join(map(json.dumps, rows)), timeout=100)
        assert (process.returncode, err, len(out.split())) == (0, "", 5)
    for process in (*adding, *other):
        _out, err = process.communicate(timeout=100)
        assert "locked" not in err
        assert process.returncode == 0, err
    told = []
    for window in windows:
        assert window.stdout is not None
        told.append(json.loads(window.stdout.readline()))
    for window in windows:
        assert window.communicate("end\n", timeout=100)[1] == ""
        assert window.returncode == 0
    assert [each["failed"] for each in told] == [[], []]
    with Library.open(path) as library:
        live = {info.id: info for info in shelf.articles(library)}
        notes = sorted(note.id for note in annotate.notes(library, shared))
        removed = {info.id for info in shelf.articles(library, deleted=True)}
        assert shelf.verify(library) == []
    kept = {article for each in told for at, article in enumerate(each["added"]) if at % 3 != 2}
    gone = {article for each in told for at, article in enumerate(each["added"]) if at % 3 == 2} | {doomed}
    assert kept <= live.keys()
    assert removed == gone
    assert len(live) == 1 + len(kept) + 4
    assert len(notes) == 2 * 8 + 2 * 5
    assert {note for each in told for note in each["notes"]} <= set(notes)
    assert [live[each["added"][0]].tags for each in told] == [("one5",), ("two5",)]
    last = told[-1]
    assert last["listed"] == sorted(live) or told[0]["listed"] == sorted(live)
    assert last["seen"] == notes or told[0]["seen"] == notes
