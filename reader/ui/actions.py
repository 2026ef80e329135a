"""Everything the window can be told to do: one table of names, words and keys, per platform and direction."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from reader.annotation.model import Colour
from reader.ui.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Iterator


def table(*, right_to_left: bool, platform: str = sys.platform) -> tuple[Action, ...]:
    """Return every action in the order of the keys panel; ``right_to_left`` is the direction of the interface."""
    back, forward = ("Alt+Right", "Alt+Left") if right_to_left else ("Alt+Left", "Alt+Right")
    mac = platform == "darwin"
    if mac:
        back, forward = ("Ctrl+]", "Ctrl+[") if right_to_left else ("Ctrl+[", "Ctrl+]")
    return (
        Action("open", Group.FILE, tr("Add a text…"), ("Ctrl+O",)),
        Action("paste", Group.FILE, tr("Add what was copied"), ("Ctrl+V",), gives_way=True),
        Action("add_folder", Group.FILE, tr("Add a folder…"), ("Ctrl+Shift+B",)),
        Action("add_address", Group.FILE, tr("Add a web page…"), ("Ctrl+Shift+R",)),
        Action("library", Group.FILE, tr("Library"), ("Ctrl+L",)),
        Action("texts", Group.FILE, tr("All texts"), ("Ctrl+B",)),
        Action("recent", Group.FILE, tr("Texts read last"), ("Ctrl+R",)),
        Action("rename", Group.FILE, tr("Rename"), ("F2",)),
        Action("encoding", Group.FILE, tr("Read in another encoding…"), ("Ctrl+Shift+G",)),
        Action("as_is", Group.FILE, tr("Take the text as it is"), ("Ctrl+Shift+I",)),
        Action("export", Group.FILE, tr("Export the notes…"), ("Ctrl+Shift+E",)),
        Action("print", Group.FILE, tr("Print…"), ("Ctrl+P",)),
        Action("close", Group.FILE, tr("Close the window"), ("Ctrl+W",)),
        Action("undo", Group.EDIT, tr("Undo"), ("Ctrl+Z",), gives_way=True),
        Action("redo", Group.EDIT, tr("Redo"), ("Ctrl+Y", "Ctrl+Shift+Z"), gives_way=True),
        Action("select_all", Group.EDIT, tr("Select all"), ("Ctrl+A",), gives_way=True),
        Action("copy", Group.EDIT, tr("Copy"), ("Ctrl+C", "Ctrl+Insert"), gives_way=True),
        Action("cite", Group.EDIT, tr("Copy with citation"), ("Ctrl+Shift+C",)),
        *_marks(),
        Action("mark_last", Group.MARK, tr("Highlight in the last colour"), ("Ctrl+Shift+H" if mac else "Ctrl+H",)),
        Action("note", Group.MARK, tr("Note"), ("Ctrl+Shift+M" if mac else "Ctrl+M",)),
        Action("tags", Group.MARK, tr("Tags"), ("Ctrl+Shift+T",)),
        Action("style", Group.MARK, tr("Change the style"), ("Ctrl+U",)),
        Action("remove", Group.MARK, tr("Remove the highlight"), ("Delete",), gives_way=True),
        Action("start_earlier", Group.MARK, tr("Start one word earlier"), ("Ctrl+Shift+J",)),
        Action("start_later", Group.MARK, tr("Start one word later"), ("Ctrl+Shift+K",)),
        Action("end_earlier", Group.MARK, tr("End one word earlier"), ("Ctrl+J",)),
        Action("end_later", Group.MARK, tr("End one word later"), ("Ctrl+K",)),
        Action("next_mark", Group.MARK, tr("Next highlight"), ("Alt+Down",)),
        Action("previous_mark", Group.MARK, tr("Previous highlight"), ("Alt+Up",)),
        Action("history", Group.MARK, tr("History of the note"), ("Ctrl+Shift+Y",)),
        Action("mark_all", Group.MARK, tr("Highlight every place with these words"), ("Ctrl+Shift+A",)),
        Action("find", Group.FIND, tr("Find in the text"), ("Ctrl+F",)),
        Action("find_next", Group.FIND, tr("Next place"), ("F3",)),
        Action("find_previous", Group.FIND, tr("Previous place"), ("Shift+F3",)),
        Action("exact", Group.FIND, tr("Find as typed, or overlook spelling"), ("Alt+E",)),
        Action("search", Group.FIND, tr("Search the library"), ("Ctrl+Shift+F",)),
        Action("go_to", Group.FIND, tr("Go to a page, verse or reference"), ("Ctrl+G",)),
        Action("next_heading", Group.FIND, tr("Next heading"), ("H",), gives_way=True),
        Action("previous_heading", Group.FIND, tr("Previous heading"), ("Shift+H",), gives_way=True),
        Action("back", Group.FIND, tr("Back"), (back,)),
        Action("forward", Group.FIND, tr("Forward"), (forward,)),
        Action("bookmark", Group.FIND, tr("Set or remove a bookmark"), ("Ctrl+D",)),
        Action("about", Group.FILE, tr("About the text"), ("Ctrl+I",)),
        Action("look_up", Group.FIND, tr("Look up the word"), ("Ctrl+Shift+L",)),
        Action("notes", Group.VIEW, tr("List of notes"), ("Ctrl+Shift+N",)),
        Action("hidden", Group.VIEW, tr("Highlights shown"), ("Ctrl+Shift+D",)),
        Action("orphans", Group.VIEW, tr("Notes without a sure place"), ("Ctrl+Shift+P",)),
        Action("bigger", Group.VIEW, tr("Larger text"), ("Ctrl++", "Ctrl+=")),
        Action("smaller", Group.VIEW, tr("Smaller text"), ("Ctrl+-",)),
        Action("usual_size", Group.VIEW, tr("Usual size of text"), ("Ctrl+0",)),
        Action("signs", Group.VIEW, tr("Vowel signs"), ("Ctrl+T",)),
        Action("direction", Group.VIEW, tr("Text direction"), ("Ctrl+Shift+X",)),
        Action("panes", Group.VIEW, tr("Page, margin, shelf"), ("F6",)),
        Action("panes_back", Group.VIEW, tr("Shelf, margin, page"), ("Shift+F6",)),
        Action("caret", Group.VIEW, tr("Caret in the text"), ("F7",)),
        Action("shelf", Group.VIEW, tr("Show or hide the shelf"), ("F8",)),
        Action("margin", Group.VIEW, tr("Show or hide the margin"), ("F9",)),
        Action("full_screen", Group.VIEW, tr("Full screen"), ("Ctrl+Meta+F" if mac else "F11",)),
        Action("statistics", Group.VIEW, tr("Statistics"), ("Ctrl+Shift+S",)),
        Action("settings", Group.VIEW, tr("Settings"), ("Ctrl+,",)),
        Action("keys", Group.VIEW, tr("Shortcuts"), ("F1",)),
        Action("to_rtl", Group.VIEW, tr("Text from right to left"), ("Direction_R",), listed=False),
        Action("to_ltr", Group.VIEW, tr("Text from left to right"), ("Direction_L",), listed=False),
    )


def group_title(group: Group) -> str:
    """Return the heading of a group in the keys panel."""
    return {
        Group.FILE: tr("Texts"),
        Group.EDIT: tr("Editing"),
        Group.MARK: tr("Highlights and notes"),
        Group.FIND: tr("Finding and going"),
        Group.VIEW: tr("View"),
    }[group]


def colour_name(colour: Colour) -> str:
    """Return the name of a highlight colour in the language of the interface."""
    return {
        Colour.YELLOW: tr("Yellow"),
        Colour.GREEN: tr("Green"),
        Colour.PINK: tr("Pink"),
        Colour.BLUE: tr("Blue"),
        Colour.PURPLE: tr("Purple"),
        Colour.ORANGE: tr("Orange"),
    }[colour]


def keys_text(keys: tuple[str, ...]) -> str:
    """Return the first key of an action as the platform writes it; it reads left to right everywhere."""
    if not keys or keys[0].startswith("Direction_"):
        return ""
    return f"\u2066{QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText)}\u2069"


def _marks() -> Iterator[Action]:
    template = tr("Highlight: {colour}")
    for number, colour in enumerate(Colour, 1):
        name = template.format(colour=colour_name(colour))
        yield Action(f"mark_{number}", Group.MARK, name, (f"Ctrl+{number}",), page_keys=(str(number),))


class Group(StrEnum):
    """A heading of the keys panel."""

    FILE = "file"
    EDIT = "edit"
    MARK = "mark"
    FIND = "find"
    VIEW = "view"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the window can do.

    ``gives_way``: while a text is being typed, the key belongs to the field.
    ``page_keys``: keys without a modifier that work while a selection stands on the page.
    """

    id: str
    group: Group
    text: str
    keys: tuple[str, ...]
    gives_way: bool = False
    page_keys: tuple[str, ...] = ()
    listed: bool = True
