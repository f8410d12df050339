"""``hocba explain``: from a printed figure to everything it stands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import click

from hocba_build.domain.errors import Exit
from hocba_build.domain.moments import moment_text
from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import PersonId, StudentId, YearId
from hocba_build.interfaces.cli import verify
from hocba_build.interfaces.cli.findings import print_document, visible
from hocba_build.interfaces.cli.voice import say, waiting
from hocba_build.publishing.audit.shapes import act_document, deed_document, statement_document
from hocba_build.records.cell_words import column_words, place_words, value_words
from hocba_build.records.layout import parse_path
from hocba_build.trust.story.deeds import Deed, Part
from hocba_build.trust.story.trail import LockAct
from hocba_build.trust.year_end.scopes import HOMEROOM, LEADER, SUBJECT
from hocba_build.workflows.audit.explain import Asked, Covering, Explanation, Input, explain
from hocba_build.workflows.audit.explain_inputs import figure_of
from hocba_build.workflows.audit.figures import term_name
from hocba_build.workflows.results import reason_document
from hocba_build.workflows.state import state_folder

ROLES: Final = {SUBJECT: "giáo viên bộ môn", HOMEROOM: "giáo viên chủ nhiệm", LEADER: "lãnh đạo"}


@click.command(name="explain")
@click.argument("pupil", metavar="MÃ_HS")
@click.argument("subject", metavar="MÔN")
@click.argument("term", metavar="HỌC_KÌ")
@click.option("--year", metavar="NĂM_HỌC", help="Năm học; không nêu thì là năm mới nhất của học sinh.")
@click.option("--root", type=click.Path(dir_okay=False, path_type=Path), help="Tờ gốc của trường (goc-tin-cay.yaml).")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def command(
    directory: Path, *, pupil: str, subject: str, term: str, year: str | None, root: Path | None, as_json: bool
) -> None:
    """Một con số trên học bạ từ đâu mà có: điểm nào, tệp và dòng nào, ai ghi, ai duyệt, ai kí, khoá bản nào.

    HỌC_KÌ: hk1, hk2, ca-nam hoặc danh-gia-lai. Ngoài tên môn, MÔN có thể là ren-luyen, chuyen-can, hoc-tap, ket-luan.

    Không có tờ gốc thì số liệu vẫn hiện, nhưng chưa kết luận được về lịch sử (mã 3).
    """
    asked = Asked(StudentId(pupil), figure_of(subject.lower(), term), YearId(year) if year else None)
    with waiting(say("Đang đọc hồ sơ…")):
        found = explain(directory, asked, root, state=state_folder(directory))
    if as_json:
        print_document(**_document(found))
    else:
        for line in told(found):
            click.echo(visible(line))
    raise SystemExit(_exit(found, given=root is not None))


def _exit(found: Explanation, *, given: bool) -> Exit:
    """The verdict's own exit; a place without a ledger can prove nothing."""
    if found.judged is None or (found.entries is None and not given):
        return Exit.UNDECIDED
    return verify.EXITS[found.judged.verdict]


# --- for people -------------------------------------------------------------------------------------------------


def told(found: Explanation) -> Iterator[str]:
    """The explanation line by line, for a terminal or a page."""
    figure, reason = found.found.asked.figure, found.found.reason
    what = SUBJECTS[figure.subject].name if figure.subject else _OTHERS[figure.what]
    who = " ".join(part for part in (found.found.asked.pupil, found.found.name) if part)
    head = f"{what}, {term_name(figure.term)}, năm học {found.found.year}"
    yield f"{head}: {reason.value or '–'}   ({who}, lớp {found.found.class_name})"
    article = f"Thông tư 22/2021/TT-BGDĐT, {reason.article}" if reason.article.startswith("Điều") else reason.article
    yield from (f"  {line}" for line in (reason.inputs, f"{reason.rule} ({article})") if line)
    yield ""
    for one in found.inputs:
        yield from _input(one, found)
    yield from _lock(found)
    yield from _standing(found)


_OTHERS: Final = {
    "ren-luyen": "Kết quả rèn luyện",
    "chuyen-can": "Số buổi nghỉ",
    "hoc-tap": "Kết quả học tập",
    "ket-luan": "Kết luận",
}


def _input(one: Input, found: Explanation) -> Iterator[str]:
    place = parse_path(one.path)
    yield f"{one.path}, dòng {one.line}: {place_words(place) if place else ''}"
    shown = " · ".join(f"{column_words(cell.column)} {value_words(cell.new)}" for cell in one.cells)
    yield f"  {shown or 'không có dòng của học sinh này'}"
    if not one.same_here:
        yield "  (tệp đang nằm ở thư mục này khác với sổ; ở đây nói theo sổ)"
    for deed in one.deeds:
        yield from _deed(deed)
    for covering in one.coverings:
        yield f"  {_covering(covering, found.names)}"
    if found.entries is not None and place is not None and place.class_id is not None and not one.coverings:
        yield "  Chưa ai kí xác nhận tệp này."
    yield ""


