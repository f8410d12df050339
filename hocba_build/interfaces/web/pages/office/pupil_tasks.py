"""The registrar's tasks about one pupil, each a form and the workflow that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from hocba_build.domain.people import EventKind
from hocba_build.domain.values import SEMESTERS, SchoolLevel, StudentId, Term
from hocba_build.interfaces.web.forms import Field, Filled, Sort
from hocba_build.interfaces.web.pages.office.pupil_fields import (
    CODES,
    DOCUMENT,
    IDENTITY,
    LEVELS,
    LIFE,
    NAMESAKE,
    REASON,
    class_field,
    day_field,
    family_of,
    grounds_of,
    person_of,
    place_fields,
    place_of,
)
from hocba_build.interfaces.web.place import Place
from hocba_build.interfaces.web.uploads import LISTS, kept_files
from hocba_build.workflows.changes import Outcome
from hocba_build.workflows.clock import today
from hocba_build.workflows.pupils import editing, entering, leaving
from hocba_build.workflows.pupils.brought_again import Corrected, bring_again
from hocba_build.workflows.pupils.listing import Listing

Fields: TypeAlias = Sequence[Field]


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a task, and whom it was about."""

    outcome: Outcome
    student: StudentId


@dataclass(frozen=True, slots=True)
class Task:
    """One act: what it is called, what it asks, and what does it (or foresees it)."""

    title: str
    sentence: str
    fields: Callable[[Listing], Fields]
    run: Callable[[Place, StudentId, Filled, bool], Done]


def _needed(one: Field) -> Field:
    return Field(one.name, one.label, one.sort, needed=True, hint=one.hint, options=one.options, group=one.group)


def _dated(*more: Field, label: str = "Từ ngày") -> Callable[[Listing], Fields]:
    return lambda shown: (day_field(label, today()), *more)  # noqa: ARG005 - the shape of a form


def _add(place: Place, _: StudentId, given: Filled, dry: bool) -> Done:  # noqa: FBT001 - the shape of a task
    where, document = place_of(given), given.text("chung_tu")
    made = entering.add(place.root, person_of(given), where, document=document, dry_run=dry)
    return Done(made.outcome, made.student)


def _arrive(place: Place, _: StudentId, given: Filled, dry: bool) -> Done:  # noqa: FBT001 - the shape of a task
    sheets = _sheets(place, given)
    brought = entering.Brought(given.needed("truong"), given.needed("chung_tu"), given.text("dia_chi"), sheets)
    known = given.text("ma_cu")
    person = StudentId(known) if known else person_of(given)
    made = entering.transfer_in(place.root, person, place_of(given), brought, dry_run=dry)
    return Done(made.outcome, made.student)


def _arrive_again(place: Place, student: StudentId, given: Filled, dry: bool) -> Done:  # noqa: FBT001 - as above
    return _arrive(place, student, Filled({**given.texts, "ma_cu": student}), dry)


def _bring_again(place: Place, student: StudentId, given: Filled, dry: bool) -> Done:  # noqa: FBT001 - as above
    said = Corrected(given.text("truong"), given.text("dia_chi"), given.text("chung_tu"), _sheets(place, given))
    return Done(bring_again(place.root, student, said, dry_run=dry), student)


def _sheets(place: Place, given: Filled) -> dict[Term, Path]:
    """The tables of results that were sent along."""
    tokens = {term: given.text(f"tep_{term.value}") for term in SEMESTERS}
    return {term: kept_files(place, token)[0] for term, token in tokens.items() if token}


def _edit(place: Place, student: StudentId, given: Filled, dry: bool) -> Done:  # noqa: FBT001 - the shape of a task
    sex, number, register = given.text("gioi_tinh"), given.text("sua_muc"), given.text("dang_bo")
    change = editing.Edit(
        since=given.needed_day("ngay"),
        document=given.text("chung_tu"),
        corrects=int(number) if number else None,
        full_name=given.text("ho_ten"),
        given_name=given.text("ten_goi"),
        female=None if sex is None else sex == "nu",
        born_on=given.day("ngay_sinh"),
        ministry_code=given.text("ma_bo"),
        register_number=(SchoolLevel(given.text("cap") or "thcs"), register) if register else None,
        family=family_of(given),
    )
    return Done(editing.edit(place.root, student, change, dry_run=dry), student)


def _move(place: Place, student: StudentId, given: Filled, dry: bool) -> Done:  # noqa: FBT001 - the shape of a task
    outcome = leaving.move(place.root, student, given.needed("lop"), grounds_of(given), dry_run=dry)
    return Done(outcome, student)


def _come_back(place: Place, student: StudentId, given: Filled, dry: bool) -> Done:  # noqa: FBT001 - as above
    outcome = leaving.come_back(place.root, student, given.needed("lop"), grounds_of(given), dry_run=dry)
    return Done(outcome, student)


def _leave(kind: EventKind) -> Callable[[Place, StudentId, Filled, bool], Done]:
    def run(place: Place, student: StudentId, given: Filled, dry: bool) -> Done:  # noqa: FBT001 - the shape of a task
        return Done(leaving.leave(place.root, student, kind, grounds_of(given), dry_run=dry), student)

    return run


def _cancel(place: Place, student: StudentId, given: Filled, dry: bool) -> Done:  # noqa: FBT001 - the shape of a task
    number = int(given.needed("so_muc"))
    return Done(leaving.cancel(place.root, student, number, grounds_of(given), dry_run=dry), student)


