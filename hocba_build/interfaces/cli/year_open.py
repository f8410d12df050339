"""``hocba year open``: the step that is due, as a signed branch; ``--dry-run`` shows all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from hocba_build.domain.errors import Exit
from hocba_build.domain.school import Period, SchoolYear
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.turn.lists import Plan
from hocba_build.domain.turn.people import PeopleDraft
from hocba_build.domain.values import SEMESTERS, Term
from hocba_build.domain.words import date_text, word
from hocba_build.interfaces.cli.answers import Day
from hocba_build.interfaces.cli.findings import as_json, as_text, print_document, visible
from hocba_build.interfaces.cli.voice import quiet, say, waiting
from hocba_build.workflows.turn.opening import Asked, Opened, Preview, open_year, preview
from hocba_build.workflows.turn.sheets import Listed, read_sheet, write_sheet
from hocba_build.workflows.turn.steps import WORDS, Step, checked_year


class Span(click.ParamType[Period]):
    """Two days with ``..`` between: ``05/09/2026..15/01/2027``."""

    name = "khoảng ngày"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Period:
        """The span, or a sentence that says how to write one."""
        if isinstance(value, Period):
            return value
        first, dots, last = str(value).partition("..")
        if not dots:
            self.fail(f"«{value}»: ghi ngày đầu..ngày cuối, như 05/09/2026..15/01/2027.", param, ctx)
        ends: list[date] = [Day().convert(part, param, ctx) for part in (first, last)]
        return Period(*ends)


SPAN: Final = Span()


@click.command(name="open")
@click.argument("year", metavar="NĂM_HỌC")
@click.option("--hk1", type=SPAN, metavar="NGÀY..NGÀY", help="Học kì I, khi khác lịch mặc định.")
@click.option("--hk2", type=SPAN, metavar="NGÀY..NGÀY", help="Học kì II.")
@click.option("--he", "summer", type=SPAN, metavar="NGÀY..NGÀY", help="Hè.")
@click.option("--despite", metavar="LÍ_DO", help="Mở dù năm cũ chưa khoá hay chưa đủ kết quả; lí do ghi vào đề xuất.")
@click.option(
    "--list",
    "file",
    type=click.Path(path_type=Path),
    metavar="TỆP",
    help="Bảng phân lớp hoặc bảng phân công (hocba year sheet).",
)
@click.option("--to-edit", is_flag=True, help="Chỉ ghi bản thảo vào cây làm việc để sửa, rồi hocba propose.")
@click.option("--dry-run", is_flag=True, help="Xem trước cả ba bước, không cần khoá, không ghi gì.")
@click.option("--json", "json_wanted", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def open_(directory: Path, /, year: str, *, dry_run: bool, to_edit: bool, json_wanted: bool, **told: Any) -> None:  # noqa: ANN401 - options
    """Mở năm học mới theo ba bước: năm học (quản trị), lớp và học sinh (văn thư), phân công (quản trị).

    Mỗi lần chạy làm bước đang đến, nếu là việc của người chạy: một nhánh pr/… có chữ kí, chờ người khác duyệt.
    """
    wanted = checked_year(year)
    asked = asked_of(told)
    if told["file"] is not None:
        asked = with_sheet(asked, read_sheet(directory, wanted, told["file"]))
    with waiting(say("Đang đọc hồ sơ…")):
        shown = preview(directory, wanted, asked) if dry_run else None
        made = None if dry_run else open_year(directory, wanted, asked, to_edit=to_edit)
    if shown is not None:
        _show(shown, json_wanted=json_wanted)
    if made is not None:
        _tell(made, json_wanted=json_wanted)


def asked_of(told: dict[str, Any]) -> Asked:
    """What the options say."""
    spans = {term: told[term.value] for term in SEMESTERS if told[term.value]}
    return Asked(spans=spans, summer=told["summer"], despite=told["despite"])


def with_sheet(asked: Asked, listed: Listed) -> Asked:
    """What a sheet asks for besides; any fault ends the command with status 1."""
    for refusal in (*listed.faults, *(() if quiet() else listed.remarks)):
        place = " ".join(part for part in (refusal.file, refusal.sheet, refusal.cell) if part)
        click.echo(visible(f"{place}: {refusal.code} {refusal.message}"), err=not listed.faults)
    if listed.faults:
        click.echo(say("Có chỗ bị từ chối nên không làm gì. Sửa danh sách rồi chạy lại."), err=True)
        raise SystemExit(Exit.FINDINGS)
    return replace(asked, wanted=listed.wanted or asked.wanted, people=listed.people)


def _tell(made: Opened, *, json_wanted: bool) -> None:
    if json_wanted:
        print_document(
            buoc=made.step.value,
            nhanh=made.branch,
            tep=list(made.outcome.files),
            nguoi_duyet=list(made.mergers),
            tiep_theo=_step(made.after),
            findings=[as_json(finding) for finding in made.outcome.findings],
        )
    else:
        if made.branch:
            click.echo(made.branch)
        for line in _after(made):
            click.echo(line, err=True)
    if made.outcome.refused:
        raise SystemExit(Exit.FINDINGS)


def _step(after: tuple[Step, tuple[str, ...]] | None) -> dict[str, Any] | None:
    return None if after is None else {"buoc": after[0].value, "den_luot": list(after[1])}


def _after(made: Opened) -> Iterator[str]:
    if made.outcome.refused:
        yield from map(as_text, made.outcome.findings)
        yield say("Không làm gì: hồ sơ sẽ sai ở những chỗ trên. Sửa hồ sơ hoặc danh sách trước.")
        return
    yield f"  {WORDS[made.step]}: " + say("{count} tệp").format(count=len(made.outcome.files))
    if made.plan:
        yield from (f"  {line}" for line in _plan_lines(made.plan, named=False))
    if made.people:
        yield from (f"  {line}" for line in _people_lines(made.people))
    if made.branch is None:
        yield say("Bản thảo đã ghi vào cây làm việc; sửa rồi chạy hocba propose -m LÍ_DO")
        return
    yield "  " + say("Người duyệt được: {who}").format(who=", ".join(made.mergers) or "–")
    if made.after:
        step, persons = made.after
        yield "  " + say("Sau khi duyệt: {what} – {who}").format(what=WORDS[step], who=", ".join(persons))


def _show(shown: Preview, *, json_wanted: bool) -> None:
    if json_wanted:
        print_document(**_document(shown))
        return
    for line in _lines(shown):
        click.echo(line)


def _lines(shown: Preview) -> Iterator[str]:
    yield from (say("Chưa xong") + f": {question}" for question in shown.open_questions)
    for number, step in enumerate((Step.YEAR, Step.PUPILS, Step.PEOPLE), start=1):
        who = ", ".join(shown.turns[step]) or "–"
        mark = f" ← {say('đang đến')}" if step is shown.due else ""
        yield f"{number}. {WORDS[step]} ({who}){mark}"
        if step is Step.YEAR:
            yield from (f"   {line}" for line in _year_lines(shown.year))
        elif step is Step.PUPILS and shown.plan:
            yield from (f"   {line}" for line in _plan_lines(shown.plan, named=True))
        elif step is Step.PEOPLE and shown.people:
            yield from (f"   {line}" for line in _people_lines(shown.people))


def _year_lines(year: SchoolYear) -> Iterator[str]:
    spans = {word(term): year.semesters[term] for term in SEMESTERS}
    if year.summer:
        spans["Hè"] = year.summer
    for name, span in spans.items():
        yield f"{name}: {date_text(span.first)} – {date_text(span.last)}"
    yield f"Khối: {', '.join(map(str, year.periods))}"


def _plan_lines(plan: Plan, *, named: bool) -> Iterator[str]:
    for one in plan.classes:
        came = f" (từ {one.new.came_from})" if one.new.came_from else ""
        yield f"{one.new.name}: {len(one.rows)} học sinh{came}"
    yield f"Hoàn thành cấp học, ra trường: {len(plan.finished)}; đã rời trường, bảo lưu: {plan.gone}"
    if plan.entering:
        yield f"Vào lớp 10 tại trường: {len(plan.entering)}"
    yield f"Giữ lại, chưa xếp lớp: {len(plan.held)}"
    if named:
        yield from (f"  {past.student} {past.name} ({past.class_name}): {why}" for past, why in plan.held)


def _people_lines(people: PeopleDraft) -> Iterator[str]:
    held = people.assignments
    yield f"Chủ nhiệm: {len(held.homerooms)} lớp; giảng dạy: {len({key[:2] for key in held.teaching})} lớp–môn"
    if people.without_homeroom:
        yield f"Chưa có chủ nhiệm: {', '.join(people.without_homeroom)}"
    if people.without_teacher:
        gaps: dict[str, list[str]] = {}
        for class_id, subject in people.without_teacher:
            gaps.setdefault(class_id, []).append(SUBJECTS[subject].short)
        yield "Chưa phân công: " + "; ".join(f"{key}: {', '.join(names)}" for key, names in gaps.items())
    if people.without_head:
        yield f"Tổ chưa có tổ trưởng: {', '.join(group.name for group in people.without_head)}"


def _document(shown: Preview) -> dict[str, Any]:
    return {
        "nam_hoc": shown.year.id,
        "buoc": shown.due.value if shown.due else None,
        "den_luot": {step.value: list(persons) for step, persons in shown.turns.items() if step is not Step.LATE},
        "chua_xong": list(shown.open_questions),
        "lich": {term.value: _span(shown.year.semesters[term]) for term in (Term.HK1, Term.HK2)},
        "lop": [] if shown.plan is None else _classes(shown.plan),
        "giu_lai": [] if shown.plan is None else [{"ma": past.student, "vi": why} for past, why in shown.plan.held],
        "hoan_thanh_cap": [] if shown.plan is None else [past.student for past in shown.plan.finished],
        "phan_cong": None if shown.people is None else _people(shown.people),
    }


def _classes(plan: Plan) -> list[dict[str, Any]]:
    return [
        {
            "lop": one.new.id,
            "ten": one.new.name,
            "khoi": one.new.grade,
            "tu_lop": one.new.came_from,
            "hoc_sinh": [row.student for row in one.rows],
        }
        for one in plan.classes
    ]


def _people(people: PeopleDraft) -> dict[str, Any]:
    return {
        "chu_nhiem": {room.class_id: room.teacher for room in people.assignments.homerooms},
        "thieu_chu_nhiem": list(people.without_homeroom),
        "thieu_giang_day": [f"{class_id}/{subject}" for class_id, subject in people.without_teacher],
        "thieu_to_truong": [group.id for group in people.without_head],
    }


def _span(span: Period) -> list[str]:
    return [span.first.isoformat(), span.last.isoformat()]


@click.command(name="sheet")
@click.argument("year", metavar="NĂM_HỌC")
@click.argument("what", metavar="pupils|people", type=click.Choice(["pupils", "people"]))
@click.option("-o", "out", type=click.Path(dir_okay=False, path_type=Path), help="Tệp .xlsx nhận bảng.")
@click.pass_obj
def sheet(directory: Path, /, year: str, what: str, *, out: Path | None) -> None:
    """Bảng phân lớp (pupils) hoặc bảng phân công (people) ra Excel để sửa, rồi hocba year open … --list TỆP.

    Bảng phân lớp có dữ liệu cá nhân: chỉ chủ máy đọc được.
    """
    wanted = checked_year(year)
    step, name = (Step.PUPILS, "phan-lop") if what == "pupils" else (Step.PEOPLE, "phan-cong")
    click.echo(str(write_sheet(directory, wanted, step, out or Path(f"{name}-{wanted}.xlsx"))))


COMMANDS: Final = (open_, sheet)