def _deed(deed: Deed) -> Iterator[str]:
    verb = "vào sổ" if deed.first else "sửa"
    late = ", sau khi đã kí xác nhận" if deed.signed and not deed.first else ""
    yield f"  Mục {deed.account.index}, {moment_text(deed.author.hand.at)}: {verb}{late}"
    yield f"    ghi: {_part(deed.author)}, lần ghi {deed.author.hand.commit}"
    yield from (f"    đồng ý: {_part(part)}" for part in deed.approvals)
    yield f"    duyệt: {_part(deed.merger)}, lần hợp nhất {deed.merger.hand.commit}"
    if deed.account.reason:
        yield f"    lí do: {deed.account.reason}"
    if deed.amends is not None:
        record = deed.amends.record
        yield f"    sửa sau khi khoá sổ, theo quyết định {record.decision} ngày {_day(record.day)}: {record.reason}"
    if not deed.first:
        cells = (change.cell for change in deed.changes)
        shown = (f"{column_words(c.column)} {value_words(c.old)} → {value_words(c.new)}" for c in cells)
        yield f"    {' · '.join(shown)}"


def _part(part: Part) -> str:
    capacity = f", {part.capacity}" if part.capacity else ""
    return f"{part.name} ({part.person}{capacity})"


def _covering(covering: Covering, names: Mapping[PersonId, str]) -> str:
    said = covering.statement.sign_off
    stands = "còn hiệu lực" if covering.fresh else "đã cũ: nội dung đổi sau khi kí"
    who = _named(said.person, names) + (f", thay {_named(said.instead_of, names)}" if said.instead_of else "")
    day = moment_text(covering.statement.hand.at)
    return f"Kí xác nhận, {ROLES[said.role]}: {who}, mục {covering.statement.entry}, {day}; {stands}"


def _named(person: PersonId, names: Mapping[PersonId, str]) -> str:
    return f"{names.get(person, person)} ({person})"


def _lock(found: Explanation) -> Iterator[str]:
    for act in found.acts:
        yield _act(act, found.names)
    if found.entries is not None and not found.acts:
        yield f"Năm học {found.found.year} chưa khoá sổ."


def _act(act: LockAct, names: Mapping[PersonId, str]) -> str:
    record = act.record
    what = f"Khoá sổ, bản {record.version}" if act.locks else f"Mở sổ ({record.reason})"
    who = _named(record.person, names)
    return f"{what}: quyết định {record.decision} ngày {_day(record.day)}, {who} kí, mục {act.entry}."


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"


def _standing(found: Explanation) -> Iterator[str]:
    if found.judged is None or found.entries is None:
        yield "Ở đây chưa có sổ có chữ kí: số liệu trên đọc từ tệp, chưa có gì chứng minh."
        return
    if not found.whole:
        yield f"Sổ chỉ đứng vững đến mục {found.entries}; phần sau đó không được tính ở trên."
    yield from (f"{finding.code} {finding.message}" for finding in found.judged.findings[:SHOWN])
    more = len(found.judged.findings) - SHOWN
    yield from ((f"… và {more} điều nữa: hocba verify",) if more > 0 else ())
    yield f"Lịch sử của sổ: {verify.WORDS[found.judged.verdict]}. {found.entries} mục."


SHOWN: Final = 5


# --- for programs -----------------------------------------------------------------------------------------------


def _document(found: Explanation) -> dict[str, Any]:
    """The shape of ``explain --json``."""
    asked = found.found.asked
    return {
        "ma": asked.pupil,
        "ho_ten": found.found.name,
        "nam_hoc": found.found.year,
        "lop": found.found.class_name,
        "mon": asked.figure.what,
        "ki": asked.figure.term,
        "so_lieu": reason_document(found.found.reason),
        "dau_vao": [_input_document(one) for one in found.inputs],
        "khoa_so": [act_document(act) for act in found.acts],
        "dang_khoa": bool(found.acts) and found.acts[-1].locks,
        "so": None if found.judged is None else {**verify.document(found.judged), "muc": found.entries},
    }


def _input_document(one: Input) -> dict[str, Any]:
    return {
        "tep": one.path,
        "dong": one.line,
        "giong_so": one.same_here,
        "o": [{"cot": cell.column, "gia_tri": cell.new} for cell in one.cells],
        "lich_su": [deed_document(deed) for deed in one.deeds],
        "ki_xac_nhan": [statement_document(row.statement, fresh=row.fresh) for row in one.coverings],
    }
