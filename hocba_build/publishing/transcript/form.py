"""The form as data: the order and labels of its rows, and its wording by school year."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from hocba_build.domain.values import SchoolLevel, SubjectId, YearId
from hocba_build.publishing.templates import template_root


@dataclass(frozen=True, slots=True)
class Wording:
    """What the form says from a school year on: the circular it cites, and the instructions inside the cover."""

    since: YearId
    citation: str
    instructions: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Form:
    """Rows by level, and wordings in the order of their years."""

    rows: Mapping[SchoolLevel, tuple[tuple[SubjectId, str], ...]]
    wordings: tuple[Wording, ...]

    def wording(self, year: YearId) -> Wording:
        """The wording in force in a school year (the first one before any)."""
        held = [wording for wording in self.wordings if wording.since <= year]
        return held[-1] if held else self.wordings[0]


@cache
def load_form(name: str) -> Form:
    """Read ``transcript/<name>/form.json``, a bundled file."""
    data = json.loads((template_root() / "transcript" / name / "form.json").read_text("utf-8"))
    rows = {
        SchoolLevel(level): tuple((SubjectId(subject), label) for subject, label in listed)
        for level, listed in data["rows"].items()
    }
    wordings = tuple(
        Wording(
            YearId(item["since"]),
            item["citation"],
            tuple((part["title"], tuple(part["lines"])) for part in item["instructions"]),
        )
        for item in data["wordings"]
    )
    return Form(rows, wordings)
