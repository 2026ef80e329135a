"""The command ``hamish``: its first word decides whether a command is carried out or the window opens.

Neither side is imported for the other: commands never load Qt, and the window never loads argparse. Only ``demo`` needs
both, for its picture of the window.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = (
    "add list show highlight notes find update export import-notes verify backup demo help "
    "edit delete restore relink history bin undo redo remove tag describe bookmark stats"
)
"""Words that are commands; a file called like one is opened as ``./list``."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``hamish`` with these words (default: those of the process) and return the exit status.

    0 done, 1 it could not be done (one sentence on standard error), 2 wrong usage.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    first = next((word for word in _without_library(words)[1]), "")
    if first in {*COMMANDS.split(), "-h", "--help", "--version"}:
        from reader.cli.run import run

        return run(words, picture=_picture)
    library, files = _without_library(words)
    files = [word for word in files if word != "--"]
    wrong = _wrong(files)
    if wrong:
        sys.stderr.write(wrong + "\n")
        return 2
    if not _has_screen():
        from reader.cli.screenless import show

        return show(files, library)
    import gc

    gc.disable()  # the start makes much and drops little; the program lets it go on once the page stands
    try:
        from reader.ui.app import run as run_window

        return run_window([Path(name) for name in files], library)
    finally:
        gc.enable()


def _without_library(words: Sequence[str]) -> tuple[Path | None, list[str]]:
    """Part ``--library FILE`` from the other words."""
    library: Path | None = None
    rest: list[str] = []
    waiting = iter(words)
    for word in waiting:
        if word == "--library":
            library = Path(next(waiting, ""))
        elif word.startswith("--library="):
            library = Path(word.partition("=")[2])
        else:
            rest.append(word)
    return library, rest


def _wrong(files: Sequence[str]) -> str:
    """Return what is wrong with words that should be files, or nothing."""
    for word in files:
        if word.startswith("-"):
            return f"There is no option {word} here; 'hamish help' names all there are."
        if not os.path.exists(word) and not {"/", ".", os.sep} & set(word):  # noqa: PTH110 - a name may hold a NUL
            return f"There is neither a command nor a file called {word}; 'hamish help' names the commands."
    return ""


def _has_screen() -> bool:
    """Tell whether a window can be shown, without loading anything of the window."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform in {"win32", "darwin"} or any(os.environ.get(name) for name in names)


def _picture(library: Path, article: str, out: Path, active: str) -> None:
    """Write a picture of the real window on ``article``, the annotation ``active`` brought out, to ``out``."""
    from reader.ui.picture import render

    render(library, article, out, active=active)


if __name__ == "__main__":
    sys.exit(main())
