"""``hocba results``: averages, levels, promotion, titles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from hocba_build.domain.values import ClassId, YearId
from hocba_build.interfaces.cli.findings import tell_unread
from hocba_build.interfaces.cli.tables import aligned
from hocba_build.interfaces.cli.voice import quiet, say, tell, waiting
from hocba_build.workflows.open_school import open_school
from hocba_build.workflows.results import class_results, only, year_results
from hocba_build.workflows.state import state_folder

COLUMNS = ("STT", "Mã", "Họ và tên", "HK I", "HK II", "Cả năm", "Nghỉ", "Kết luận", "Danh hiệu")
SHORT = {
    "tot": "Tốt",
    "kha": "Khá",
    "dat": "Đạt",
    "chua_dat": "Chưa đạt",
    "gioi": "Giỏi",
    "xuat_sac": "Xuất sắc",
    "tien_tien": "Tiên tiến",
    "trung_binh": "TB",
    "yeu": "Yếu",
    "kem": "Kém",
    "len_lop": "Lên lớp",
    "kiem_tra_lai": "Kiểm tra lại",
    "ren_luyen_he": "Rèn luyện hè",
    "o_lai_lop": "Ở lại lớp",
    "chuyen_di": "(chuyển trường)",
    "chuyen_lop": "(chuyển lớp)",
    "thoi_hoc": "(thôi học)",
    "bao_luu": "(bảo lưu)",
    None: "–",
}


@click.command(name="results")
@click.argument("year", metavar="NĂM_HỌC")
@click.argument("class_id", metavar="[LỚP]", required=False)
@click.option("--why", is_flag=True, help="Mỗi số liệu kèm căn cứ: từ đâu, quy tắc nào, điều nào.")
@click.option("--pupil", metavar="MÃ_HS", help="Chỉ một học sinh.")
@click.option("--json", "as_json", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def command(directory: Path, year: str, class_id: str | None, *, why: bool, pupil: str | None, as_json: bool) -> None:
    """Kết quả học tập và rèn luyện, lên lớp, danh hiệu của một năm học hoặc một lớp."""
    with waiting(say("Đang đọc hồ sơ…")):
        opened = open_school(directory, state_folder(directory))
    records = opened.records
    if class_id:
        document = class_results(records, YearId(year), ClassId(class_id.lower()), why=why)
        classes = [document]
    else:
        results = year_results(records, YearId(year), why=why)
        document, classes = results.document, list(results.classes)
    if pupil:
        only(classes, pupil)
    summary = say("{classes} lớp, {pupils} học sinh.")
    tell(summary.format(classes=len(classes), pupils=sum(len(one["hoc_sinh"]) for one in classes)))
    tell_unread(opened.unread)
    if as_json:
        click.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    for one in classes:
        if one["hoc_sinh"]:
            _print_class(one)


def _print_class(document: dict[str, Any]) -> None:
    kept = f" {say('(chép lại, không tính)')}" if document.get("legacy") else ""
    head = say("Lớp {lop}, năm học {nam_hoc}")
    click.echo(head.format(lop=document["lop"], nam_hoc=document["nam_hoc"]) + kept)
    students = document["hoc_sinh"]
    rows = [_row(number, student) for number, student in enumerate(students, start=1)]
    for line in aligned([tuple(map(say, COLUMNS)), *rows]):
        click.echo(line)
    for student in students:
        _print_notes(student)
    click.echo()


def _row(number: int, student: dict[str, Any]) -> tuple[str, ...]:
    year = student["ca_nam"]
    conclusion = say(SHORT[year["ket_luan"]])
    if student["trang_thai"] != "dang_hoc":
        conclusion = say(SHORT[student["trang_thai"]])
    absent = "–" if year["buoi_nghi"] is None else str(year["buoi_nghi"])
    terms = [_levels(student[term]) for term in ("hk1", "hk2", "ca_nam")]
    return (str(number), student["ma"], student["ho_ten"], *terms, absent, conclusion, SHORT[year["danh_hieu"]])


def _levels(term: dict[str, Any]) -> str:
    """Learning and conduct, in the words of the year's circular."""
    learning, conduct = term.get("hoc_tap", term.get("hoc_luc")), term.get("ren_luyen", term.get("hanh_kiem"))
    return f"{SHORT[learning]} / {SHORT[conduct]}"


def _print_notes(student: dict[str, Any]) -> None:
    for notice in () if quiet() else student["ca_nam"]["canh_bao"]:
        click.echo(f"  {student['ma']}: {notice['code']} {notice['message']}")
    if "vi_sao" not in student:
        return
    click.echo(f"\n  {student['ma']} {student['ho_ten']}: vì sao")
    lines = [
        (r["so_lieu"], r["gia_tri"] or "–", r["can_cu"], f"{r['tu']} – {r['quy_tac']}" if r["tu"] else r["quy_tac"])
        for r in student["vi_sao"]
    ]
    for line in aligned(lines):
        click.echo(f"    {line}")
