"""``year open``: the step that is due and the caller's, as one signed branch; a preview of all of them for anybody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from hocba_build.domain.errors import RefusedError
from hocba_build.domain.moments import day_of
from hocba_build.domain.school import Period, SchoolYear
from hocba_build.domain.turn.fates import GOES_ON, Fate, Past
from hocba_build.domain.turn.lists import Plan
from hocba_build.domain.turn.people import PeopleDraft
from hocba_build.domain.values import ClassId, PersonId, Term, YearId
from hocba_build.records.writes import write_files
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.signing import KeyHolder
from hocba_build.workflows.changes import OTHERS_WORK, Outcome
from hocba_build.workflows.ledger.acting import acting_person
from hocba_build.workflows.ledger.branches import push_branch
from hocba_build.workflows.ledger.messages import proposal
from hocba_build.workflows.ledger.propose import require_rights
from hocba_build.workflows.ledger.reasons import checked_reason
from hocba_build.workflows.pupils.seats import Newcomer, order_of, take_seat
from hocba_build.workflows.sealing.office import office_of
from hocba_build.workflows.turn.drafts import (
    NOTHING,
    Turn,
    Wanted,
    people_draft,
    people_files,
    plans_of,
    pupils_draft,
    put_pupils,
    turn_of,
    year_draft,
    year_files,
)
from hocba_build.workflows.turn.steps import (
    SLUGS,
    WORDS,
    Opening,
    Step,
    open_opening,
    step_due,
    waiting,
    year_before,
)

MOST_NAMED = 5
"""Pupils named by id in a refusal; the preview shows all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the caller says besides the year."""

    wanted: Wanted = NOTHING
    people: PeopleDraft | None = None
    """Assignments from a sheet, in place of those carried over."""
    spans: Mapping[Term, Period] = field(default_factory=dict)
    summer: Period | None = None
    despite: str | None = None
    """Why the year is opened although the old one is not closed."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that would be written, step by step; ``None`` for what is there already."""

    due: Step | None
    year: SchoolYear
    plan: Plan | None
    people: PeopleDraft | None
    open_questions: tuple[str, ...]
    """Why the old year does not let go yet."""
    turns: Mapping[Step, tuple[PersonId, ...]]
    waiting: tuple[str, ...]
    """Proposals of the due step that nobody has accepted yet."""
    pasts: tuple[Past, ...]
    """The old year's pupils."""
    tip: Oid
    """The entry that it was made on."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The branch that was made (or the files of a draft), what ``check`` adds, and what comes after."""

    step: Step
    branch: str | None
    outcome: Outcome
    mergers: tuple[PersonId, ...]
    plan: Plan | None
    people: PeopleDraft | None
    after: tuple[Step, tuple[PersonId, ...]] | None


def preview(root: Path, year: YearId, asked: Asked) -> Preview:
    """What a year's opening would write; needs no key and writes nothing."""
    opening = open_opening(root)
    due = step_due(opening, year)
    school_year = _year(opening, year, asked)
    turn = turn_of(opening.records, school_year)
    plan = _plan(opening, turn, asked) if due in (Step.YEAR, Step.PUPILS) else None
    classes = plan.classes if plan else plans_of(opening.records, turn)
    people = asked.people or people_draft(opening.records, school_year, classes, opening.here())
    turns = {step: tuple(sorted(opening.authors(step, year))) for step in Step}
    questions = tuple(_questions(opening, year, turn))
    pending = waiting(opening, due, year) if due else ()
    shown = None if due is None else people
    return Preview(due, school_year, plan, shown, questions, turns, pending, turn.pasts, opening.ledger.state.tip)


