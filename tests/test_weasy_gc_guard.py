"""The collector of cyclic garbage pauses, and goes on as before."""

from __future__ import annotations

import gc

import pytest

from booklet.weasy.gc_guard import paused_garbage_collection


def test_nothing_is_collected_meanwhile() -> None:
    with paused_garbage_collection():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_goes_on_after_a_fault() -> None:
    with pytest.raises(ZeroDivisionError), paused_garbage_collection():
        _ = 1 / 0
    assert gc.isenabled()


def test_what_was_off_stays_off() -> None:
    gc.disable()
    try:
        with paused_garbage_collection():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
