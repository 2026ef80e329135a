"""What the window does to texts of the library, one or several: name, tag, remove and bring back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QInputDialog

from reader import shelf
from reader.ui.i18n import tr, tr_n
from reader.ui.work import Task

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.formats import Watch
    from reader.store.articles import ArticleInfo
    from reader.store.library import Library
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


def offer_update(window: MainWindow, info: ArticleInfo) -> None:
    """Offer to give what was added to the text that came from the same place before, whose notes then go along."""
    session = window.session
    known = session.do(shelf.articles, session.library) or []
    before = [each for each in known if info.source and each.source == info.source and each.id != info.id]
    if before:
        window.messages.say(
            tr("This was added before, with another text."),
            button=tr("Make it the new text of that one"),
            act=lambda: merge(window, before[0].id, info),
        )


def merge(window: MainWindow, older: str, info: ArticleInfo) -> None:
    """Make an added text the new version of an older one, with all its notes, and put it into the bin by itself."""

    def give(library: Library, _watch: Watch) -> None:
        from reader import update

        data, name = shelf.original(library, info.id) or (None, "")
        update.update(library, older, shelf.load(library, info.id), source=info.source, original=data, name=name)
        shelf.remove(library, [info.id])

    def given(_nothing: object) -> None:
        window.session.refresh()
        window.open_article(older)

    task = Task(window, window.session.library, give)
    task.done.connect(given)
    task.failed.connect(window.messages.fail)
    task.ended.connect(task.deleteLater)
    task.start()


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
