"""What the people, pupils and classes of a ledger are called, by their ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from hocba_build.domain.values import ClassId, PersonId, StudentId, YearId


def _unknown(_pupil: StudentId) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Names:
    """Names as the newest entry has them; an id without a name stands for itself."""

    school: str = ""
    persons: Mapping[PersonId, str] = field(default_factory=dict)
    pupil: Callable[[StudentId], str] = _unknown
    """A pupil's newest name; empty for one without a file."""
    rooms: Mapping[tuple[YearId, ClassId], str] = field(default_factory=dict)

    def person(self, person: PersonId) -> str:
        """A member of staff."""
        return self.persons.get(person, person)

    def room(self, year: YearId, class_id: ClassId) -> str:
        """A class as people call it."""
        return self.rooms.get((year, class_id), class_id)
