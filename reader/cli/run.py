"""Carry out one command: options in, result on standard output, every expected failure as one sentence."""

from __future__ import annotations

import builtins
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from reader.cli import parser
from reader.cli.output import standard
from reader.errors import HamishError
from reader.store.library import Library

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from reader.cli.demo import Picture
    from reader.cli.output import Console

CLIENT = "command line"
"""Who writes: ``hamish undo`` takes back the last step of a command, never one of a window."""

_MODULES = {
    "articles": "add list remove tag describe bookmark stats update",
    "showing": "show",
    "notes": "highlight notes edit relink delete restore history bin undo redo",
    "exporting": "export",
    "importing": "import-notes",
    "finding": "find",
    "keeping": "verify backup",
}


class _Command(Protocol):
    def __call__(self, options: argparse.Namespace, library: Library, console: Console) -> int: ...


def run(words: Sequence[str], *, picture: Picture) -> int:
    """Carry out the command that ``words`` are, and return the exit status: 0, 1 or 2.

    ``picture`` writes a picture of the window on an article of a library to a file; only ``demo`` calls it.
    """
    console = standard()
    try:
        options = parser.parse(words)
    except SystemExit as error:
        return int(error.code or 0)
    try:
        return _carry_out(options, console, picture)
    except HamishError as error:
        console.say(str(error))
    except KeyboardInterrupt:
        console.say("Stopped.")
    except BrokenPipeError:
        console.close()
    except OSError as error:
        console.say(f"The result could not be written: {error.strerror or error}.")
    return 1


def _carry_out(options: argparse.Namespace, console: Console, picture: Picture) -> int:
    if options.command == "help":
        return _help(options.topic, console)
    if options.command == "demo":
        from reader.cli import demo

        return demo.run(options.out, console, picture)
    with Library.open(options.library, client=CLIENT) as library:
        status = _command(options.command)(options, library, console)
    console.out.flush()
    return status


def _command(name: str) -> _Command:
    """Return the function of a command: one called like it, from the only module that has to be loaded."""
    module = import_module(next(f"reader.cli.{module}" for module, names in _MODULES.items() if name in names.split()))
    return cast("_Command", getattr(module, name.replace("-", "_") + ("_" if hasattr(builtins, name) else "")))


def _help(topic: str | None, console: Console) -> int:
    whole = parser.build()
    if not topic:
        console.raw(whole.format_help())
        return 0
    text = parser.usage(whole, topic)
    if text is None:
        console.say(f"There is no command {topic}; 'hamish help' names all there are.")
        return 2
    console.raw(text)
    return 0