def _repeat(place: Place, student: StudentId, given: Filled, dry: bool) -> Done:  # noqa: FBT001 - the shape of a task
    return Done(entering.repeat(place.root, student, place_of(given), dry_run=dry), student)


def _skip(place: Place, student: StudentId, given: Filled, dry: bool) -> Done:  # noqa: FBT001 - the shape of a task
    outcome = entering.skip(place.root, student, place_of(given), grounds_of(given), dry_run=dry)
    return Done(outcome, student)


_TABLE: Final = "Theo mẫu bảng kết quả, tải ở cuối trang."
_CAME: Final = (
    Field("truong", "Trường cũ", needed=True),
    Field("dia_chi", "Địa chỉ trường cũ"),
    _needed(DOCUMENT),
    *(
        Field(f"tep_{term.value}", f"Kết quả học kì {number} mang đến", Sort.FILE, hint=_TABLE, endings=LISTS)
        for term, number in zip(SEMESTERS, ("I", "II"), strict=True)
    ),
)

ENTERING: Final[Mapping[str, Task]] = {
    "them": Task(
        "Thêm học sinh mới",
        "Cấp mã kế tiếp; đầu năm xếp theo tên, lớp đã có điểm thì đứng cuối.",
        lambda shown: (*IDENTITY, *place_fields(shown), *CODES, DOCUMENT, NAMESAKE, *LIFE),
        _add,
    ),
    "chuyen-den": Task(
        "Tiếp nhận học sinh chuyển đến",
        "Kết quả mang theo được giữ nguyên, không tính lại. Có gói chuyển trường thì nhận bằng gói.",
        lambda shown: (*IDENTITY, *place_fields(shown), *_CAME, *CODES, NAMESAKE, *LIFE),
        _arrive,
    ),
}
"""Tasks that begin with a pupil who is new."""

TASKS: Final[Mapping[str, Task]] = {
    "chuyen-lop": Task(
        "Chuyển lớp",
        "Cùng khối; điểm ở lớp cũ không chuyển đi đâu, phần mềm tự nối.",
        lambda shown: (class_field(shown, "Lớp mới"), day_field("Từ ngày", today()), DOCUMENT, REASON),
        _move,
    ),
    "sua": Task(
        "Sửa nhân thân, mã, lí lịch",
        "Chỉ điền ô nào đổi. Mục cũ giữ nguyên với ngày của nó; đổi họ tên, giới tính, ngày sinh cần giấy tờ.",
        lambda shown: (  # noqa: ARG005 - the shape of a form
            day_field("Từ ngày", today()),
            DOCUMENT,
            Field(
                "sua_muc", "Sửa mục nhân thân gõ nhầm, số", Sort.NUMBER, hint="Chỉ khi gõ nhầm từ đầu: mục ấy bị huỷ."
            ),
            *(Field(one.name, one.label, one.sort, hint=one.hint, options=one.options) for one in IDENTITY),
            *CODES,
            Field("cap", "Cấp học của số đăng bộ", Sort.CHOICE, options=LEVELS),
            *LIFE,
        ),
        _edit,
    ),
    "thoi-hoc": Task("Thôi học", "Rời trường hẳn.", _dated(_needed(REASON), DOCUMENT), _leave(EventKind.THOI_HOC)),
    "chuyen-di": Task(
        "Chuyển đi trường khác",
        "Lập gói chuyển trường riêng, sau khi việc này được duyệt.",
        _dated(Field("truong", "Trường chuyển đến", needed=True), _needed(DOCUMENT), REASON),
        _leave(EventKind.CHUYEN_DI),
    ),
    "bao-luu": Task("Bảo lưu", "Nghỉ học có thời hạn.", _dated(_needed(DOCUMENT), REASON), _leave(EventKind.BAO_LUU)),
    "tro-lai": Task(
        "Trở lại học",
        "Sau khi thôi học, bảo lưu hay chuyển đi: đứng cuối danh sách lớp.",
        lambda shown: (class_field(shown, "Vào lớp"), day_field("Từ ngày", today()), DOCUMENT, REASON),
        _come_back,
    ),
    "nhan-lai": Task(
        "Tiếp nhận lại, kèm kết quả trường khác",
        "Em đã từng học ở đây, nay chuyển về: giữ mã cũ.",
        lambda shown: (*place_fields(shown), *_CAME),
        _arrive_again,
    ),
    "mang-theo": Task(
        "Sửa kết quả mang theo",
        "Của lần chuyển đến gần nhất. Chỉ điền ô nào đổi; học kì có bảng mới thì thay cả học kì ấy.",
        lambda _: tuple(Field(one.name, one.label, one.sort, hint=one.hint, endings=one.endings) for one in _CAME),
        _bring_again,
    ),
    "o-lai": Task("Ở lại lớp", "Học lại đúng khối ấy trong năm học mới.", place_fields, _repeat),
    "vuot-lop": Task(
        "Học vượt lớp",
        "Bỏ qua đúng một khối trong cùng cấp học, theo quyết định của hiệu trưởng.",
        lambda shown: (*place_fields(shown), day_field("Ngày quyết định", today()), _needed(DOCUMENT), REASON),
        _skip,
    ),
    "huy": Task(
        "Huỷ một sự kiện ghi nhầm",
        "Mục ấy vẫn nằm trong hồ sơ, kèm lí do huỷ.",
        _dated(
            Field("so_muc", "Số của mục trong bảng Sự kiện", Sort.NUMBER, needed=True),
            _needed(REASON),
            label="Ngày huỷ",
        ),
        _cancel,
    ),
}
"""Tasks about a pupil who is known."""
