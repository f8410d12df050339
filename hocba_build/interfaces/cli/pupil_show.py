"""``hocba pupil show`` and ``find``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import click

from hocba_build.domain.people import EventKind, Family, Guardian
from hocba_build.domain.words import date_text, word
from hocba_build.interfaces.cli.findings import print_document, visible
from hocba_build.interfaces.cli.voice import say
from hocba_build.records.codec.people import encode_page
from hocba_build.workflows.pupils.showing import Line, Shown, find, show


@click.command(name="show")
@click.argument("student", metavar="MÃ_HS")
@click.option("--life", is_flag=True, help="Cả trang lí lịch; đã mã hoá thì cần khoá của văn phòng.")
@click.option("--json", "json_wanted", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def show_(directory: Path, student: str, *, life: bool, json_wanted: bool) -> None:
    """Một học sinh: nhân thân, sự kiện, các lớp đã học."""
    shown = show(directory, student, life_page=life)
    if json_wanted:
        print_document(**_document(shown))
        return
    for line in (*_lines(shown), *(_life(shown) if life else ())):
        click.echo(visible(line))


def _document(shown: Shown) -> dict[str, Any]:
    return {
        "ma": shown.student.id,
        "nhan_than": [_entry(line) for line in shown.identities],
        "su_kien": [_entry(line) for line in shown.events],
        "lop": [
            {
                "nam_hoc": seat.year.year.id,
                "lop": seat.class_id,
                "tu_ngay": seat.row.since.isoformat(),
                "den_ngay": seat.row.until.isoformat() if seat.row.until else None,
            }
            for seat in shown.seats
        ],
        "li_lich_ma_hoa": shown.sealed,
        "li_lich": encode_page(shown.family) if shown.family else None,
    }


def _entry(line: Line) -> dict[str, Any]:
    return {"muc": line.number, **line.entry, "da_huy": line.void}


def _lines(shown: Shown) -> Iterator[str]:
    yield f"{shown.student.id}  {shown.student.identities[-1].full_name}"
    yield f"{say('Nhân thân')}:"
    for line in shown.identities:
        entry = line.entry
        sex = say("Nữ") if entry["gioi_tinh"] == "nu" else say("Nam")
        what = [entry["ho_ten"], sex, _day(entry["ngay_sinh"]), entry.get("chung_tu", "")]
        yield _told(line, entry["tu_ngay"], what)
    yield f"{say('Sự kiện')}:"
    for line in shown.events:
        entry = line.entry
        what = [word(EventKind(entry["loai"])), *(str(entry[key]) for key in _TOLD if key in entry)]
        yield _told(line, entry["ngay"], what)
    yield f"{say('Các lớp')}:"
    for seat in shown.seats:
        until = f" – {date_text(seat.row.until)}" if seat.row.until else ""
        yield f"  {seat.year.year.id}  {seat.held.school_class.name}  {date_text(seat.row.since)}{until}"


_TOLD: Final = ("nam_hoc", "tu_lop", "den_lop", "truong", "ly_do", "chung_tu")


def _told(line: Line, day: str, what: list[str]) -> str:
    void = f"  ({say('đã huỷ')})" if line.void else ""
    return f"  {line.number}. {_day(day)}  {'; '.join(filter(None, what))}{void}"


def _day(iso: str) -> str:
    return date_text(date.fromisoformat(iso))


def _life(shown: Shown) -> Iterator[str]:
    yield f"{say('Lí lịch')}:"
    family = shown.family or Family()
    rows = (
        ("Nơi sinh", family.birth_place),
        ("Dân tộc", family.ethnicity),
        ("Đối tượng chính sách", family.policy),
        ("Chỗ ở hiện tại", family.residence),
        ("Số định danh cá nhân", family.personal_id),
        ("Cha", _guardian(family.father)),
        ("Mẹ", _guardian(family.mother)),
        ("Người giám hộ", _guardian(family.guardian)),
    )
    for label, value in rows:
        if value:
            yield f"  {say(label)}: {value}"


def _guardian(person: Guardian | None) -> str:
    return "" if person is None else ", ".join(filter(None, (person.full_name, person.occupation)))


@click.command(name="find")
@click.argument("words", metavar="TÊN…", nargs=-1, required=True)
@click.option("--json", "json_wanted", is_flag=True, help="In một tài liệu JSON.")
@click.pass_obj
def find_(directory: Path, words: tuple[str, ...], *, json_wanted: bool) -> None:
    """Tìm mã học sinh theo tên, có dấu hoặc không dấu."""
    found = find(directory, " ".join(words))
    rows = [(one.id, one.identities[-1].full_name, date_text(one.identities[-1].born_on), last) for one, last in found]
    if json_wanted:
        print_document(hoc_sinh=[dict(zip(("ma", "ho_ten", "ngay_sinh", "lop"), row, strict=True)) for row in rows])
        return
    for row in rows:
        click.echo(visible("  ".join(filter(None, row))))


COMMANDS: Final = (show_, find_)
