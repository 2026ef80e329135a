"""The height of every stretch of the article: measured where it was laid out, estimated elsewhere, never listed whole.

Two Fenwick trees over equal stretches of the text hold the measured heights and lengths; what is not measured counts
with the average height of a code point. So a book of any size costs a few hundred kilobytes and nothing at the start.
"""

from __future__ import annotations

_BUCKETS = 4096
_LEAST = 2048


class Heights:
    """Where offsets stand on the whole page, in device-independent pixels from its top."""

    def __init__(self, length: int, per_code_point: float) -> None:
        self._length = max(length, 1)
        self._bucket = max(_LEAST, -(-self._length // _BUCKETS))
        count = self._length // self._bucket + 1
        self._heights = [0.0] * (count + 1)
        self._lengths = [0.0] * (count + 1)
        self._known: dict[int, dict[int, tuple[int, float]]] = {}
        self._guess = per_code_point
        self._height = 0.0
        self._chars = 0

    @property
    def total(self) -> float:
        """Height of the whole article."""
        return self._height + self._rate * max(0, self._length - self._chars)

    @property
    def _rate(self) -> float:
        """Height of a code point that was not measured: the guess gives way as measurements come in."""
        trust = 4000
        return (self._height + self._guess * trust) / (self._chars + trust)

    def learn(self, start: int, length: int, height: float) -> None:
        """Take in the measured ``height`` of the piece at ``start``, ``length`` code points to the next piece."""
        number = min(start, self._length - 1) // self._bucket
        known = self._known.setdefault(number, {})
        old_length, old_height = known.get(start, (0, 0.0))
        if (old_length, old_height) == (length, height):
            return
        known[start] = (length, height)
        self._height += height - old_height
        self._chars += length - old_length
        self._add(number, height - old_height, length - old_length)

    def top(self, start: int) -> float:
        """Return where the piece that begins at ``start`` stands."""
        start = max(0, min(start, self._length))
        number = min(start, self._length - 1) // self._bucket
        height, chars = self._before(number)
        for at, (length, own) in self._known.get(number, {}).items():
            if at < start:
                height += own
                chars += length
        return height + self._rate * max(0.0, start - chars)

    def find(self, y: float) -> int:
        """Return the offset that stands at ``y`` or a little above, as well as it is known."""
        low, high = 0, self._length
        while low < high:
            middle = (low + high + 1) // 2
            if self.top(middle) <= y:
                low = middle
            else:
                high = middle - 1
        return low

    def _add(self, number: int, height: float, length: float) -> None:
        at = number + 1
        while at < len(self._heights):
            self._heights[at] += height
            self._lengths[at] += length
            at += at & -at

    def _before(self, number: int) -> tuple[float, float]:
        height = length = 0.0
        while number:
            height += self._heights[number]
            length += self._lengths[number]
            number -= number & -number
        return height, length
