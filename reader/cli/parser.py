"""The words and options of every command, and their help."""

from __future__ import annotations

import argparse
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from reader import __version__
from reader.annotation.model import Colour, Style
from reader.cli.terminal import Order
from reader.document.model import Metadata
from reader.exchange.markdown import Flavor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_ARTICLE = "an article: its id, an unambiguous start of it, or the path or address it was added from"
_NOTE = "a highlight or note: its id, or an unambiguous start of it"
METADATA = (*(field.name for field in fields(Metadata)), "language", "direction")
"""What ``describe`` shows and changes."""


class _Parser(argparse.ArgumentParser):
    """One command; it takes options anywhere among the words, and its option names in full only."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - handed on as it is
        super().__init__(allow_abbrev=False, **options)


def build() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = _Parser(
        prog="hamish",
        usage="hamish [--library FILE] [FILE...]\n       hamish [--library FILE] COMMAND ...",
        description="A reader for right-to-left texts. Without a command the window opens, on the last FILE if any.",
        epilog="Results go to standard output in UTF-8, messages to standard error. Exit status: 0 done, "
        "1 it could not be done, 2 wrong usage. 'hamish help COMMAND' tells more of one.",
    )
    parser.add_argument("--version", action="version", version=f"hamish {__version__}")
    _library(parser)
    commands = parser.add_subparsers(
        dest="command", metavar="COMMAND", parser_class=_Parser, required=True, prog="hamish", title="commands"
    )
    for group in (_reading, _marking, _exchanging, _keeping, _managing, _editing):
        group(commands)
    return parser


def usage(parser: argparse.ArgumentParser, command: str) -> str | None:
    """Return the help of one command, or None where there is no such command."""
    found = _of_command(parser, command)
    return None if found is None else found.format_help()


def _of_command(parser: argparse.ArgumentParser, command: str) -> argparse.ArgumentParser | None:
    for action in parser._subparsers._group_actions if parser._subparsers else ():  # noqa: SLF001 - no public way
        if isinstance(action.choices, dict) and command in action.choices:
            found: argparse.ArgumentParser = action.choices[command]
            return found
    return None


def _library(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--library",
        metavar="FILE",
        type=Path,
        default=argparse.SUPPRESS,
        help="the library to use (default: HAMISH_LIBRARY, else the one in the data folder)",
    )


def _command(commands: Any, name: str, text: str, *, json: bool = False) -> argparse.ArgumentParser:  # noqa: ANN401
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    _library(parser)
    if json:
        parser.add_argument("--json", action="store_true", help="write the result as JSON")
    return parser


def _reading(commands: Any) -> None:  # noqa: ANN401 - argparse keeps this type to itself
    add = _command(commands, "add", "add files, folders or web pages to the library", json=True)
    add.add_argument("names", nargs="+", metavar="FILE|URL")
    add.add_argument("--encoding", default="", metavar="E", help="the encoding of the bytes, where guessing it fails")
    add.add_argument("--as-is", action="store_true", help="repair nothing in the text")

    shelf = _command(commands, "list", "list the articles of the library", json=True)
    shelf.add_argument("--language", metavar="TAG", help="only articles in this language, such as ar")
    shelf.add_argument("--tag", metavar="T", help="only articles with this tag")
    shelf.add_argument("--sort", choices=("added", "title", "author", "opened"), default="added")

    show = _command(commands, "show", "show an article in the terminal, its highlights in colour")
    show.add_argument("article", metavar="ARTICLE", help=_ARTICLE)
    way = show.add_mutually_exclusive_group()
    way.add_argument("--plain", action="store_true", help="exactly the stored text, UTF-8 bytes, nothing else")
    way.add_argument(
        "--order",
        choices=[str(order) for order in Order],
        default=str(Order.AUTO),
        help="who shapes and orders the letters: hamish (visual) or the terminal (logical); auto knows some terminals",
    )
    show.add_argument("--width", type=int, default=0, metavar="N", help="cells in a line (default: the terminal's)")
    show.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="colour the highlights")

    find = _command(commands, "find", "find words in an article, or in the whole library", json=True)
    find.add_argument("text", metavar="TEXT")
    find.add_argument("article", metavar="ARTICLE", nargs="?", help=_ARTICLE)
    find.add_argument("--exact", action="store_true", help="letters and marks as typed, nothing folded")
    find.add_argument("--word", action="store_true", help="whole words only")
    find.add_argument("--particles", action="store_true", help="with --word: and words with particles attached")
    find.add_argument("--regex", action="store_true", help="TEXT is a regular expression")
    find.add_argument(
        "--ranked",
        action="store_true",
        help="passages, titles and notes of the whole library that hold all words, the likeliest first; "
        '"phrases" in quotes and beginnings* of words are taken as such',
    )
    find.add_argument("--limit", type=int, default=50, metavar="N", help="with --ranked: at most so many (default: 50)")


def _marking(commands: Any) -> None:  # noqa: ANN401
    mark = _command(
        commands, "highlight", "highlight a passage of an article, with a note where one is given", json=True
    )
    mark.add_argument("article", metavar="ARTICLE", help=_ARTICLE)
    mark.add_argument("--start", type=int, metavar="N", help="first code point of the passage, from 0")
    mark.add_argument("--end", type=int, metavar="M", help="code point behind its last one")
    mark.add_argument("--quote", metavar="T", help="the passage by its words, letter for letter")
    mark.add_argument("--prefix", default="", metavar="P", help="what stands right before the quote")
    mark.add_argument("--suffix", default="", metavar="S", help="what stands right after the quote")
    mark.add_argument("--every", metavar="T", help="every place where T stands, found as 'find' finds it, in one step")
    mark.add_argument(
        "--from",
        dest="source",
        metavar="FILE|-",
        help='JSON lines {"start","end","color","note","tags"}: all of them in one step, or none',
    )
    _looks(mark, note=True)

    notes = _command(commands, "notes", "list highlights and notes in reading order", json=True)
    notes.add_argument("article", metavar="ARTICLE", nargs="?", help=_ARTICLE)
    notes.add_argument("--all", action="store_true", help="those of the whole library")
    notes.add_argument("--color", choices=[str(colour) for colour in Colour], help="only those of this colour")
    notes.add_argument("--style", choices=[str(style) for style in Style], help="only those drawn like this")
    notes.add_argument("--tag", metavar="T", help="only those with this tag")
    notes.add_argument("--text", metavar="T", help="only those with this in the passage or the note")
    which = notes.add_mutually_exclusive_group()
    which.add_argument("--with-note", action="store_true", help="only those with a note")
    which.add_argument("--without-note", action="store_true", help="only those without one")
    notes.add_argument("--orphans", action="store_true", help="only those whose passage was not found")


def _looks(parser: argparse.ArgumentParser, *, note: bool) -> None:
    parser.add_argument("--color", choices=[str(colour) for colour in Colour], help="its colour (new ones: yellow)")
    parser.add_argument("--style", choices=[str(style) for style in Style], help="how it is drawn")
    parser.add_argument("--tag", action="append", dest="tags", metavar="T", help="a tag; may be given again")
    if note:
        parser.add_argument("--note", metavar="T", help="the note, plain text or Markdown")
        parser.add_argument("--note-direction", choices=("rtl", "ltr", "auto"), help="auto: by its own text")


def _exchanging(commands: Any) -> None:  # noqa: ANN401
    export = _command(commands, "export", "write the notes of an article, or of all, to a file")
    export.add_argument("article", metavar="ARTICLE", nargs="?", help=_ARTICLE)
    export.add_argument(
        "--all", action="store_true", help="every article with notes, one file each; -o names the folder"
    )
    export.add_argument("--to", choices=("markdown", "web-annotation", "html"), default="markdown", dest="format")
    export.add_argument("--flavor", choices=[str(flavor) for flavor in Flavor], help="whose Markdown (default: plain)")
    export.add_argument("-o", "--output", default="-", metavar="FILE|DIR|-", help="default: standard output")

    take = _command(
        commands, "import-notes", "read notes back that were exported, here or by another program", json=True
    )
    take.add_argument("file", metavar="FILE", help="what export wrote, or Web Annotations as JSON; - for input")
    take.add_argument("--article", metavar="ARTICLE", help=_ARTICLE + " (default: the one the file names)")

    update = _command(commands, "update", "give an article a new text and find its highlights again", json=True)
    update.add_argument("article", metavar="ARTICLE", help=_ARTICLE)
    update.add_argument(
        "file",
        metavar="FILE",
        nargs="?",
        help="the new text (default: what it came from)",
    )
    update.add_argument("--encoding", default="", metavar="E", help="without FILE: read what was kept in this encoding")
    update.add_argument("--as-is", action="store_true", help="without FILE: read what was kept, repair nothing in it")


def _keeping(commands: Any) -> None:  # noqa: ANN401
    _command(commands, "verify", "look the whole library through for damage")
    backup = _command(commands, "backup", "copy the library, also while it is in use")
    backup.add_argument("file", metavar="FILE", type=Path)
    demo = _command(commands, "demo", "show the main job on a sample article, in a library of its own")
    demo.add_argument(
        "--out", required=True, metavar="DIR", type=Path, help="where notes.md and window.png are written"
    )
    help_ = _command(commands, "help", "tell what the commands are and how one is used")
    help_.add_argument("topic", metavar="COMMAND", nargs="?")


def _managing(commands: Any) -> None:  # noqa: ANN401
    remove = _command(commands, "remove", "put articles with their notes into the bin")
    remove.add_argument("articles", metavar="ARTICLE", nargs="+", help=_ARTICLE)
    tag = _command(commands, "tag", "set the tags of an article, or show them")
    tag.add_argument("article", metavar="ARTICLE", help=_ARTICLE)
    tag.add_argument("tags", metavar="TAG", nargs="*", help="all its tags from now on")
    tag.add_argument("--none", action="store_true", help="take all tags away")
    describe = _command(commands, "describe", "show or change what is known of an article", json=True)
    describe.add_argument("article", metavar="ARTICLE", help=_ARTICLE)
    for name in METADATA:
        if name == "direction":
            describe.add_argument("--direction", choices=("rtl", "ltr"))
        else:
            describe.add_argument(f"--{name}", metavar="T")
    mark = _command(commands, "bookmark", "list the bookmarks of an article, add or remove one", json=True)
    mark.add_argument("article", metavar="ARTICLE", help=_ARTICLE)
    mark.add_argument("--at", type=int, metavar="N", help="add one at this code point")
    mark.add_argument("--label", default="", metavar="T")
    mark.add_argument("--remove", metavar="BOOKMARK", help="remove one: its id, or an unambiguous start of it")
    _command(commands, "stats", "show what was read and marked", json=True)


def _editing(commands: Any) -> None:  # noqa: ANN401
    edit = _command(commands, "edit", "change the colour, style, note, tags or passage of notes", json=True)
    edit.add_argument("notes", metavar="NOTE", nargs="+", help=_NOTE)
    _looks(edit, note=True)
    edit.add_argument("--add-tag", action="append", metavar="T", help="put a tag to those there are")
    edit.add_argument("--remove-tag", action="append", metavar="T", help="take a tag away")
    edit.add_argument("--start", type=int, metavar="N")
    edit.add_argument("--end", type=int, metavar="M")
    relink = _command(commands, "relink", "give a note whose passage was not found a new one", json=True)
    relink.add_argument("note", metavar="NOTE", help=_NOTE)
    relink.add_argument("--start", type=int, metavar="N", help="without a passage: the likeliest ones are listed")
    relink.add_argument("--end", type=int, metavar="M")
    delete = _command(commands, "delete", "put highlights with their notes into the bin")
    delete.add_argument("notes", metavar="NOTE", nargs="+", help=_NOTE)
    restore = _command(commands, "restore", "take notes or articles out of the bin")
    restore.add_argument("names", metavar="NOTE|ARTICLE", nargs="+")
    history = _command(commands, "history", "list the changes of a note", json=True)
    history.add_argument("note", metavar="NOTE", help=_NOTE)
    bin_ = _command(commands, "bin", "list what is in the bin", json=True)
    bin_.add_argument("--empty", action="store_true", help="blank all that is in it for good; this cannot be undone")
    _command(commands, "undo", "undo the last step made on the command line")
    _command(commands, "redo", "redo what was undone last on the command line")


def parse(words: Sequence[str]) -> argparse.Namespace:
    """Return the options these words stand for. Raises SystemExit (status 2, or 0 for help) as argparse does."""
    parser = build()
    options = parser.parse_args(list(words))
    problem = _contradiction(options)
    if problem:
        (_of_command(parser, options.command) or parser).error(problem)
    options.library = getattr(options, "library", None)
    return options


def _contradiction(options: argparse.Namespace) -> str:
    """Return what argparse cannot say of these options, or nothing."""
    rules = {
        "highlight": _highlight_rules,
        "notes": _whole_rules,
        "export": _export_rules,
        "edit": _edit_rules,
        "relink": _relink_rules,
        "find": _find_rules,
    }
    found = rules[options.command](options) if options.command in rules else []
    return next((sentence for broken, sentence in found if broken), "")


def _highlight_rules(options: argparse.Namespace) -> list[tuple[bool, str]]:
    ends = [options.start is not None, options.end is not None]
    ways = [any(ends), options.quote is not None, options.every is not None, bool(options.source)]
    looks = (options.color, options.style, options.note, options.note_direction, options.tags)
    return [
        (sum(ways) != 1, "take one of --start with --end, --quote, --every, or --from"),
        (any(ends) and not all(ends), "--start and --end go together"),
        (bool(options.source) and any(looks), "--from takes colours, notes and tags from its lines"),
        (bool(options.prefix or options.suffix) and options.quote is None, "--prefix and --suffix belong to --quote"),
    ]


def _find_rules(options: argparse.Namespace) -> list[tuple[bool, str]]:
    return [
        (options.ranked and bool(options.article), "--ranked looks through the whole library"),
        (options.ranked and (options.regex or options.particles), "--ranked knows no --regex and no --particles"),
        (options.limit < 1, "--limit takes a number from 1"),
    ]


def _whole_rules(options: argparse.Namespace) -> list[tuple[bool, str]]:
    return [(bool(options.article) == options.all, "name an ARTICLE, or take --all")]


def _export_rules(options: argparse.Namespace) -> list[tuple[bool, str]]:
    return [
        *_whole_rules(options),
        (options.all and options.output == "-", "--all needs a folder: -o DIR"),
        (bool(options.flavor) and options.format != "markdown", "--flavor is for Markdown"),
    ]


def _edit_rules(options: argparse.Namespace) -> list[tuple[bool, str]]:
    moved = options.start is not None or options.end is not None
    return [(len(options.notes) > 1 and moved, "--start and --end are for one note at a time")]


def _relink_rules(options: argparse.Namespace) -> list[tuple[bool, str]]:
    return [((options.start is None) != (options.end is None), "--start and --end go together")]
