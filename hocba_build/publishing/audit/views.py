"""What each page of an audit shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from hocba_build.domain.moments import moment_text
from hocba_build.domain.values import StudentId, YearId
from hocba_build.domain.words import count_text
from hocba_build.publishing.audit.inspection import Inspection
from hocba_build.publishing.audit.lines import ActLine, DeedLine, StatementLine, in_order
from hocba_build.publishing.site.cells import Chip, Fact, Link
from hocba_build.records.cell_words import place_words
from hocba_build.trust.story.check_list import Check, Outcome
from hocba_build.trust.story.deeds import Deed
from hocba_build.trust.story.ledger_book import Counts, Room
from hocba_build.trust.verdict import Verdict

VERDICTS: Final = {
    Verdict.VALID: (
        Chip("Hợp lệ", "tot"),
        "Mọi mục của sổ do đúng người ghi, đúng người duyệt; không gì bị đổi sau khi khoá mà không có quyết định.",
    ),
    Verdict.TAINTED: (
        Chip("Cần xác nhận lại", "dat"),
        "Lịch sử đứng vững, nhưng có mục kí bằng khoá đã lộ mà chưa được người khác xác nhận lại.",
    ),
    Verdict.UNDECIDED: (
        Chip("Chưa kết luận được", "dat"),
        "Có điều chưa kiểm tra được, vì vậy không được coi là hợp lệ.",
    ),
    Verdict.INVALID: (
        Chip("Không hợp lệ", "chua-dat"),
        "Có mục phạm quy tắc của sổ. Những gì dưới đây chỉ gồm các mục đứng vững trước đó.",
    ),
}
OUTCOMES: Final = {
    Outcome.DUNG: Chip("Đúng", "done"),
    Outcome.LUU_Y: Chip("Lưu ý", "part"),
    Outcome.CHUA: Chip("Chưa kiểm tra được"),
    Outcome.SAI: Chip("Sai", "chua-dat"),
}


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A check of the trust model."""

    sentence: str
    result: Chip
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page."""

    verdict: Chip
    sentence: str
    facts: tuple[Fact, ...]
    checks: tuple[CheckLine, ...]
    links: tuple[tuple[Link, str], ...]
    acts: tuple[tuple[str, ActLine], ...]
    files: tuple[Link, ...]
    late: tuple[DeedLine, ...]
    more_late: int


SHOWN: Final = 10
"""Late changes on the first page; the rest has pages of its own."""


def overview(case: Inspection, files: Sequence[Link] = ()) -> Overview:
    """Verdict, checks, figures, what deserves a look."""
    chip, sentence = VERDICTS[case.judged.verdict]
    acts = [(year, case.lines.act(act)) for year in case.years for act in case.book.acts.get(year, ())]
    return Overview(
        chip,
        sentence,
        figures(case),
        check_lines(case),
        _links(case),
        tuple(acts),
        tuple(files),
        tuple(case.lines.deed(deed) for deed in case.late[-SHOWN:][::-1]),
        max(len(case.late) - SHOWN, 0),
    )


def check_lines(case: Inspection) -> tuple[CheckLine, ...]:
    """The checks in words."""
    return tuple(_check(case, one) for one in case.checks)


def _check(case: Inspection, check: Check) -> CheckLine:
    notes = [f"{one.code}: {one.message}{f' (lần ghi {one.commit})' if one.commit else ''}" for one in check.findings]
    if check.note:
        notes.append(check.note)
    result = OUTCOMES[check.outcome]
    if case.stopped and check.outcome is Outcome.DUNG:
        result = Chip(f"Đúng đến mục {case.judged.entries}", "done")
    return CheckLine(check.sentence, result, tuple(notes))


def figures(case: Inspection) -> tuple[Fact, ...]:
    """The audit in numbers."""
    amended = [deed for deed in case.late if deed.amends is not None]
    facts = [
        ("Mục của sổ", case.judged.entries),
        ("Lần ghi đã kiểm", case.judged.commits),
        ("Lần sửa sau khi kí xác nhận", len(case.late) - len(amended)),
        ("Lần sửa sau khi khoá sổ", len(amended)),
        ("Mục bị huỷ", len(case.book.state.annulled)),
        ("Mục chờ xác nhận lại", len(case.book.doubts())),
    ]
    shown = [Fact(label, count_text(number)) for label, number in facts]
    return (*shown, Fact("Mốc thời gian mới nhất", newest_witness(case)))


def newest_witness(case: Inspection) -> str:
    """When somebody outside the school last vouched for the ledger; never silence (a frozen server looks quiet)."""
    if not case.book.state.witnesses:
        return "chưa có"
    newest = case.book.state.witnesses[-1]
    return f"{moment_text(newest.seconds)}, {newest.authority} thấy đến mục {newest.over}"


def _links(case: Inspection) -> tuple[tuple[Link, str], ...]:
    places = case.places
    return (
        (Link("Sửa sau khi kí, sau khi khoá", places.late()), "từng ô cũ → mới, ai sửa, ai duyệt, quyết định nào"),
        (Link("Theo lớp", places.classes), "mọi thay đổi của từng lớp, rồi từng học sinh"),
        (Link("Theo người", places.persons), "mỗi cán bộ đã ghi, đồng ý, duyệt, kí những gì"),
        *((Link(f"Kí và khoá sổ {year}", places.year(year)), "chữ kí xác nhận, khoá, mở sổ") for year in case.years),
        (Link("Sổ khoá", places.keys), "vân tay, từ khi nào, dùng lần cuối, tình trạng"),
        (Link("Nghi ngờ và huỷ", places.doubts), "mục kí bằng khoá đã lộ, mục đã bị huỷ"),
        (Link("Toàn bộ các mục", places.entries()), "sổ theo thứ tự"),
    )


@dataclass(frozen=True, slots=True)
class DeedsPage:
    """A list of deeds, a page of it."""

    lines: tuple[DeedLine, ...]
    pages: tuple[Link, ...]
    page: int


def late_page(case: Inspection, deeds: Sequence[Deed], pages: Sequence[Link], page: int) -> DeedsPage:
    """What was changed after a signature or a lock."""
    return DeedsPage(tuple(map(case.lines.deed, deeds)), tuple(pages), page)


@dataclass(frozen=True, slots=True)
class RoomLine:
    """A class in the list of classes."""

    link: Link
    counts: Counts
    late: int
    amended: int


def room_lines(case: Inspection) -> tuple[tuple[YearId, tuple[RoomLine, ...]], ...]:
    """Every class shown, by year, the newest first."""
    return tuple(
        (year, tuple(_room_line(case, room) for room in case.rooms if room[0] == year)) for year in case.years[::-1]
    )


def _room_line(case: Inspection, room: Room) -> RoomLine:
    late = [deed for deed in case.late if (deed.place.year, deed.place.class_id) == room]
    return RoomLine(
        Link(case.names.room(*room), case.places.room(*room)),
        case.room_counts(room),
        sum(deed.amends is None for deed in late),
        sum(deed.amends is not None for deed in late),
    )


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of a class: how it came into the ledger."""

    what: str
    entered: DeedLine
    cells: int
    changed: int


