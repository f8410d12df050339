"""Which new branches a command has pushed: whoever runs it may want to tell others, and every act pushes alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # Named only: every command asks this module, few push.
    from hocba_build.workflows.ledger.desk import Desk


@dataclass(frozen=True, slots=True)
class Pushed:
    """A branch ``pr/<person>/…`` that is new at the server, and the files that it holds."""

    desk: Desk
    branch: str
    paths: tuple[str, ...]
    reviewers: tuple[str, ...] = ()
    """Who may accept it, where that is known."""


_heard: ContextVar[list[Pushed] | None] = ContextVar("pushed", default=None)


@contextmanager
def hearing() -> Iterator[list[Pushed]]:
    """The branches that are pushed within the block, in their order."""
    heard: list[Pushed] = []
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)


def note_pushed(desk: Desk, branch: str, paths: tuple[str, ...], reviewers: tuple[str, ...] = ()) -> None:
    """Say that a new branch was pushed."""
    heard = _heard.get()
    if heard is not None:
        heard.append(Pushed(desk, branch, paths, reviewers))
