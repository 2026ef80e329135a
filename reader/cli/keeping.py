"""The commands that look after the library: verify and backup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader import shelf

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Console
    from reader.store.library import Library


def verify(options: argparse.Namespace, library: Library, console: Console) -> int:  # noqa: ARG001 - one shape for all
    """Look the library through; what is wrong is the result, and the status says that something is."""
    found = shelf.verify(library)
    console.lines(found or ["The library is sound."])
    return 1 if found else 0


def backup(options: argparse.Namespace, library: Library, console: Console) -> int:
    """Copy the library to a file."""
    shelf.backup(library, options.file)
    console.line(str(options.file))
    return 0
