"""A stop is heard while a library is busy; what the work raises arrives in the caller's thread."""

from __future__ import annotations

import gc
import threading

import pytest

from reader.errors import CancelledError, FormatError
from reader.formats.hints import Watch
from reader.formats.patience import patiently


def test_a_stop_is_heard_while_the_work_hears_nothing() -> None:
    busy = threading.Event()
    asked: list[int] = []

    def cancelled() -> bool:
        asked.append(1)
        return len(asked) > 2

    with pytest.raises(CancelledError):
        patiently(lambda _: busy.wait(30), Watch(cancelled=cancelled))
    busy.set()


def test_the_work_is_told_to_stop() -> None:
    ended = threading.Event()

    def work(watch: Watch) -> None:
        try:
            while True:
                watch.step(0.5)
        finally:
            ended.set()

    with pytest.raises(CancelledError):
        patiently(work, Watch(cancelled=lambda: True))
    assert ended.wait(10)


def test_results_errors_and_progress_arrive_in_the_callers_thread() -> None:
    threads: list[threading.Thread] = []
    watch = Watch(progress=lambda _: threads.append(threading.current_thread()))
    assert patiently(lambda inner: inner.step(0.3) or 42, watch) == 42
    assert threads
    assert set(threads) == {threading.current_thread()}

    def fail(_: Watch) -> None:
        raise FormatError("No.")

    with pytest.raises(FormatError):
        patiently(fail, Watch())


def test_the_collector_rests_meanwhile_and_works_again_after() -> None:
    assert gc.isenabled()
    assert patiently(lambda _: gc.isenabled(), Watch()) is False
    assert gc.isenabled()
    with pytest.raises(CancelledError):
        patiently(lambda _: None, Watch(cancelled=lambda: True))
    assert gc.isenabled()


def test_progress_never_goes_back() -> None:
    seen: list[float] = []
    wait = threading.Event()

    def work(watch: Watch) -> None:
        for fraction in (0.2, 0.9, 0.4):
            watch.step(fraction)
        wait.wait(0.2)

    patiently(work, Watch(seen.append))
    assert seen[-1] == 0.9
    assert seen == sorted(seen)