def open_year(root: Path, year: YearId, asked: Asked, *, to_edit: bool = False, seen: Oid | None = None) -> Opened:
    """Make the step that is due, if it is the caller's; with ``to_edit`` only as files of the work tree.

    With ``seen``, the entry of a preview, nothing is made on another one: what is signed is what was looked at.

    Nothing is made where the records would be worse by it: the outcome says how.

    Raises:
        RefusedError: nothing is due, it waits for a reviewer, it is somebody else's, the old year is not closed, or
            the ledger has moved on.
        KeyTroubleError: the caller's key is not at hand.
    """
    opening = open_opening(root)
    if seen is not None and opening.ledger.state.tip != seen:
        raise RefusedError("Sổ đã có mục mới sau lần xem trước.", "Xem lại bản xem trước ở đây rồi kí.")
    step = step_due(opening, year) or _late(opening, year)
    me = acting_person(opening.ledger.policy)
    _refuse_untimely(opening, step, year, me)
    reason = _reason(opening, year, step, asked)
    plan, people = _make(opening, year, step, asked)
    outcome = _without_others(opening.draft.settle(dry_run=True))
    if outcome.refused:
        return Opened(step, None, outcome, (), plan, people, None)
    require_rights(opening.ledger, me.person, opening.draft.changed)
    branch = _keep(root, opening, year, (step, reason), me, to_edit=to_edit)
    mergers = tuple(sorted(opening.mergers(step, year) - {me.person}))
    return Opened(step, branch, outcome, mergers, plan, people, _after(opening, step, year))


def _without_others(outcome: Outcome) -> Outcome:
    """The findings but those that a later step of the opening takes care of."""
    return replace(outcome, findings=tuple(one for one in outcome.findings if one.code not in OTHERS_WORK))


def _keep(
    root: Path, opening: Opening, year: YearId, what: tuple[Step, str | None], me: KeyHolder, *, to_edit: bool
) -> str | None:
    """A pushed branch, or files of the work tree for whoever wants to change them first."""
    step, reason = what
    changed = opening.draft.changed
    if to_edit:
        write_files(root, changed, {path: opening.draft.files.get(path) for path in changed})
        return None
    title = f"{WORDS[step]}, năm học {year}"
    message = proposal("year-open", title, changed, reason)
    name, _ = push_branch(opening.desk, opening.ledger.state.tip, f"{SLUGS[step]}-{year}", changed, message, me)
    return name


def _refuse_untimely(opening: Opening, step: Step, year: YearId, me: KeyHolder) -> None:
    pending = waiting(opening, step, year)
    if pending:
        mergers = ", ".join(sorted(opening.mergers(step, year)))
        raise RefusedError(
            f"{WORDS[step]}: đề xuất {pending[0]} đang chờ duyệt.",
            f"Người duyệt được: {mergers}; hocba accept {pending[0]}",
        )
    authors = opening.authors(step, year)
    if me.person not in authors:
        who = ", ".join(sorted(authors)) or "chưa có ai giữ vai trò này"
        raise RefusedError(f"Bước đang đến là «{WORDS[step]}», không phải việc của {me.person}.", f"Đến lượt: {who}.")


def _reason(opening: Opening, year: YearId, step: Step, asked: Asked) -> str | None:
    """The caller's reason, which is needed while the old year is not closed."""
    questions: Sequence[str] = ()
    if step in (Step.YEAR, Step.PUPILS):
        questions = list(_questions(opening, year, turn_of(opening.records, _year(opening, year, asked))))
    if asked.despite is None and questions:
        raise RefusedError(
            "Chưa mở năm học mới được: " + "; ".join(questions) + ".",
            'Hoàn tất năm cũ trước, hoặc nêu lí do (nằm lại trong sổ): --despite "Khai giảng trước khi khoá sổ".',
        )
    if asked.despite is None:
        return None
    return checked_reason(asked.despite, TreeSource(opening.ledger.bench.trees, opening.ledger.tree))


def _questions(opening: Opening, year: YearId, turn: Turn) -> list[str]:
    """What is missing in the old year: HB230, its lock; HB231, class by class, a pupil's conclusion."""
    before = year_before(opening.records, year)
    if before is None:
        return []
    found = []
    lock = opening.ledger.state.locks.get(before)
    if lock is None:
        found.append(f"HB230 năm học {before} chưa khoá sổ (hocba board {before} cho biết còn thiếu gì)")
    elif lock.scope is not None:
        found.append(f"HB230 năm học {before} đang mở để sửa (sửa, kí lại rồi hocba lock {before})")
    lacking: dict[ClassId, list[Past]] = {}
    for past in turn.pasts:
        if past.fate is Fate.THIEU:
            lacking.setdefault(past.class_id, []).append(past)
    return found + [_lacking(before, class_id, pasts) for class_id, pasts in lacking.items()]


