"""The command ``export``: notes out of the library into files."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from reader import annotate, shelf
from reader.errors import ExchangeError
from reader.exchange import atomic, markdown, web_annotation
from reader.exchange.markdown import Flavor
from reader.exchange.naming import file_name

if TYPE_CHECKING:
    import argparse

    from reader.cli.output import Console
    from reader.shelf import ArticleInfo
    from reader.store.library import Library

_ENDINGS = {"markdown": ".md", "web-annotation": ".jsonld", "html": ".html"}


def export(options: argparse.Namespace, library: Library, console: Console) -> int:
    """Write the notes of one article to a file or to standard output, or those of every article to a folder."""
    output = Path(options.output)
    if options.all:
        noted = [info for info in shelf.articles(library) if info.annotations]
        _into_folder(library, noted, output, options, console)
        return 0
    article_id = shelf.resolve(library, options.article)
    if options.output == "-":
        console.raw(_rendered(library, article_id, options))
    elif output.is_dir() or options.output.endswith(("/", os.sep)):
        _into_folder(library, [shelf.info(library, article_id)], output, options, console)
    else:
        atomic.replace(output, _rendered(library, article_id, options))
        console.line(str(output))
    return 0


def _rendered(library: Library, article_id: str, options: argparse.Namespace) -> str:
    found = annotate.export_of(library, article_id)
    if options.format == "markdown":
        return markdown.render(found, Flavor(options.flavor or Flavor.PLAIN))
    if options.format == "html":
        from reader.exchange import html_page

        return html_page.render(found)
    return web_annotation.render(found)


def _into_folder(
    library: Library, infos: list[ArticleInfo], folder: Path, options: argparse.Namespace, console: Console
) -> None:
    """Write a file for each article, called after its title, with the start of its id where others have the same."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExchangeError(f"The folder {folder} cannot be made: {error.strerror or error}.") from error
    taken = Counter(file_name(info.title).casefold() for info in shelf.articles(library))
    for number, info in enumerate(infos, 1):
        name = file_name(info.title)
        if taken[name.casefold()] > 1:
            name = f"{name} {info.id[:8]}"
        path = folder / (name + _ENDINGS[options.format])
        console.progress(f"{number}/{len(infos)} {name}")
        atomic.replace(path, _rendered(library, info.id, options))
        console.progress("")
        console.line(str(path))
