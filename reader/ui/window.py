"""The window: the page first, and once it is painted, everything around it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from reader import settings as stored
from reader.text.bidi import isolate
from reader.ui.arrangement import THREE_COLUMNS, Arrangement, Box, MarginKind, arrange
from reader.ui.choices import look_of, right_to_left, typography_of
from reader.ui.hidden import Hidden
from reader.ui.i18n import tr
from reader.ui.session import Session
from reader.ui.surface.surface import ReadingSurface

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtGui import QKeyEvent, QShowEvent
    from PySide6.QtWidgets import QLabel

    from reader.settings import Settings
    from reader.ui.beside import Beside
    from reader.ui.commands import Commands
    from reader.ui.follow import Follow
    from reader.ui.footnote import Footnote
    from reader.ui.going import Going
    from reader.ui.header import Header
    from reader.ui.look import Look
    from reader.ui.margin import Margin
    from reader.ui.marking import Marking
    from reader.ui.messages import Messages
    from reader.ui.note_editor import NoteEditor
    from reader.ui.panels import Panels
    from reader.ui.resizing import Resizing
    from reader.ui.selection_bar import SelectionBar
    from reader.ui.shelf_panel import ShelfPanel
    from reader.ui.strip import Strip

LEAST_WIDTH, LEAST_HEIGHT = 420, 320


class MainWindow(QWidget):
    """One window on one library; ``article`` is the article to open, the one read last when none is named."""

    words_changed = Signal()
    """The language or the direction of the interface is another: who opened this window opens it anew."""

    header: Header
    shelf: ShelfPanel
    margin: Margin
    strip: Strip
    foot: QLabel
    bar: SelectionBar
    editor: NoteEditor
    footnote: Footnote
    messages: Messages
    panels: Panels
    beside: Beside
    follow: Follow
    resizing: Resizing
    commands: Commands
    marking: Marking
    going: Going
    patience: QTimer

    def __init__(
        self,
        library_path: Path | None = None,
        article: str | None = None,
        *,
        settings: Settings | None = None,
        keeps_settings: bool = True,
        sample: bool = True,
    ) -> None:
        """Open library and article; raises StoreError where there is no library to be opened."""
        super().__init__()
        self.keeps_settings = keeps_settings
        self.settings = settings or stored.load()
        self.session = Session(library_path, self)
        self.early_failures: list[str] = []
        self.session.failed.connect(self.early_failures.append)
        self.active: str | None = None
        self.hidden = Hidden()
        self._title = ""
        self._told_of_fonts = False
        self.built = False
        self._rest = self._stages()
        self.shelf_over = False
        self.look = look_of(self.settings)
        self.placed = self._arranged()
        self.setWindowTitle(tr("Hamish"))
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.setAcceptDrops(True)
        self.surface = ReadingSurface(self)
        self.surface.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.surface.set_theme(self.look.theme)
        self.surface.set_typography(typography_of(self.settings))
        self.surface.set_signs(self.settings.signs)
        self.resize(self._size_for_screen())
        self._place(self.surface, self._arranged().page)
        # Qt sends a hidden widget no resize event, and a page laid out for another width would be laid out twice
        QApplication.sendEvent(self.surface, QResizeEvent(self.surface.size(), QSize()))
        first = article or self.session.do(self.session.first_article, sample=sample)
        self._opened = first is not None and self.session.open(first)
        if self._opened:
            self._show_desk()
            self.surface.painted_first.connect(self._soon, Qt.ConnectionType.SingleShotConnection)
        self.surface.setFocus()

    # Building

    def build(self) -> None:
        """Build everything around the page that is not built yet, for whoever needs it before the window got there."""
        for _stage in self._rest:
            pass

    def _stages(self) -> Iterator[None]:
        """Build in stages, none of which holds the window up for long: keys and the wheel have their turn between."""
        from reader.ui.parts import stages

        yield
        yield from stages(self)
        self.foot.setStyleSheet(self._foot_style())
        self._place_parts()
        yield
        self.built = True
        self.rearrange()
        if self._opened:
            self._article_opened()
        else:
            self.show_nothing()
        for part in (self.header, self.margin, self.strip, self.foot, self.follow.connector):
            part.show()
        self.session.watch()
        self.beside.selection_moved()

    def _build_on(self) -> None:
        """Build the next stage, and come back for the one after it by way of a timer.

        Of a millisecond: calls that are due at once are all made before the next key is looked at.
        """
        if next(self._rest, self) is not self:
            QTimer.singleShot(1, self, self._build_on)

    def system_turned(self) -> None:
        """Follow the system from light to dark and back, where the person leaves the theme to it."""
        if not self.settings.theme:
            self.set_look(look_of(self.settings))

    def choose(self, **changes: object) -> None:
        """Change settings, apply them and store them; the text being read stays where it is."""
        before = self.settings
        self.settings = replace(before, **changes)  # type: ignore[arg-type]  # checked by the dataclass's own types
        self._store_settings()
        self.surface.set_typography(typography_of(self.settings))
        self.surface.set_signs(self.settings.signs)
        if before.theme != self.settings.theme:
            self.set_look(look_of(self.settings))
        self.rearrange()
        if (before.language, before.interface_direction) != (self.settings.language, self.settings.interface_direction):
            self.leave_note()
            self.words_changed.emit()

    def _store_settings(self) -> None:
        if not self.keeps_settings:
            return
        try:
            stored.save(self.settings)
        except OSError as error:
            sentence = tr("The settings could not be stored: {reason}")
            self.session.failed.emit(sentence.format(reason=error.strerror or error))

    def choose_quietly(self, **changes: object) -> None:
        """Keep a choice that changes nothing on the screen; it is stored when the window is closed."""
        self.settings = replace(self.settings, **changes)  # type: ignore[arg-type]

    def dress(self) -> None:
        """Give the stock controls the colours of the look."""
        self.setPalette(self.look.palette())
        self.setStyleSheet(self.look.style_sheet())

    def set_look(self, look: Look) -> None:
        """Take another theme or direction, at once and everywhere."""
        self.look = look
        self.dress()
        self.surface.set_theme(look.theme)
        parts = (self.header, self.strip, self.margin, self.shelf, self.bar, self.editor, self.messages)
        for part in (*parts, self.footnote, *self.panels.made()):
            part.set_look(look)  # type: ignore[attr-defined]  # mypy joins the parts to QWidget
        self.foot.setStyleSheet(self._foot_style())
        self.update()

    def _foot_style(self) -> str:
        return f"background: {self.look.theme.page}; color: {self.look.theme.soft};"

    # Articles

    def open_article(self, article: str, *, at: int | None = None) -> None:
        """Open another article, at ``at`` (code points) or where reading stopped."""
        self.leave_note()
        if self.session.desk is not None:
            self.follow.save_position()
            if self.session.desk.id == article:
                if at is not None:
                    self.surface.go_to(at)
                self.surface.setFocus()
                return
        if self.session.open(article):
            self._show_desk()
            self._article_opened()
            if at is not None:
                self.surface.go_to(at)
            self.surface.setFocus()

    def _show_desk(self) -> None:
        """Show the article with the line where reading stopped at the very top, as it was when it was stored."""
        desk = self.session.desk
        self.surface.set_desk(desk)
        if desk is not None and desk.position:
            self.surface.go_to(desk.position, at=0.0)

    def _article_opened(self) -> None:
        self.set_active(None)
        self.footnote.hide()
        self.follow.article_opened()
        desk = self.session.desk
        if desk is not None:
            self.follow.save_position()
            self._tell_of_fonts(desk.language)
            self._title = desk.info.title
            self.setWindowTitle(f"{isolate(self._title)} · {tr('Hamish')}")

    def show_nothing(self) -> None:
        """Show an empty page: the library has no text, or none any more."""
        self.leave_note()
        self.session.desk = None
        self.surface.set_desk(None)
        self.set_active(None)
        self.footnote.hide()
        self.margin.set_notes([])
        self.foot.clear()
        self.header.set_title("")
        self.setWindowTitle(tr("Hamish"))
        self.follow.fill_lists()
        self.messages.say(tr("The library is empty: add a text, or drop a file here."))

    def _tell_of_fonts(self, language: str) -> None:
        """Say once that an Urdu text is not set as its readers know it, where the system has no font for that."""
        if language.split("-", maxsplit=1)[0] == "ur" and not self._told_of_fonts and not self.settings.font_arabic:
            from reader.ui import nastaliq

            self._told_of_fonts = True
            if not nastaliq.family():
                self.messages.say(tr("This text is Urdu, and the system has no Nastaliq font for it."))

    def show_again(self, article: str) -> None:
        """Open the article anew where it is read, if it is the open one: its text or its direction is another."""
        desk = self.session.desk
        if desk is None or desk.id != article:
            return
        self.leave_note()
        self.follow.save_position()
        if self.session.open(article):
            self._show_desk()
            self._article_opened()

    def title_when_scrolled(self, start: int) -> str:
        """Return the title once the heading that shows it has left the view, at ``start`` of the text."""
        desk = self.session.desk
        if desk is None or not desk.block_count:
            return ""
        first = desk.block(0)
        return self._title if start >= first.end else ""

    # The active annotation, its card and its bar

    def set_active(self, annotation: str | None, *, bar: bool = False) -> None:
        """Bring out one annotation on page, margin and shelf; ``bar`` raises the bar beside it."""
        self.active = annotation
        self.surface.set_active(annotation)
        self.margin.set_active(annotation)
        self.follow.place_notes()
        self.shelf.set_active(annotation)
        self.beside.for_highlight = bar and annotation is not None
        self.beside.bar_follows()

    def leave_note(self) -> None:
        """Leave the note that is being written, if there is one."""
        if self.built:
            self.editor.leave()

    # Geometry

    @property
    def margin_kind(self) -> MarginKind:
        """How the margin shows the notes at this width."""
        return self.placed.margin_kind

    def unfold_shelf(self, *, shown: bool) -> None:
        """Show or fold the shelf; in a narrow window it lies over the page until something is chosen."""
        if self.width() >= THREE_COLUMNS:
            self.choose(shelf=shown)
        else:
            self.shelf_over = shown
            self.rearrange()

    def leave_shelf(self) -> None:
        """Go back to the page; a shelf that lies over it folds."""
        if self.shelf_over:
            self.unfold_shelf(shown=False)
        self.surface.setFocus()

    def page(self) -> QRect:
        """Return the rectangle of the page, panels that lie over it left out of account."""
        return QRect(*self.placed.page)

    def margin_has_cards(self) -> bool:
        """Tell whether the margin shows cards, and not marks or nothing."""
        return self.margin_kind is MarginKind.CARDS

    def shelf_wanted(self) -> bool:
        """Tell whether the shelf is to be shown: beside the page by choice, over it for the moment."""
        return self.settings.shelf if self.width() >= THREE_COLUMNS else self.shelf_over

    def _arranged(self) -> Arrangement:
        return arrange(
            self.width(),
            self.height(),
            right_to_left=right_to_left(self.settings),
            shelf=self.shelf_wanted(),
            margin=self.settings.margin,
        )

    def rearrange(self) -> None:
        """Give every part its place for the size, the settings and what is folded out."""
        placed = self.placed = self._arranged()
        page = self._page_beside_list(QRect(*placed.page))
        finding = self.panels.shown("find") if self.built else None
        if finding is not None:
            finding.place(page)
            self.surface.setGeometry(page.adjusted(0, finding.height() + 12, 0, 0))
        else:
            self.surface.setGeometry(page)
        if not self.built:
            return
        self._place_parts()
        self.margin.setVisible(placed.margin_kind is not MarginKind.NONE)
        self.shelf.setVisible(self.shelf_wanted())
        self.follow.connector.setGeometry(page.united(QRect(*placed.margin)))
        self.follow.connector.raise_()
        self.messages.place(page)
        self.shelf.raise_()
        for panel in self.panels.made():
            panel.place(QRect(*placed.page))
            panel.raise_()
        for part in (self.editor, self.bar, self.messages):
            part.raise_()
        self.follow.page_moved()
        self.follow.strip_is_old()
        self.beside.place_editor()

    def _place_parts(self) -> None:
        placed = self.placed
        self._place(self.header, placed.header)
        self._place(self.strip, placed.strip)
        self._place(self.margin, placed.margin)
        self._place(self.foot, placed.foot)
        self._place(self.shelf, placed.shelf)
        self.margin.set_kind(placed.margin_kind)

    def _page_beside_list(self, page: QRect) -> QRect:
        """Return the page made narrower where the open list of notes would lie over its text."""
        notes = self.panels.shown("notes") if self.built else None
        if notes is None or self.width() < THREE_COLUMNS:
            return page
        covered = notes.geometry().intersected(page).width()
        return page.adjusted(0, 0, -covered, 0) if self.look.right_to_left else page.adjusted(covered, 0, 0, 0)

    def _place(self, part: QWidget, box: Box) -> None:
        part.setGeometry(*box)

    def _size_for_screen(self) -> QSize:
        return QSize(self.settings.width, self.settings.height).boundedTo(self.screen().availableSize())

    def _soon(self) -> None:
        QTimer.singleShot(0, self, self._build_on)

    # Events of Qt

    def showEvent(self, event: QShowEvent) -> None:
        """Build the rest without waiting for a page where there is none."""
        super().showEvent(event)
        if not self._opened:
            self._soon()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Arrange the parts for another size."""
        if self.width() >= THREE_COLUMNS:
            self.shelf_over = False
        self.rearrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the grounds before there is anything around the page, so that nothing jumps when it comes."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self.look.colour("page"))
        placed = self.placed
        for box in (placed.header, placed.strip, *(() if placed.shelf_over else (placed.shelf,))):
            painter.fillRect(QRect(*box), self.look.colour("window"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape folds a shelf that lies over the page."""
        if event.key() == Qt.Key.Key_Escape and self.shelf_over:
            self.leave_shelf()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, and text."""
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        self.build()
        self.commands.add_from(event.mimeData())
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave the note, keep the place and the size, let go of the library."""
        self.leave_note()
        if self.built:
            self.follow.stop()
        if self.isMaximized():
            self.settings = replace(self.settings, maximised=True)
        elif not self.isFullScreen():
            self.settings = replace(self.settings, width=self.width(), height=self.height(), maximised=False)
        self._store_settings()
        self._rest = iter(())
        from reader.ui import work  # not needed before the page is painted

        work.stop_all(self)
        self.session.close()
        event.accept()
