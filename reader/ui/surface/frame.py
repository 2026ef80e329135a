"""One laid-out stretch of text: its lines, their clusters, and the way between stored offsets and Qt's positions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from weakref import ref

from PySide6.QtCore import QLocale, QPointF, Qt
from PySide6.QtGui import QFont, QTextCharFormat, QTextLayout, QTextOption

from reader.text import graphemes
from reader.text.offsets import Utf16Index
from reader.ui.surface import borders
from reader.ui.surface.ink import may_reach_far, reach

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QTextLine

    from reader.text.display import Shown
    from reader.ui.surface.borders import Cluster

_WIDEST = 0.6
"""How much of its own width a space may gain when lines are justified."""
_LEAST_SPACE = 0.22
"""In em: the space of a Nastaliq font is narrow, and would hardly give."""
_SLACK = 0.5
_NO_SPACE = "\u200b"
"""Stands for what hangs over the end of a line, which Qt would move into it before a line break."""
_LINE_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_ROOM = 60.0
Run = tuple[int, int, "QFont | QTextCharFormat"]
"""Code points ``start`` to ``end`` of a shown text, and what they are set in."""


def space_of(font: QFont, *, rtl: bool) -> float:
    """Return the width of a space between two words: a font may make it wider there than alone."""
    letter = "م" if rtl else "n"
    both, alone = (_width(text, font) for text in (f"{letter} {letter}", f"{letter}\u200c{letter}"))
    return both - alone


def _second_space(font: QFont, *, rtl: bool) -> float:
    """Return what a space adds to the space before it."""
    letter = "م" if rtl else "n"
    return _width(f"{letter}  {letter}", font) - _width(f"{letter} {letter}", font)


def _spaced(font: QFont, spread: float) -> QFont:
    wider = QFont(font)
    wider.setWordSpacing(font.wordSpacing() + spread)
    return wider


def _width(text: str, font: QFont) -> float:
    layout = QTextLayout(text, font)
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(10_000)
    layout.endLayout()
    return line.horizontalAdvance()


class Frame:
    """A text laid out in lines of one width; ``start`` and ``end`` are stored offsets.

    ``refill``: its line breaks are only where a file broke its lines; each is shown as one space, together with the
    spaces round it, of which all but one take no room.
    """

    __slots__ = (
        "__weakref__",
        "_closed",
        "_clusters",
        "_index",
        "_joined",
        "_shift",
        "_shown",
        "end",
        "layout",
        "lines",
        "rtl",
        "start",
        "text",
    )

    def __init__(self, stored: str, start: int, *, rtl: bool, signs: str = "all", refill: bool = False) -> None:
        self.start, self.end, self.rtl = start, start + len(stored), rtl
        self._shown: Shown | None = None
        self.text = stored
        if signs != "all":
            from reader.text.display import Signs, shown

            self._shown = shown(stored, Signs(signs))
            self.text = self._shown.text
        self._closed: list[int] = []
        """Code points of the shown text that are spaces without room."""
        if refill:
            for found in _LINE_BREAK.finditer(self.text):
                self._closed += range(found.start() + 1, found.end())
            self.text = _LINE_BREAK.sub(lambda found: " " * len(found[0]), self.text)
        index = Utf16Index(self.text)
        self._index = index if index.length != len(self.text) else None
        self._joined: list[tuple[int, int]] | None = None
        self._shift = 0.0
        self.lines: list[Line] = []
        self.layout = QTextLayout()

    def lay_out(
        self,
        font: QFont,
        runs: Sequence[Run],
        width: float,
        locale: QLocale,
        *,
        align: Qt.AlignmentFlag | None = None,
        justify: bool = False,
    ) -> None:
        """Break the text into lines of ``width``, in place of any it has; Qt shapes with the language of ``locale``.

        ``justify`` widens spaces so that all lines but the last fill the width, within what looks natural.
        """
        option = QTextOption(align or (Qt.AlignmentFlag.AlignRight if self.rtl else Qt.AlignmentFlag.AlignLeft))
        option.setTextDirection(Qt.LayoutDirection.RightToLeft if self.rtl else Qt.LayoutDirection.LeftToRight)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTabStopDistance(font.pixelSize() * 2)
        formats = [self._format(run) for run in runs]
        if self._closed:
            closed = _spaced(font, -_second_space(font, rtl=self.rtl))
            formats += [self._format((at, at + 1, closed)) for at in self._closed]
        before = QLocale()
        QLocale.setDefault(locale)
        try:
            self._break(self.text, font, option, formats, width)
            if justify:
                self._justify(font, option, formats, width)
        finally:
            QLocale.setDefault(before)

    def _break(
        self, text: str, font: QFont, option: QTextOption, formats: list[QTextLayout.FormatRange], width: float
    ) -> None:
        layout = self.layout = QTextLayout(text.replace("\n", "\u2028") + borders.SENTINELS[self.rtl], font)
        layout.setTextOption(option)
        layout.setCacheEnabled(True)
        if formats:
            layout.setFormats(formats)
        self.lines = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            self.lines.append(Line(self, line))
        layout.endLayout()
        if len(self.lines) > 1 and self.lines[-1].start == self.end:
            self.lines.pop()  # the sentinel alone, after a space that fills the last line

    def _justify(self, font: QFont, option: QTextOption, formats: list[QTextLayout.FormatRange], width: float) -> None:
        """Widen the spaces of each line but the last until it fills ``width``, where that takes no wide gaps.

        The lines are held to what they have by line breaks in place of the spaces at their ends, and laid out in some
        more width: a word may take other room beside a space of another font. A second round makes up for that.
        """
        if any(self.text[self.shown(line.end) - 1] not in " \n" for line in self.lines[:-1]):
            return  # a line that ends within a word cannot be held
        text, spaces = self._held()
        natural = max(space_of(font, rtl=self.rtl), _LEAST_SPACE * font.pixelSize())
        target = width - _SLACK
        spread = [0.0] * len(spaces)
        for _round in range(2):
            for number, places in enumerate(spaces):
                missing = target - self.lines[number].text_line.naturalTextWidth()
                if places:
                    spread[number] += missing / len(places)
                if not 0 < spread[number] <= natural * _WIDEST:
                    spread[number] = 0.0
                    spaces[number] = []
            wider = [
                self._format((at, at + 1, _spaced(font, spread[number])))
                for number, places in enumerate(spaces)
                for at in places
            ]
            if not wider:
                return
            self._break(text, font, option, [*formats, *wider], width + _ROOM)
        self._shift = -_ROOM if option.alignment() == Qt.AlignmentFlag.AlignRight else 0.0

    def _held(self) -> tuple[str, list[list[int]]]:
        """Return the text with its lines held by line breaks, and where the spaces of each are that may widen."""
        text, closed = list(self.text), set(self._closed)
        spaces: list[list[int]] = []
        for line in self.lines[:-1]:
            first, last = self.shown(line.start), self.shown(line.end)
            body = self.text[first:last].rstrip()
            held = self.text[last - 1 : last] == " "
            words = [first + at for at, character in enumerate(body) if held and character == " "]
            spaces.append([at for at in words if at not in closed])
            if held:
                hanging = range(first + len(body), last - 1)
                text[hanging.start : last] = [_NO_SPACE] * len(hanging) + ["\n"]
        return "".join(text), spaces

    def position(self, offset: int) -> int:
        """Return Qt's position in the layout for a stored offset, held within the frame."""
        at = self.shown(offset)
        return at if self._index is None else self._index.to_utf16(at)

    def shown(self, offset: int) -> int:
        """Return the code point of the shown ``text`` for a stored offset, held within the frame."""
        at = max(0, min(offset, self.end) - self.start)
        return at if self._shown is None else self._shown.to_shown(at)

    def offset(self, position: int) -> int:
        """Return the stored offset of Qt's ``position``, held within the frame (the sentinel is behind its end)."""
        if self._index is not None:
            at = self._index.to_code_points(min(position, self._index.length))
        else:
            at = min(position, len(self.text))
        return self.start + (at if self._shown is None else self._shown.to_stored(at))

    @property
    def shift(self) -> float:
        """How far the lines are to be moved because they were laid out in more width than they fill."""
        return self._shift

    def joined(self) -> list[tuple[int, int]]:
        """Return the lam-alefs of the text as spans of Qt's positions."""
        if self._joined is None:
            spans = graphemes.lam_alef_spans(self.text)
            if self._index is None:
                self._joined = spans
            else:
                self._joined = [(self._index.to_utf16(a), self._index.to_utf16(b)) for a, b in spans]
        return self._joined

    def _format(self, run: Run) -> QTextLayout.FormatRange:
        start, end, look = run
        made = QTextLayout.FormatRange()
        if self._index is not None:
            start, end = self._index.to_utf16(start), self._index.to_utf16(end)
        made.start, made.length = start, end - start
        if isinstance(look, QTextCharFormat):
            made.format = look
        else:
            style = QTextCharFormat()
            style.setFont(look)
            made.format = style
        return made


