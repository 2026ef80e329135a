"""What ``hamish`` does where no window can be shown: one sentence, and the article in the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader import shelf
from reader.cli import showing
from reader.cli.demo import seed
from reader.cli.output import standard
from reader.cli.run import CLIENT
from reader.errors import HamishError
from reader.store.library import Library

if TYPE_CHECKING:
    from collections.abc import Sequence

SENTENCE = (
    "There is no screen here, so the article is shown in the terminal; 'hamish highlight', 'notes', 'find' and "
    "'export' do the rest, and 'hamish help' tells how."
)


def show(files: Sequence[str], library: Path | None) -> int:
    """Add ``files`` and show the last one; without files the article read last, or the sample article.

    Returns the exit status.
    """
    console = standard()
    try:
        with Library.open(library, client=CLIENT) as opened:
            added = [shelf.add_file(opened, Path(name)).id for name in files]
            article_id = added[-1] if added else shelf.last_read(opened) or _any(opened)
            console.say(SENTENCE)
            showing.article(opened, article_id, console)
            console.out.flush()
    except HamishError as error:
        console.say(str(error))
        return 1
    except BrokenPipeError:
        console.close()
        return 1
    return 0


def _any(library: Library) -> str:
    found = shelf.articles(library)
    return found[0].id if found else shelf.add_file(library, seed()).id
