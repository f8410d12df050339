"""Results that change, in the words of the transcript."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from hocba_build.domain.values import StudentId
from hocba_build.workflows.audit.figures import figure_words, value_words
from hocba_build.workflows.ledger.compare import Effect


def told_effects(effects: Iterable[Effect], names: Mapping[StudentId, str]) -> list[tuple[str, str, str, str]]:
    """Name, figure, before, after."""
    return [(_name(one, names), *_figures(one)) for one in effects]


def _name(one: Effect, names: Mapping[StudentId, str]) -> str:
    return names.get(StudentId(one.pupil)) or one.pupil


def _figures(one: Effect) -> tuple[str, str, str]:
    return figure_words(one.figure), value_words(one.figure, one.old), value_words(one.figure, one.new)
