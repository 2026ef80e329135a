"""A picture of the real window, without a screen: for the demo, the documentation, and whoever works on its looks."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reader.ui.window import MainWindow


def render(  # noqa: PLR0913 - a keyword for each thing that can be seen
    library_path: Path | None,
    article_id: str | None,
    out: Path,
    *,
    theme: str = "paper",
    language: str = "ar",
    size: tuple[int, int] = (1480, 940),
    scale: float = 1.0,
    active: str | None = None,
    prepare: Callable[[MainWindow], None] | None = None,
) -> None:
    """Write a PNG of the window showing an article, ``size`` in points, ``scale`` pixels to a point.

    ``active`` is an annotation to bring out; ``prepare`` may do anything else to the window first. The person's own
    settings play no part. Raises StoreError, ArticleError, and OSError where ``out`` cannot be written.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QPixmap

    from reader.settings import Settings
    from reader.ui import app as program
    from reader.ui.window import MainWindow

    settings = replace(Settings(), theme=theme, language=language, width=size[0], height=size[1])
    app = program.application()
    program.speak(app, settings)
    window = MainWindow(library_path, article_id, settings=settings, keeps_settings=False)
    window.resize(*size)
    window.show()
    window.build()
    window.follow.fill_lists()
    app.processEvents()
    note = window.session.note(active)
    if note is not None:
        window.marking.show(note)
    if prepare is not None:
        prepare(window)
    app.processEvents()
    picture = QPixmap(round(size[0] * scale), round(size[1] * scale))
    picture.setDevicePixelRatio(scale)
    window.render(picture, QPoint())
    window.close()
    if not picture.save(str(out), "PNG"):
        raise OSError(f"The picture {out} cannot be written.")
