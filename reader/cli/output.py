"""Where results and messages of a command go, and how they look there."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.cli.terminal import Order, View, choose_order, harmless, label

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO


@dataclass(frozen=True, slots=True)
class Console:
    """The two streams of a command: results go to ``out`` in UTF-8, messages to ``err``."""

    out: TextIO
    err: TextIO

    def line(self, text: str = "") -> None:
        """Write one line of the result."""
        self.out.write(text + "\n")

    def lines(self, lines: Iterable[str]) -> None:
        """Write lines of the result."""
        for line in lines:
            self.line(line)

    def json(self, value: object) -> None:
        """Write the result as JSON, letters as they are."""
        self.line(json.dumps(value, ensure_ascii=False, indent=2))

    def raw(self, text: str) -> None:
        """Write exactly these characters as UTF-8 bytes: no newline is added or changed."""
        self.out.flush()
        if isinstance(self.out, io.TextIOWrapper):
            rest = memoryview(text.encode("utf-8"))
            while rest:  # with PYTHONUNBUFFERED a pipe takes what fits and leaves the rest
                rest = rest[self.out.buffer.write(rest) or 0 :]
            self.out.buffer.flush()
        else:
            self.out.write(text)

    def say(self, sentence: str) -> None:
        """Write a message for the person."""
        self.out.flush()
        self.err.write(harmless(sentence) + "\n")
        self.err.flush()

    def progress(self, sentence: str) -> None:
        """Show how far a long command is, on one line of a terminal that is written over; nothing elsewhere."""
        if self.err.isatty():
            self.err.write(f"\r\x1b[K{harmless(sentence)}")
            self.err.flush()

    def close(self) -> None:
        """Give up the result: whoever read it has seen enough, and the interpreter must not complain on its way out."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.out.fileno())

    def view(self, order: Order = Order.AUTO, colours: str = "auto", width: int = 0, direction: str = "rtl") -> View:
        """Return how text is shown here; ``colours``: ``auto``, ``always``, ``never``; ``width`` 0: the terminal's."""
        terminal = self.out.isatty()
        return View(
            order=choose_order(order, os.environ, terminal=terminal),
            width=width or shutil.get_terminal_size().columns,
            colours=colours == "always" or (colours == "auto" and terminal and "NO_COLOR" not in os.environ),
            direction=direction,
        )

    def label(self, text: str) -> str:
        """Return one line of text of any script to stand among other words: isolated or ordered on a terminal."""
        if not self.out.isatty():
            return harmless(" ".join(text.split()))
        return label(text, choose_order(Order.AUTO, os.environ, terminal=True))


def standard() -> Console:
    """Return the console of this process; both streams are switched to UTF-8 with plain newlines, on Windows too."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    return Console(sys.stdout, sys.stderr)
