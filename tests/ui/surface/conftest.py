"""A surface that shows an article, driven by real Qt events."""

from __future__ import annotations

import pytest

from reader.ui.fonts import Typography
from reader.ui.surface.surface import ReadingSurface
from tests.ui.surface.desks import MemoryDesk


@pytest.fixture
def show(qtbot):
    """Return a function that shows an article in a surface of a given size."""

    def shown(article, annotations=(), *, size=(900, 700), typography=None):
        surface = ReadingSurface()
        qtbot.addWidget(surface)
        surface.resize(*size)
        if typography is not None:
            surface.set_typography(typography)
        surface.show()
        qtbot.waitExposed(surface)
        surface.set_desk(article if isinstance(article, MemoryDesk) else MemoryDesk(article, annotations))
        return surface

    return shown


@pytest.fixture
def plain():
    """Return the default typography."""
    return Typography()
