"""The administrator's tasks about one person, each a form and the workflow that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.people import KeyStatus, Role
from hocba_build.domain.school import Deputy
from hocba_build.domain.subjects import ORDER, SUBJECTS
from hocba_build.domain.values import ClassId, PersonId, SubjectId
from hocba_build.domain.words import word
from hocba_build.interfaces.web.forms import Field, Filled, Sort
from hocba_build.interfaces.web.place import Place
from hocba_build.interfaces.web.uploads import REQUESTS, kept_files
from hocba_build.workflows.changes import Outcome
from hocba_build.workflows.clock import today
from hocba_build.workflows.people import staff
from hocba_build.workflows.people.deputies import deputies, deputize, relieve
from hocba_build.workflows.people.request import KeyRequest, read_request
from hocba_build.workflows.people.staff import StaffAct
from hocba_build.workflows.people.staff_list import Account
from hocba_build.workflows.pupils.listing import listing

Done: TypeAlias = StaffAct | Outcome
Run: TypeAlias = Callable[[Place, PersonId, Filled, bool], Done]
ROLES: Final = tuple((role.value, str(word(role))) for role in Role)
_SINCE: Final = Field("ngay", "Từ ngày", Sort.DAY, hint="Để trống: hôm nay.")
_HEARD: Final = Field("da_nghe", "Tôi đã nghe chính người ấy đọc vân tay khoá, và vân tay khớp", Sort.TICK, needed=True)
_REQUEST: Final = Field(
    "tep_xin", "Tệp xin ghi khoá", Sort.FILE, needed=True, endings=REQUESTS, hint="Người ấy lấy ở trang «Vào làm»."
)


@dataclass(frozen=True, slots=True)
class StaffTask:
    """One act: what it is called, what it asks of the account, and what does it (or foresees it)."""

    title: str
    sentence: str
    fields: Callable[[Place, Account], Sequence[Field]]
    run: Run
    asks_reason: bool = False
    """Whether it goes by the work tree like other records; the rest are proposals of their own, with a title."""


def grouped(fingerprint: str) -> str:
    """A fingerprint as people read it to each other: in fours."""
    return " ".join(fingerprint[start : start + 4] for start in range(0, len(fingerprint), 4)).upper()


def new_fields() -> tuple[Field, ...]:
    """What is asked of a person who is new."""
    return (
        Field("ma", "Mã cán bộ", needed=True, hint="Chữ thường không dấu, ví dụ gv-lan. Không đổi về sau."),
        Field("ho_ten", "Họ và tên", needed=True),
        Field("vai_tro", "Vai trò đầu tiên", Sort.CHOICE, needed=True, options=ROLES, start=Role.GIAO_VIEN.value),
        Field("email", "Địa chỉ thư", hint="Ghi trong các lần kí; để trống cũng được."),
        _SINCE,
        Field("tep_xin", "Tệp xin ghi khoá", Sort.FILE, endings=REQUESTS, hint="Có thì ghi cả người và khoá một lần."),
        Field("da_nghe", "Có tệp khoá: tôi đã nghe chính người ấy đọc vân tay khoá, và vân tay khớp", Sort.TICK),
    )


def add(place: Place, given: Filled, dry: bool) -> StaffAct:  # noqa: FBT001 - the shape of a task
    """Add a person, with the key where its request came along."""
    request = _request(place, given) if given.text("tep_xin") else None
    if request is not None and not given.ticked("da_nghe"):
        raise HocbaError("Chưa đối chiếu vân tay khoá.", "Nghe chính người ấy đọc vân tay rồi đánh dấu ô ấy.")
    role, since = Role(given.needed("vai_tro")), given.day("ngay")
    new = staff.NewPerson(given.needed("ma"), given.needed("ho_ten"), role, given.text("email"), since, request)
    return staff.add(place.root, new, dry_run=dry)


def _file(place: Place, given: Filled, name: str) -> bytes:
    return kept_files(place, given.needed(name))[0].read_bytes()


def _request(place: Place, given: Filled) -> KeyRequest:
    return read_request(_file(place, given, "tep_xin"))


def _assign(place: Place, person: PersonId, given: Filled, dry: bool) -> Done:  # noqa: FBT001 - the shape of a task
    return staff.assign(place.root, person, Role(given.needed("vai_tro")), given.day("ngay"), dry_run=dry)


def _end(place: Place, person: PersonId, given: Filled, dry: bool) -> Done:  # noqa: FBT001 - the shape of a task
    role = given.text("vai_tro")
    return staff.end(place.root, person, Role(role) if role else None, given.day("ngay"), dry_run=dry)


def _key_add(place: Place, person: PersonId, given: Filled, dry: bool) -> Done:  # noqa: FBT001 - the shape of a task
    return staff.key_add(place.root, person, _request(place, given), given.text("thay_khoa"), dry_run=dry)


def _key_renew(place: Place, person: PersonId, given: Filled, dry: bool) -> Done:  # noqa: FBT001 - as above
    return staff.key_renew(place.root, person, _file(place, given, "tep_xin"), dry_run=dry)


def _key_revoke(place: Place, person: PersonId, given: Filled, dry: bool) -> Done:  # noqa: FBT001 - as above
    return staff.key_revoke(place.root, person, given.needed("khoa"), dry_run=dry)


def _key_distrust(place: Place, person: PersonId, given: Filled, dry: bool) -> Done:  # noqa: FBT001 - as above
    return staff.key_distrust(place.root, person, given.needed("khoa"), int(given.needed("muc")), dry_run=dry)


def _deputize(place: Place, person: PersonId, given: Filled, dry: bool) -> Done:  # noqa: FBT001 - as above
    class_id, subject = given.text("lop"), given.text("mon")
    deputy = Deputy(
        person=PersonId(given.needed("nguoi_thay")),
        stands_in_for=person,
        since=given.day("ngay") or today(),
        until=given.day("den_ngay"),
        class_id=ClassId(class_id) if class_id else None,
        subject=SubjectId(subject) if subject else None,
        reason=given.text("ly_do"),
    )
    return deputize(place.root, deputy, dry_run=dry)


def _relieve(place: Place, person: PersonId, given: Filled, dry: bool) -> Done:  # noqa: FBT001 - as above
    return relieve(place.root, person, int(given.needed("dong")), dry_run=dry)


def _key_field(account: Account, label: str = "Khoá", *, needed: bool = True) -> Field:
    held = [key for key, _, _ in account.uses if key.status is KeyStatus.DANG_DUNG]
    options = [(key.fingerprint, grouped(key.fingerprint)) for key in held]
    return Field("khoa" if needed else "thay_khoa", label, Sort.CHOICE, needed=needed, options=options)


def _role_fields(_: Place, account: Account) -> Sequence[Field]:
    held = [(one.role.value, str(word(one.role))) for one in account.held]
    day = Field("ngay", "Ngày cuối", Sort.DAY, hint="Để trống: hôm nay.")
    return (Field("vai_tro", "Vai trò", Sort.CHOICE, options=held, hint="Không chọn: thôi mọi vai trò."), day)


def _deputy_fields(place: Place, account: Account) -> Sequence[Field]:
    others = [(str(who), f"{name} ({who})") for who, name in place.me.colleagues.items() if who != account.member.id]
    classes = [(str(one.class_id), one.name) for one in listing(place.root).classes]
    subjects = [(str(one), SUBJECTS[one].name) for one in sorted(SUBJECTS, key=ORDER.__getitem__)]
    return (
        Field("nguoi_thay", "Người dạy thay", Sort.CHOICE, needed=True, options=others),
        Field("lop", "Chỉ ở lớp", Sort.CHOICE, options=classes, hint="Không chọn: mọi lớp của người nghỉ."),
        Field("mon", "Chỉ môn", Sort.CHOICE, options=subjects, hint="Không chọn: cả việc chủ nhiệm."),
        _SINCE,
        Field("den_ngay", "Dự kiến đến ngày", Sort.DAY),
        Field("ly_do", "Lí do", hint="Ngắn gọn; không ghi điều về sức khoẻ."),
    )


def _deputy_rows(place: Place, account: Account) -> Sequence[Field]:
    rows = [one for one in deputies(place.root).rows if one.person == account.member.id]
    options = [(str(number), _row(one)) for number, one in enumerate(rows, 1)]
    return (Field("dong", "Dòng dạy thay", Sort.CHOICE, needed=True, options=options),)


def _row(one: Deputy) -> str:
    where = [f"lớp {one.class_id}"] if one.class_id else []
    where += [SUBJECTS[one.subject].name] if one.subject else []
    return f"thay {one.stands_in_for}, {', '.join(where) or 'mọi việc'}, từ {one.since:%d/%m/%Y}"


TASKS: Final[Mapping[str, StaffTask]] = {
    "giao": StaffTask(
        "Giao thêm vai trò",
        "Quyền bắt đầu khi hiệu trưởng duyệt đề xuất.",
        lambda place, account: (  # noqa: ARG005 - the shape of a form
            Field("vai_tro", "Vai trò", Sort.CHOICE, needed=True, options=ROLES),
            _SINCE,
        ),
        _assign,
    ),
    "thoi": StaffTask("Thôi vai trò", "Việc đã kí vẫn đứng; từ khi duyệt thì không kí được nữa.", _role_fields, _end),
    "day-thay": StaffTask(
        "Cử người dạy thay",
        "Người dạy thay được nhập điểm, kí thay trong phạm vi ghi ở bảng phân công.",
        _deputy_fields,
        _deputize,
        asks_reason=True,
    ),
    "thoi-thay": StaffTask(
        "Thôi dạy thay", "Quyền hết khi đề xuất được duyệt.", _deputy_rows, _relieve, asks_reason=True
    ),
    "khoa-moi": StaffTask(
        "Ghi khoá mới",
        "Đối chiếu vân tay qua điện thoại hoặc gặp mặt, đừng chỉ dựa vào thư.",
        lambda place, account: (  # noqa: ARG005 - the shape of a form
            _REQUEST,
            _key_field(account, "Khoá cũ đã mất, thôi dùng luôn", needed=False),
            _HEARD,
        ),
        _key_add,
    ),
    "khoa-gia-han": StaffTask(
        "Gia hạn khoá",
        "Gộp chứng thư mới vào chứng thư đang có; không gì bị mất.",
        lambda place, account: (  # noqa: ARG005 - the shape of a form
            Field("tep_xin", "Chứng thư đã gia hạn (.asc)", Sort.FILE, needed=True, endings=REQUESTS),
        ),
        _key_renew,
    ),
    "khoa-thoi": StaffTask(
        "Thôi dùng một khoá",
        "Khoá hỏng, mất mà không lộ: việc đã kí vẫn đứng.",
        lambda place, account: (_key_field(account),),  # noqa: ARG005 - the shape of a form
        _key_revoke,
    ),
    "khoa-lo": StaffTask(
        "Khoá đã lộ",
        "Mọi mục kí bằng khoá này từ mục nêu ra phải được người khác xem và xác nhận lại.",
        lambda place, account: (
            _key_field(account),
            Field("muc", "Từ mục nào của sổ", Sort.NUMBER, needed=True, hint=f"Mục mới nhất là {_newest(place)}."),
        ),
        _key_distrust,
    ),
}
"""Tasks about a person who is known."""


def _newest(place: Place) -> int:
    return place.ledger().state.index