class Line:
    """One line of a frame; ``top`` and ``baseline`` are y in the piece, ``start`` and ``end`` stored offsets.

    ``scale`` is its size relative to that of the running text.
    """

    __slots__ = ("_clusters", "_frame", "area", "baseline", "end", "pitch", "scale", "start", "text_line", "top")

    def __init__(self, frame: Frame, text_line: QTextLine) -> None:
        self._frame, self.text_line = ref(frame), text_line
        self.top = self.baseline = self.pitch = 0.0
        self.scale = 1.0
        self.area: tuple[float, float] | None = None
        """Left and right border of what is drawn in place of the text, such as a picture."""
        self._clusters: list[Cluster] | None = None
        first = text_line.textStart()
        self.start, self.end = frame.offset(first), frame.offset(first + text_line.textLength())

    @property
    def frame(self) -> Frame:
        """Return the frame, which its piece keeps.

        Raises ReferenceError when the piece is gone. A line does not keep it: in a circle the two would wait for the
        garbage collector, which may run in a thread that must not touch Qt's text.
        """
        frame = self._frame()
        if frame is None:
            raise ReferenceError("The piece of this line is no longer laid out.")
        return frame

    @property
    def bottom(self) -> float:
        """Return y of the lower border of the line."""
        return self.top + self.pitch

    @property
    def clusters(self) -> list[Cluster]:
        """Return the clusters of the line, in logical order; computed when first asked for."""
        if self._clusters is None:
            self._clusters = borders.clusters_of(self.frame.layout, self.text_line, self.frame.joined())
        return self._clusters

    def place(self, x: float, top: float, pitch: float, baseline: float) -> None:
        """Put the line at ``x``, its box from ``top`` with the height ``pitch``, its letters on ``baseline``."""
        self.top, self.pitch, self.baseline = top, pitch, baseline
        self.text_line.setPosition(QPointF(x + self.frame.shift, baseline - self.text_line.ascent()))

    def ink(self) -> tuple[float, float] | None:
        """Return how far the ink reaches above and below the baseline; None where it cannot be unusual."""
        frame = self.frame
        if not may_reach_far(frame.text[frame.shown(self.start) : frame.shown(self.end)]):
            return None
        return reach(self.text_line)

    def boxes(self, start: int, end: int) -> list[tuple[float, float]]:
        """Return the ``(left, right)`` stretches of stored offsets ``start`` to ``end`` on this line."""
        if start >= self.end or end <= self.start:
            return []
        if self.area is not None:
            return [self.area]
        frame = self.frame
        first = frame.position(max(start, self.start))
        last = frame.position(min(end, self.end))
        return borders.boxes(self.clusters, first, last) if last > first else []

    def offset_at(self, x: float) -> tuple[int, bool]:
        """Return the stored offset of the border nearest to ``x``, and whether it ends the cluster that was hit."""
        if self.area is not None:
            after = (x < sum(self.area) / 2) == self.frame.rtl
            return (self.end, True) if after else (self.start, False)
        if not self.clusters:
            return self.start, False
        position, after = borders.hit(self.clusters, x)
        return self.frame.offset(position), after

    def offset_under(self, x: float) -> int:
        """Return the stored offset of the cluster at ``x``, or of the nearest one."""
        return self.frame.offset(borders.under(self.clusters, x).start) if self.clusters else self.start

    def caret_x(self, offset: int, *, after: bool) -> float:
        """Return x of the caret at a stored offset."""
        x = borders.caret_x(self.clusters, self.frame.position(offset), after=after) if self.clusters else None
        if x is not None:
            return x
        rect = self.text_line.rect()
        return rect.right() if self.frame.rtl else rect.left()

    def ink_end(self) -> int:
        """Return the stored offset where the white space that hangs over the end of the line begins."""
        clusters = self.clusters
        for cluster in reversed(clusters):
            if cluster.right > cluster.left:
                return self.frame.offset(cluster.end)
        return self.start
