"""Random command lines on a scratch library, for as long as ``--seconds`` says (20); exit 1 at the first fault.

A fault is a traceback, an exit status other than 0, 1 and 2, or a refusal that is not one sentence. ``--seed=N`` starts
the dice anew; the seed and the words of a fault are printed.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from reader.__main__ import main as hamish  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

OFFSETS = ["0", "1", "5", "6", "90", "91", "1905", "1915", "2388", "2389", "2390", "-1", "1" + "0" * 18, "1" + "0" * 30]
TEXTS = [
    "بايدن",
    "SolarWinds",
    "",
    "غائب",
    "\u202e",
    "a\nb",
    "👩",
    "أمن",
    "x" * 5000,
    "\x1b[31m",
    '"',
    "*",
    "(",
    "ً",
    "\udcff",
]
ENCODINGS = ["utf-8", "windows-1256", "utf-16", "cp720", "nonsense", "idna", "rot13", "base64"]


class Dice:
    """Chooses the words of one command."""

    def __init__(self, seed: int, files: Sequence[str], notes: Sequence[str]) -> None:
        self.random = random.Random(seed)
        self.files = files
        self.notes = notes

    def of(self, values: Sequence[str]) -> str:
        return self.random.choice(values)

    def some(self, *options: Sequence[str]) -> list[str]:
        return [word for option in options if self.random.random() < 0.4 for word in option]

    def words(self) -> list[str]:
        """Return one command line."""
        article = self.of([self.files[0]] * 6 + [self.files[1], "", "0", "a"])
        note = self.of([*self.notes, "", "zz", "12345678"])
        text, other, start, end = self.of(TEXTS), self.of(TEXTS), self.of(OFFSETS), self.of(OFFSETS)
        as_json = ["--json"]
        places = [["--start", start, "--end", end], ["--quote", text, "--prefix", other], ["--every", text]]
        orders = [
            ["--plain"],
            ["--order", "visual", "--width", self.of(["1", "2", "9", "9999"])],
            ["--color", "always"],
        ]
        outs = [
            ["-o", self.files[2]],
            ["--to", "html", "-o", self.files[3]],
            ["--flavor", self.of(["github", "pandoc"])],
        ]
        return self.random.choice(
            [
                ["add", self.of(self.files), *self.some(as_json, ["--as-is"], ["--encoding", self.of(ENCODINGS)])],
                ["list", *self.some(as_json, ["--tag", text], ["--language", other], ["--sort", "title"])],
                ["show", article, *self.random.choice(orders)],
                [
                    "highlight",
                    article,
                    *self.random.choice(places),
                    *self.some(as_json, ["--note", other], ["--tag", text]),
                ],
                ["highlight", article, "--from", "-"],
                ["notes", article, *self.some(as_json, ["--text", text], ["--tag", other], ["--orphans"])],
                ["find", text, *self.some([article], as_json, ["--exact"], ["--word"], ["--regex"])],
                ["find", text, "--ranked", *self.some(as_json, ["--exact"], ["--word"])],
                ["update", article, *self.some([self.of(self.files)], as_json, ["--as-is"])],
                ["export", article, *self.random.choice(outs)],
                ["import-notes", self.of(self.files), "--article", article, *self.some(as_json)],
                ["edit", note, *self.some(["--note", text], ["--start", start], ["--end", end], ["--add-tag", other])],
                ["relink", note, *self.some(["--start", start, "--end", end], as_json)],
                [self.of(["delete", "restore", "history"]), note],
                [self.of(["undo", "redo", "bin", "stats", "verify"])],
                [self.of(["remove", "restore"]), article],
                ["tag", article, text],
                ["describe", article, "--title", text, "--year", other, *self.some(as_json)],
                ["bookmark", article, *self.some(["--at", start], ["--label", text], ["--remove", other], as_json)],
            ]
        )


def run(words: Sequence[str]) -> tuple[int, str, str]:
    """Carry out one command in this process; return its status and what it wrote."""
    out, err = io.StringIO(), io.StringIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(b'{"start": 0, "end": 5}\n'))
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = hamish(list(words))
    return status, out.getvalue(), err.getvalue()


def fault(words: Sequence[str]) -> str:
    """Return what is wrong with the answer to a command, or nothing."""
    try:
        status, _, message = run(words)
    except Exception:  # noqa: BLE001 - that any may come is what is looked for
        return traceback.format_exc()
    if status not in {0, 1, 2}:
        return f"status {status}"
    if status == 1 and words[0] not in {"add", "verify"} and message.count("\n") != 1:
        return f"no one sentence: {message!r}"
    return ""


def known_notes() -> list[str]:
    """Return the ids of some notes of the library."""
    status, out, _ = run(["notes", "--all", "--json"])
    return [item["id"].removeprefix("urn:uuid:") for item in json.loads(out)][:20] if status == 0 else []


def main(seconds: float, seed: int, say: Callable[[str], object] = print) -> int:
    """Try commands for ``seconds``; return the exit status."""
    seeds = sorted((ROOT / "seeds").glob("*.txt"))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HAMISH_LIBRARY"] = f"{folder}/library.sqlite"
        other = Path(folder) / "other.txt"
        other.write_text(seeds[0].read_text("utf-8").replace("بايدن", "ترامب"), encoding="utf-8")
        names = ["notes.md", "notes.html", "missing", "library.sqlite"]
        files = [str(seeds[0]), str(other), *(f"{folder}/{name}" for name in names)]
        end = time.monotonic() + seconds
        number, notes = seed, list[str]()
        while time.monotonic() < end:
            if (number - seed) % 40 == 0:
                run(["add", files[0]])
                notes = known_notes()
            words = Dice(number, files, notes).words()
            wrong = fault(words)
            if wrong:
                say(f"seed {number}: {words!a}\n{wrong}")
                return 1
            number += 1
    say(f"{number - seed} command lines from seed {seed}, every answer as it should be")
    return 0


if __name__ == "__main__":
    given = dict(word.removeprefix("--").split("=", 1) for word in sys.argv[1:] if "=" in word)
    sys.exit(main(float(given.get("seconds", "20")), int(given.get("seed", str(time.time_ns() % 1_000_000)))))
