"""A memory with a limit: answers are right, what is asked for lately is made once, and the limit holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hocba_build.trust.git.bounded import Bounded

LIMIT = 100


@given(st.lists(st.integers(0, 60), max_size=300))
def test_answers_are_right_and_the_limit_holds(asked: list[int]) -> None:
    memory: Bounded[int, str] = Bounded(str, lambda _: 10, LIMIT)
    for key in asked:
        assert memory(key) == str(key)
        assert memory.weight <= LIMIT


def test_what_was_asked_for_lately_is_made_once() -> None:
    made: list[int] = []

    def make(key: int) -> str:
        made.append(key)
        return str(key)

    memory = Bounded(make, lambda _: 10, LIMIT)
    for key in range(2, 20):
        assert (memory(1), memory(key)) == ("1", str(key))
    assert made.count(1) == 1
    memory(2)
    assert made.count(2) == 2, "nobody had asked for it since: it was dropped"


def test_an_answer_that_alone_is_too_heavy_drops_the_rest() -> None:
    memory: Bounded[int, str] = Bounded(str, int, LIMIT)
    for key in (10, 20, 500, 10):
        assert memory(key) == str(key)
    assert memory.weight <= 500 + LIMIT
