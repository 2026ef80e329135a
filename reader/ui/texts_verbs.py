"""What the window does to texts of the library, one or several: name, tag, remove and bring back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QInputDialog

from reader import shelf
from reader.ui.i18n import tr, tr_n

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.ui.window import MainWindow


def rename(window: MainWindow, article: str, title: str) -> None:
    """Give a text another title; one undoable step."""
    window.session.change(shelf.set_metadata, window.session.library, article, title=title)
    window.show_again(article)


def ask_tags(window: MainWindow, articles: Sequence[str]) -> None:
    """Let the person write tags: those of one text are changed, several texts get them beside their own."""
    from reader.ui.note_editor import split_tags

    session = window.session
    only = session.do(shelf.info, session.library, articles[0]) if len(articles) == 1 else None
    dialog = QInputDialog(window)
    dialog.setWindowTitle(tr("Tags"))
    dialog.setLabelText(tr("Tags, parted by commas"))
    dialog.setTextValue("، ".join(only.tags) if only else "")
    dialog.textValueSelected.connect(lambda text: set_tags(window, articles, split_tags(text)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def set_tags(window: MainWindow, articles: Sequence[str], tags: Sequence[str]) -> None:
    """Give one text these tags and no others, or several texts these tags too; one undoable step."""
    session = window.session
    if len(articles) == 1:
        session.change(shelf.set_tags, session.library, articles[0], tags)
    elif articles and tags:
        session.change(shelf.add_tags, session.library, articles, tags)


def remove(window: MainWindow, articles: Sequence[str]) -> None:
    """Put texts with their notes into the bin; a message offers to undo it."""
    session = window.session
    if not articles:
        return
    session.change(shelf.remove, session.library, articles)
    if session.desk is not None and session.desk.id in articles:
        following = session.do(session.first_article, sample=False)
        if following is None:
            window.show_nothing()
        else:
            window.open_article(following)
    said = tr("The text is in the bin, with its notes.")
    if len(articles) > 1:
        said = tr_n("%n texts are in the bin, with their notes.", len(articles))
    window.messages.say(said, button=tr("Undo"), act=window.commands.undo)


def restore(window: MainWindow, articles: Sequence[str]) -> None:
    """Take texts with their notes out of the bin."""
    if articles:
        window.session.change(shelf.restore, window.session.library, articles)


def ask_empty(window: MainWindow) -> None:
    """Empty the bin of texts once the person has said so: nothing brings them back."""

    def empty() -> None:
        window.session.change(shelf.empty_bin, window.session.library)

    window.messages.say(
        tr("The texts in the bin and their notes will be gone for good."),
        button=tr("Empty it"),
        act=empty,
    )
