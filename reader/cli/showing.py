"""The command ``show``: an article in the terminal, or its stored text exactly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader import annotate, shelf
from reader.cli.terminal import Order, lines
from reader.document.model import BlockKind

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Console
    from reader.store.library import Library


def show(options: argparse.Namespace, library: Library, console: Console) -> int:
    """Show one article as the options say."""
    article_id = shelf.resolve(library, options.article)
    if options.plain:
        console.raw(shelf.text(library, article_id))
    else:
        article(library, article_id, console, Order(options.order), options.color, options.width)
    return 0


def article(
    library: Library,
    article_id: str,
    console: Console,
    order: Order = Order.AUTO,
    colours: str = "auto",
    width: int = 0,
) -> None:
    """Write an article with its highlights, as the terminal shall show it."""
    found = shelf.load(library, article_id)
    view = console.view(order, colours, width, str(found.direction))
    headings = [
        (block.start, block.end) for block in found.blocks if block.kind in {BlockKind.TITLE, BlockKind.HEADING}
    ]
    console.lines(lines(found.text, view, annotate.notes(library, article_id), headings))
