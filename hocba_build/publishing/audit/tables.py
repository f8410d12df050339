"""The audit as tables for a spreadsheet, and as lines of JSON for programs.

What stands in the records is never a formula: what a spreadsheet would take for one gets an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from hocba_build.domain.moments import moment_iso
from hocba_build.domain.values import StudentId
from hocba_build.publishing.audit.inspection import Inspection
from hocba_build.publishing.audit.shapes import deed_document
from hocba_build.trust.story.deeds import Deed
from hocba_build.trust.story.ledger_book import Counts

BOM: Final = "\ufeff"
"""Without it Excel takes the file for another encoding."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CHANGES: Final = (
    "nam_hoc,lop,tep,hoc_sinh,ho_ten,cot,cu,moi,loai,muc,luc,nguoi_ghi,ten_nguoi_ghi,tu_cach,dong_y,nguoi_duyet,"
    "tu_cach_duyet,li_do,sau_khi_ki,quyet_dinh_mo_so,lan_ghi"
).split(",")
ENTRIES: Final = (
    "muc,luc,viec,nguoi_ghi,dong_y,nguoi_duyet,li_do,so_tep,o_vao_so,o_sua,lan_ghi,hop_nhat,bi_huy"
).split(",")
KEYS: Final = "nguoi,ho_ten,van_tay,tinh_trang,tu_muc,dung_lan_cuoi,so_muc,khong_tin_tu,het_han".split(",")
STATEMENTS: Final = "nam_hoc,nguoi,ho_ten,thay,vai_tro,pham_vi,muc,luc,con_hieu_luc,tep".split(",")
ACTS: Final = "nam_hoc,muc,viec,ban,so_quyet_dinh,ngay,nguoi,ly_do,pham_vi".split(",")


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table as a spreadsheet opens it."""
    return BOM + "".join(csv_lines([heads, *rows]))


def csv_lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Rows one by one, so that a long table need not be held."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in rows:
        writer.writerow([safe(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def safe(value: object) -> str:
    """A cell's text that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def change_rows(case: Inspection, deeds: Iterable[Deed]) -> Iterator[Sequence[object]]:
    """A row for each cell that was changed."""
    for deed in deeds:
        for change in deed.changes:
            yield _change(case, deed, (change.cell.pupil, change.cell.column, change.cell.old, change.cell.new))


def _change(case: Inspection, deed: Deed, cell: tuple[str, str, str | None, str | None]) -> Sequence[object]:
    pupil, column, old, new = cell
    kind = "nhap" if old is None else "xoa" if new is None else "sua"
    return (
        deed.place.year,
        deed.place.class_id,
        deed.place.path,
        pupil,
        case.names.pupil(StudentId(pupil)) if pupil else "",
        column,
        old,
        new,
        kind,
        deed.account.index,
        moment_iso(deed.author.hand.at),
        deed.author.person,
        deed.author.name,
        deed.author.capacity,
        "; ".join(part.person for part in deed.approvals),
        deed.merger.person,
        deed.merger.capacity,
        deed.account.reason,
        "x" if deed.signed else "",
        deed.amends.record.decision if deed.amends else "",
        deed.author.hand.commit,
    )


def entry_rows(case: Inspection) -> Iterator[Sequence[object]]:
    """A row for each entry of the ledger."""
    for account in case.book.accounts:
        count = case.counts.get(account.index, Counts())
        yield (
            account.index,
            moment_iso(account.authors[-1].at),
            account.act.value,
            "; ".join(dict.fromkeys(hand.person for hand in account.authors)),
            "; ".join(hand.person for hand in account.approvals),
            account.merger.person,
            account.reason,
            len(account.changes),
            count.first,
            count.changed,
            account.authors[-1].commit,
            account.merger.commit,
            "; ".join(account.annulled),
        )


def key_rows(case: Inspection) -> Iterator[Sequence[object]]:
    """A row for each key."""
    for key in case.keys:
        expires = key.expires.date().isoformat() if key.expires else ""
        status = key.status.value
        used = (key.since, key.last, key.uses, key.distrusted_from)
        yield (key.person, key.name, key.fingerprint, status, *used, expires)


def statement_rows(case: Inspection) -> Iterator[Sequence[object]]:
    """A row for each sign-off of the years shown."""
    for one in case.book.statements:
        said = one.sign_off
        if said.year in case.years:
            yield (
                said.year,
                said.person,
                case.names.person(said.person),
                said.instead_of,
                said.role,
                "; ".join(said.scopes),
                one.entry,
                moment_iso(one.hand.at),
                "x" if case.is_fresh(said) else "",
                said.path,
            )


def act_rows(case: Inspection) -> Iterator[Sequence[object]]:
    """A row for each lock and unlock of the years shown."""
    for year in case.years:
        for act in case.book.acts.get(year, ()):
            said = act.record
            scope = "; ".join(said.scope)
            yield (year, act.entry, said.act, said.version, said.decision, said.day, said.person, said.reason, scope)


def deed_lines(deeds: Iterable[Deed]) -> Iterator[str]:
    """Deeds as JSON, one a line."""
    yield from (json.dumps(_deed(deed), ensure_ascii=False, separators=(",", ":")) + "\n" for deed in deeds)


def _deed(deed: Deed) -> dict[str, Any]:
    return {"nam_hoc": deed.place.year, "lop": deed.place.class_id, **deed_document(deed)}
