"""Life pages read and written: in plain text, or sealed to the office, which is asked for its key once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from hocba_build.domain.people import Family
from hocba_build.domain.values import StudentId
from hocba_build.records.pupil_edits import add_page
from hocba_build.trust.gpg import Keyring, KeyTroubleError
from hocba_build.workflows.changes import Draft
from hocba_build.workflows.sealing.office import Office
from hocba_build.workflows.sealing.sealed import opened, plain_path, sealed_path


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