def _lacking(year: YearId, class_id: ClassId, pasts: Sequence[Past]) -> str:
    more = ", …" if len(pasts) > MOST_NAMED else ""
    named = ", ".join(past.student for past in pasts[:MOST_NAMED]) + more
    why = f"hocba results {year} {class_id} --why"
    return f"HB231 lớp {class_id}: {len(pasts)} học sinh chưa có kết luận năm học {year}: {named} (xem {why})"


def _make(opening: Opening, year: YearId, step: Step, asked: Asked) -> tuple[Plan | None, PeopleDraft | None]:
    """Put a step's files into the draft."""
    draft = opening.draft
    if step in (Step.YEAR, Step.LATE) and asked.wanted != NOTHING:
        hint = f"Xem trước: hocba year open {year} --dry-run"
        raise RefusedError(f"Bước «{WORDS[step]}» không dùng danh sách.", hint)
    if step is Step.YEAR:
        for path, raw in year_files(_year(opening, year, asked)).items():
            draft.put(path, raw)
        return None, None
    turn = turn_of(opening.records, opening.records.years[year].year)
    if step is Step.PUPILS:
        plan, newcomers = pupils_draft(draft, turn, asked.wanted)
        if not plan.classes:
            raise RefusedError("Chưa có lớp nào để lập.", "Năm đầu tiên: nêu danh sách bằng --list (hocba year sheet).")
        put_pupils(draft, office_of(opening.ledger.policy), turn, plan, newcomers)
        return plan, None
    if step is Step.LATE:
        return _seat_late(opening, turn), None
    plans = plans_of(opening.records, turn)
    people = asked.people or people_draft(opening.records, turn.year, plans, opening.here())
    if not people.assignments.teaching:
        raise RefusedError(
            "Chưa có phân công nào để mang sang.", "Lập bảng: hocba year sheet NĂM_HỌC people, rồi --list TỆP.xlsx"
        )
    for path, raw in people_files(year, people).items():
        draft.put(path, raw)
    return None, people


def _late(opening: Opening, year: YearId) -> Step:
    """The step after the three: pupils whose result has come meanwhile.

    Raises:
        RefusedError: nobody is left.
    """
    held = opening.records.years[year]
    if not _left_over(opening, turn_of(opening.records, held.year)):
        raise RefusedError(f"Năm học {year} đã mở xong.", f"Xem hocba year status {year}.")
    return Step.LATE


def _left_over(opening: Opening, turn: Turn) -> list[Past]:
    """Who goes on by the old year's results and sits in no class of the new one."""
    held = opening.records.years[turn.year.id]
    seated = {row.student for one in held.classes.values() for row in one.school_class.enrolments}
    return [past for past in turn.pasts if past.fate in GOES_ON and past.student not in seated]


def _seat_late(opening: Opening, turn: Turn) -> Plan:
    draft, year = opening.draft, opening.records.years[turn.year.id]
    left = _left_over(opening, turn)
    today = day_of(opening.desk.now())
    since = today if turn.year.first_day <= today <= turn.year.last_day else turn.year.first_day
    known = Turn(turn.year, tuple(left), tuple(plan.new for plan in plans_of(opening.records, turn)))
    plan, _ = pupils_draft(draft, known)
    for one in plan.classes:
        newcomers = [
            Newcomer(replace(row, since=since), order_of(draft.records.students[row.student], since), as_class=False)
            for row in one.rows
        ]
        if newcomers:
            take_seat(draft, year, year.classes[one.new.id], newcomers)
    return plan


def _plan(opening: Opening, turn: Turn, asked: Asked) -> Plan:
    plan, _ = pupils_draft(opening.draft, turn, asked.wanted)
    return plan


def _year(opening: Opening, year: YearId, asked: Asked) -> SchoolYear:
    """The year as it stands, or its draft with the days the caller gave."""
    if year in opening.records.years:
        return opening.records.years[year].year
    drafted = year_draft(opening.records, year)
    return replace(drafted, semesters={**drafted.semesters, **asked.spans}, summer=asked.summer or drafted.summer)


def _after(opening: Opening, step: Step, year: YearId) -> tuple[Step, tuple[PersonId, ...]] | None:
    """What comes when this is accepted, and who does it."""
    order = [Step.YEAR, Step.PUPILS, Step.PEOPLE]
    if step not in order[:2]:
        return None
    then = order[order.index(step) + 1]
    return then, tuple(sorted(opening.authors(then, year)))
