"""The principal's decisions on the pupils of a class: prepared by the homeroom teacher, accepted by the principal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.entries import Decision, DecisionKind, Mode
from hocba_build.domain.errors import HocbaError
from hocba_build.domain.subjects import ORDER, SUBJECTS
from hocba_build.domain.values import LEVELS, ClassId, StudentId, SubjectId, Term, YearId
from hocba_build.domain.words import date_text, word
from hocba_build.exchange.roster import MODE_WORDS
from hocba_build.interfaces.web.answers import acts, page, shows, text_of
from hocba_build.interfaces.web.forms import Field, Filled, Sort, started, told
from hocba_build.interfaces.web.pages.classes import room_of
from hocba_build.interfaces.web.pages.office.changes import Asked, carried, review_page, step_of, tried, written
from hocba_build.interfaces.web.place import Place
from hocba_build.workflows.changes import Outcome
from hocba_build.workflows.clock import today
from hocba_build.workflows.desk.pupil_names import names_of
from hocba_build.workflows.pupils.deciding import decide, take_back
from hocba_build.workflows.sheets.whole_year import OpenYear

HERE: Final = "/lop"


@dataclass(frozen=True, slots=True)
class KindWords:
    """One kind of decision: what it is called and where the law leaves it to the principal."""

    title: str
    sentence: str


KINDS: Final[Mapping[DecisionKind, KindWords]] = {
    DecisionKind.CHE_DO: KindWords(
        "Chế độ đánh giá theo môn", "Điều 11: giảm yêu cầu, kế hoạch giáo dục cá nhân, miễn. Không ghi dạng tật, bệnh."
    ),
    DecisionKind.LEN_LOP: KindWords("Xét lên lớp", "Điều 12 khoản 4: học sinh được đánh giá theo Điều 11."),
    DecisionKind.DIEU_CHINH: KindWords(
        "Điều chỉnh mức học tập", "Điều 9 khoản 3: mức bị thấp xuống từ hai mức chỉ do một môn."
    ),
    DecisionKind.XEP_MUC: KindWords("Xếp mức học tập", "Học sinh có dưới sáu môn đánh giá bằng điểm."),
}
CONCLUSIONS: Final = (("len_lop", "Được lên lớp"), ("o_lai_lop", "Không được lên lớp"))


def listed(place: Place, request: Request) -> Response:
    """The decisions of a class, and what else may be decided."""
    year, class_id = room_of(request)
    opened = place.classes.open(place.root, year, class_id)
    held = opened.entered.classes[class_id]
    names = names_of(place.root, held.decisions, today())
    rows = [
        (student, names.get(student, student), number, KINDS[one.kind].title, one.number, *_words(one))
        for student, some in held.decisions.items()
        for number, one in enumerate(some, start=1)
    ]
    return page(
        place, "cac_quyet_dinh.html", here=HERE, held=held, year=year, class_id=class_id, rows=rows, kinds=KINDS
    )


def _words(one: Decision) -> tuple[str, str]:
    """Its day, and what it settles."""
    if one.modes is not None:
        said = "; ".join(f"{SUBJECTS[subject].name}: {_mode(mode)}" for subject, mode in one.modes.items())
    elif one.promoted is not None:
        said = CONCLUSIONS[0 if one.promoted else 1][1]
    else:
        said = f"{word(one.term)}: {word(one.level)}"
    return date_text(one.decided_on), said


def _mode(mode: Mode) -> str:
    return MODE_WORDS.get(mode, "Bình thường")


def _fields(opened: OpenYear, class_id: ClassId, kind: DecisionKind, names: Mapping[StudentId, str]) -> Sequence[Field]:
    held = opened.entered.classes[class_id].school_class
    pupils = [
        (row.student, f"{number}. {names.get(row.student, row.student)}")
        for number, row in enumerate(held.enrolments, start=1)
    ]
    taught = sorted(opened.entered.year.periods.get(held.grade, {}), key=ORDER.__getitem__)
    return (
        Field("ma", "Học sinh", Sort.CHOICE, needed=True, options=pupils),
        Field("so", "Số quyết định", needed=True, hint="Ví dụ: 12/QĐ-BM."),
        Field("ngay", "Ngày quyết định", Sort.DAY, needed=True, start=date_text(today())),
        *_own_fields(kind, [(subject, SUBJECTS[subject].name) for subject in taught]),
    )


def _own_fields(kind: DecisionKind, subjects: Sequence[tuple[str, str]]) -> Iterator[Field]:
    if kind is DecisionKind.CHE_DO:
        yield Field("mon", "Các môn", Sort.MANY, needed=True, options=subjects)
        modes = [(mode.value, _mode(mode)) for mode in Mode]
        yield Field("che_do", "Chế độ", Sort.CHOICE, needed=True, options=modes)
    elif kind is DecisionKind.LEN_LOP:
        yield Field("ket_luan", "Kết luận", Sort.CHOICE, needed=True, options=CONCLUSIONS)
    else:
        yield Field("ki", "Của", Sort.CHOICE, needed=True, options=[(term.value, word(term)) for term in Term])
        levels = [(level.value, word(level)) for level in LEVELS]
        yield Field("hoc_tap", "Kết quả học tập", Sort.CHOICE, needed=True, options=levels)


def _decision(kind: DecisionKind, given: Filled) -> Decision:
    number, day = given.needed("so"), given.needed_day("ngay")
    if kind is DecisionKind.CHE_DO:
        mode = Mode(given.needed("che_do"))
        return Decision(kind, number, day, modes={SubjectId(one): mode for one in sorted(given.chosen("mon"))})
    if kind is DecisionKind.LEN_LOP:
        return Decision(kind, number, day, promoted=given.needed("ket_luan") == "len_lop")
    levels = {level.value: level for level in LEVELS}
    return Decision(kind, number, day, term=Term(given.needed("ki")), level=levels[given.needed("hoc_tap")])


@dataclass(frozen=True, slots=True)
class _Form:
    """One form at its address."""

    year: YearId
    class_id: ClassId
    class_name: str
    kind: DecisionKind
    fields: Sequence[Field]
    address: str

    @property
    def words(self) -> KindWords:
        return KINDS[self.kind]


def _form(place: Place, request: Request) -> _Form:
    year, class_id = room_of(request)
    kinds = {kind.value: kind for kind in KINDS}
    kind = kinds.get(str(request.path_params["loai"]).replace("-", "_"))
    if kind is None:
        raise HocbaError("Không có loại quyết định nào ở địa chỉ này.", "Về trang của lớp và chọn lại.")
    opened = place.classes.open(place.root, year, class_id)
    held = opened.entered.classes[class_id].school_class
    names = names_of(place.root, [row.student for row in held.enrolments], today())
    fields = _fields(opened, class_id, kind, names)
    return _Form(year, class_id, held.name, kind, fields, request.url.path)


def _page(place: Place, asked: _Form, given: Filled, error: HocbaError | None = None) -> Response:
    status = 422 if error or given.wrong else 200
    return page(place, "them_quyet_dinh.html", here=HERE, status=status, asked=asked, given=given, error=error)


def form(place: Place, request: Request) -> Response:
    """The empty form of one kind."""
    asked = _form(place, request)
    return _page(place, asked, started(asked.fields))


def submitted(place: Place, request: Request, sent: FormData) -> Response:
    """Show what the decision changes, go back to the form, write it, or write and send it."""
    asked = _form(place, request)
    where, step = (asked.year, asked.class_id), step_of(place, sent)

    def run(given: Filled) -> Outcome:
        student = StudentId(given.needed("ma"))
        return decide(place.root, where, student, _decision(asked.kind, given), dry_run=step.dry)

    tries = tried(place, sent, asked.fields, partial(_page, place, asked), run)
    if isinstance(tries, Response):
        return tries
    given, outcome = tries
    if not outcome.written:
        question = Asked(asked.words.title, asked.address, carried(given), told(asked.fields, given))
        return review_page(place, question, outcome, step)
    return written(place, outcome, sent, f"/lop/{asked.year}/{asked.class_id}/quyet-dinh")


def dropping(place: Place, request: Request, sent: FormData) -> Response:
    """Take a decision out again."""
    year, class_id = room_of(request)
    student, number = StudentId(text_of(sent, "ma")), text_of(sent, "thu")
    if not number.isdecimal():
        raise HocbaError("Chưa chọn quyết định nào.", "Về trang của lớp và chọn lại.")
    back = f"/lop/{year}/{class_id}/quyet-dinh"
    step = step_of(place, sent)
    outcome = take_back(place.root, (year, class_id), student, int(number), dry_run=step.dry)
    if not outcome.written:
        hidden = [("ma", str(student)), ("thu", number)]
        return review_page(place, Asked("Bỏ quyết định", request.url.path, hidden, back=back), outcome, step)
    return written(place, outcome, sent, back)


ADDRESS: Final = "/lop/{nam}/{lop}/quyet-dinh"
ROUTES = [
    Route(ADDRESS, shows(listed), methods=["GET"]),
    Route(f"{ADDRESS}/bo", acts(dropping), methods=["POST"]),
    Route(f"{ADDRESS}/{{loai}}", shows(form), methods=["GET"]),
    Route(f"{ADDRESS}/{{loai}}", acts(submitted), methods=["POST"]),
]
