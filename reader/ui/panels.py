"""The panels of a window, each made when it is first wanted: the start pays for none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.ui.actions import Action
    from reader.ui.find_bar import FindBar
    from reader.ui.metadata_panel import MetadataPanel
    from reader.ui.panel import Panel
    from reader.ui.texts_panel import TextsPanel
    from reader.ui.unread_panel import UnreadPanel
    from reader.ui.window import MainWindow


class Panels:
    """Panels by name; asking for one makes it."""

    def __init__(self, window: MainWindow, table: Sequence[Action]) -> None:
        self._window = window
        self._table = table
        self._made: dict[str, Panel] = {}
        self._makers: dict[str, Callable[[], Panel]] = {
            "find": self._find,
            "go_to": self._go_to,
            "notes": self._notes,
            "orphans": self._orphans,
            "search": self._search,
            "history": self._history,
            "about": self._about,
            "hidden": self._hidden,
            "keys": self._keys,
            "settings": self._settings,
            "unread": self._unread,
            "texts": self._texts,
            "statistics": self._statistics,
        }

    def __getitem__(self, name: str) -> Panel:
        """Return a panel, made now if it was not before."""
        if name not in self._made:
            window = self._window
            panel = self._made[name] = self._makers[name]()
            panel.closed.connect(window.surface.setFocus)
            panel.set_look(window.look)
            panel.place(window.page())
        return self._made[name]

    def open(self, name: str) -> None:
        """Show a panel, filled anew."""
        self[name].open()

    def made(self) -> list[Panel]:
        """Return the panels there are so far."""
        return list(self._made.values())

    def values(self) -> list[Panel]:
        """Return all panels, made now if need be."""
        return [self[name] for name in self._makers]

    def shown(self, name: str) -> Panel | None:
        """Return a panel if it is in view."""
        panel = self._made.get(name)
        return panel if panel is not None and panel.isVisible() else None

    @property
    def find(self) -> FindBar:
        """The bar that finds in the text."""
        return cast("FindBar", self["find"])

    @property
    def about(self) -> MetadataPanel:
        """The panel on what is known of a text."""
        return cast("MetadataPanel", self["about"])

    @property
    def unread(self) -> UnreadPanel:
        """The panel on files that could not be added."""
        return cast("UnreadPanel", self["unread"])

    @property
    def texts(self) -> TextsPanel:
        """The view of the whole library."""
        return cast("TextsPanel", self["texts"])

    def _find(self) -> Panel:
        from reader.ui.find_bar import FindBar

        return FindBar(self._window)

    def _go_to(self) -> Panel:
        from reader.ui.go_to import GoTo

        return GoTo(self._window)

    def _notes(self) -> Panel:
        from reader.ui.notes_panel import NotesPanel

        return NotesPanel(self._window)

    def _orphans(self) -> Panel:
        from reader.ui.orphans_panel import OrphansPanel

        return OrphansPanel(self._window)

    def _search(self) -> Panel:
        from reader.ui.search_panel import SearchPanel

        return SearchPanel(self._window)

    def _history(self) -> Panel:
        from reader.ui.history_panel import HistoryPanel

        return HistoryPanel(self._window)

    def _about(self) -> Panel:
        from reader.ui.metadata_panel import MetadataPanel

        return MetadataPanel(self._window)

    def _hidden(self) -> Panel:
        from reader.ui.hidden_panel import HiddenPanel

        return HiddenPanel(self._window)

    def _keys(self) -> Panel:
        from reader.ui.keys_panel import KeysPanel

        return KeysPanel(self._table, self._window)

    def _settings(self) -> Panel:
        from reader.ui.settings_panel import SettingsPanel

        window = self._window
        return SettingsPanel(lambda: window.settings, window.choose, window)

    def _unread(self) -> Panel:
        from reader.ui.unread_panel import UnreadPanel

        return UnreadPanel(self._window)

    def _texts(self) -> Panel:
        from reader.ui.texts_panel import TextsPanel

        return TextsPanel(self._window)

    def _statistics(self) -> Panel:
        from reader.ui.statistics_panel import StatisticsPanel

        return StatisticsPanel(self._window)