@dataclass(frozen=True, slots=True)
class RoomPage:
    """One class."""

    name: str
    year: str
    files: tuple[FileLine, ...]
    pupils: tuple[Link, ...]
    deeds: DeedsPage


def room_page(case: Inspection, room: Room, pages: Sequence[Link], page: int, deeds: Sequence[Deed]) -> RoomPage:
    """The files, the pupils and (a page of) the changes of a class."""
    first = page == 1
    pupils = sorted(case.listed[room]) if first else []
    return RoomPage(
        case.names.room(*room),
        room[0],
        _files(case, room) if first else (),
        tuple(Link(case.names.pupil(one) or one, case.places.pupil(room[0], one)) for one in pupils),
        DeedsPage(tuple(case.lines.deed(deed, room=False) for deed in deeds), tuple(pages), page),
    )


def _files(case: Inspection, room: Room) -> tuple[FileLine, ...]:
    found: dict[str, list[Deed]] = {}
    for deed in case.deeds_in(room):
        found.setdefault(deed.place.path, []).append(deed)
    return tuple(_file(case, deeds) for deeds in sorted(found.values(), key=lambda deeds: in_order(deeds[0].place)))


def _file(case: Inspection, deeds: Sequence[Deed]) -> FileLine:
    changes = [change for deed in deeds for change in deed.changes]
    first = sum(change.first for change in changes)
    return FileLine(place_words(deeds[0].place), case.lines.deed(deeds[0], room=False), first, len(changes) - first)


@dataclass(frozen=True, slots=True)
class PupilPage:
    """One pupil's year: everything that was done to his or her cells, file by file."""

    id: str
    name: str
    year: str
    deeds: tuple[DeedLine, ...]


def pupil_page(case: Inspection, year: YearId, pupil: StudentId) -> PupilPage:
    """The way of every cell of a pupil in a year."""
    return PupilPage(pupil, case.names.pupil(pupil), year, pupil_deeds(case, year, pupil))


def pupil_deeds(case: Inspection, year: YearId, pupil: StudentId) -> tuple[DeedLine, ...]:
    """The deeds on a pupil's cells, file by file; the class is named where there was more than one."""
    deeds = sorted(case.deeds_of(year, pupil), key=lambda deed: (in_order(deed.place), deed.account.index))
    several = len({deed.place.class_id for deed in deeds} - {None}) > 1
    return tuple(case.lines.deed(deed, room=several, pupils=False) for deed in deeds)


@dataclass(frozen=True, slots=True)
class YearPage:
    """A year's locks and sign-offs."""

    year: str
    acts: tuple[ActLine, ...]
    statements: tuple[StatementLine, ...]


def year_page(case: Inspection, year: YearId) -> YearPage:
    """The locks, unlocks and sign-offs of a year, oldest first."""
    mine = [one for one in case.book.statements if one.sign_off.year == year]
    return YearPage(
        year,
        tuple(map(case.lines.act, case.book.acts.get(year, ()))),
        tuple(case.lines.statement(one, fresh=case.is_fresh(one.sign_off)) for one in mine),
    )
