"""A file that somebody has open for a moment is waited for on Windows, and only there."""

from __future__ import annotations

import pytest

from booklet.common import retry


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Be on Windows, where waiting takes no time."""
    seconds: list[float] = []
    monkeypatch.setattr("booklet.common.retry.sys.platform", "win32")
    monkeypatch.setattr("booklet.common.retry.time.sleep", seconds.append)
    return seconds


class Busy:
    """Something that fails so many times before it works."""

    def __init__(self, failures: int, error: type[OSError] = PermissionError) -> None:
        self.failures = failures
        self.error = error

    def __call__(self) -> str:
        """Fail, or say that it is done."""
        if self.failures:
            self.failures -= 1
            raise self.error(13, "in use")
        return "done"


def test_it_waits_until_the_file_is_free(slept: list[float]) -> None:
    assert retry.retry_while_open(Busy(3)) == "done"
    assert slept == list(retry.WAITS[:3])


def test_it_waits_ever_longer_and_two_seconds_at_most(slept: list[float]) -> None:
    with pytest.raises(PermissionError):
        retry.retry_while_open(Busy(100))
    assert slept == sorted(slept)
    assert 1.5 < sum(slept) <= 2


def test_any_other_problem_is_told_at_once(slept: list[float]) -> None:
    with pytest.raises(FileNotFoundError):
        retry.retry_while_open(Busy(1, FileNotFoundError))
    assert slept == []


@pytest.mark.parametrize("platform", ["linux", "darwin"])
def test_other_systems_never_wait(
    slept: list[float], monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    monkeypatch.setattr("booklet.common.retry.sys.platform", platform)
    with pytest.raises(PermissionError):
        retry.retry_while_open(Busy(1))
    assert slept == []
