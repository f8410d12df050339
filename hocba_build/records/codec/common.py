"""Small pieces shared by the codecs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any, TypeAlias, TypeVar

from hocba_build.domain.values import Assessed, Outcome, PersonId, Score, SubjectId
from hocba_build.records.document import Json

Doc: TypeAlias = Mapping[str, Any]
"""A document that its schema has already accepted."""

E = TypeVar("E", bound=Enum)
T = TypeVar("T")


def day(text: str) -> date:
    """A date as it is written in a file."""
    return date.fromisoformat(text)


def day_or_none(text: str | None) -> date | None:
    """A date, where there is one."""
    return None if text is None else date.fromisoformat(text)


def iso(value: date | None) -> str | None:
    """A date as it is written in a file, where there is one."""
    return None if value is None else value.isoformat()


def choice(kind: type[E], text: str | None) -> E | None:
    """A member of an enumeration by its word in the files, where there is one."""
    return None if text is None else kind(text)


def word(value: Enum | None) -> str | None:
    """The word of an enumeration's member, where there is one."""
    return None if value is None else str(value.value)


def assessed(value: str | int | Decimal | None) -> Assessed | None:
    """A score or an outcome, where there is one."""
    if value is None:
        return None
    return Outcome(value) if isinstance(value, str) else Score(Decimal(value))


def plain(value: Assessed | None) -> Json:
    """A score or an outcome as it is written in a file."""
    return value.value if isinstance(value, Outcome) else value


def subjects(ids: Iterable[str]) -> frozenset[SubjectId]:
    """A set of subjects."""
    return frozenset(map(SubjectId, ids))


def persons(ids: Iterable[str]) -> tuple[PersonId, ...]:
    """Persons in the order of the file."""
    return tuple(map(PersonId, ids))


def compact(**pairs: Json) -> dict[str, Json]:
    """A map without the keys that have nothing to say."""
    return {key: value for key, value in pairs.items() if value is not None}


def in_force(entries: Sequence[Doc], since: str = "tu_ngay") -> list[Doc]:
    """Entries that no later one cancels (``huy: n``), in the order in which they come into force."""
    void = {entry["huy"] for entry in entries if "huy" in entry}
    kept = [entry for number, entry in enumerate(entries, 1) if number not in void]
    return sorted(kept, key=lambda entry: str(entry.get(since, "")))
