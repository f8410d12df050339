"""Life pages read and written: in plain text, or sealed to the office, which is asked for its key once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from hocba_build.domain.people import Family
from hocba_build.domain.values import StudentId
from hocba_build.records.layout import Kind, path_for
from hocba_build.records.pupil_edits import add_page
from hocba_build.trust.gpg import Keyring, KeyTroubleError
from hocba_build.trust.openpgp import readers_of
from hocba_build.workflows.changes import Draft
from hocba_build.workflows.office import Office


def plain_path(student: StudentId) -> str:
    """A life page in plain text."""
    return path_for(Kind.HO_SO, student=student)


def sealed_path(student: StudentId) -> str:
    """A life page sealed to the office."""
    return path_for(Kind.HO_SO_KIN, student=student)


def opened(messages: Mapping[StudentId, bytes], keys: Keyring) -> dict[StudentId, bytes]:
    """What the pupils' sealed pages say; those for which no key is here are left out.

    Raises:
        KeyTroubleError: the key is here and its owner did not unlock it, or a page is damaged.
    """
    by_readers: dict[frozenset[str], list[StudentId]] = {}
    for student, message in messages.items():
        by_readers.setdefault(readers_of(message), []).append(student)
    found: dict[StudentId, bytes] = {}
    for students in by_readers.values():
        read = keys.decrypt([messages[student] for student in students])
        if read is not None:
            found.update(zip(students, read, strict=True))
    return found


@dataclass(slots=True)
class LifePages:
    """The life pages of a draft."""

    draft: Draft
    office: Office
    keys: Keyring = field(default_factory=Keyring)
    _plain: dict[StudentId, bytes] = field(default_factory=dict)

    def open(self, students: Iterable[StudentId]) -> None:
        """Decrypt the sealed pages of these pupils in one go.

        Raises:
            KeyTroubleError: no key for them is here, or it was not unlocked.
        """
        sealed = {student: raw for student in students if (raw := self.draft.text(sealed_path(student)))}
        messages = {student: raw for student, raw in sealed.items() if student not in self._plain}
        found = opened(messages, self.keys)
        if missing := sorted(messages.keys() - found.keys()):
            raise KeyTroubleError(
                f"Trang lí lịch của {missing[0]} đã mã hoá cho văn phòng, máy này không có khoá mở.",
                "Người của văn phòng làm việc này, với khoá hoặc thẻ của mình.",
            )
        for student, plain in found.items():
            self._plain[student] = plain
            self.draft.show(sealed_path(student), plain)

    def text(self, student: StudentId) -> bytes | None:
        """The plain text of a page; ``None`` where there is none."""
        if self.draft.text(sealed_path(student)) is not None:
            self.open([student])
            return self._plain[student]
        return self.draft.text(plain_path(student))

    def add(self, student: StudentId, family: Family, since: date, document: str | None = None) -> None:
        """Add what a page says from a day on; sealed where the office has keys."""
        self.put(student, add_page(self.text(student), student, family, since, document))

    def put(self, student: StudentId, plain: bytes) -> None:
        """Give a page its text; the office's school keeps no plain copy beside it."""
        if not self.office.seals:
            self.draft.put(plain_path(student), plain)
            return
        self._plain[student] = plain
        self.draft.put(sealed_path(student), self.office.seal(plain))
        self.draft.show(sealed_path(student), plain, changed=True)
        if self.draft.text(plain_path(student)) is not None:
            self.draft.put(plain_path(student), None)
