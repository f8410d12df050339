"""Deeds, sign-offs, locks and findings in the JSON shapes that ``explain``, ``audit`` and ``verify`` share."""

from __future__ import annotations

from typing import Any

from hocba_build.domain.moments import moment_iso
from hocba_build.records.cells import Cell
from hocba_build.trust.story.deeds import Deed, Part
from hocba_build.trust.story.trail import LockAct, Statement
from hocba_build.trust.verdict import LedgerFinding


def deed_document(deed: Deed) -> dict[str, Any]:
    """One entry's work on one file."""
    return {
        "muc": deed.account.index,
        "tep": deed.place.path,
        "lan_ghi": deed.author.hand.commit,
        "hop_nhat": deed.merger.hand.commit,
        "luc": moment_iso(deed.author.hand.at),
        "li_do": deed.account.reason,
        "nguoi_ghi": part_document(deed.author),
        "dong_y": [part_document(part) for part in deed.approvals],
        "nguoi_duyet": part_document(deed.merger),
        "o": [cell_document(change.cell) for change in deed.changes],
        "sau_khi_ki": deed.signed,
        "sua_sau_khoa": None if deed.amends is None else act_document(deed.amends),
    }


def part_document(part: Part) -> dict[str, Any]:
    """Who took part, by which key, in which capacity, when by the commit's own date."""
    return {
        "ma": part.person,
        "ho_ten": part.name,
        "tu_cach": part.capacity,
        "van_tay": part.hand.key,
        "luc": moment_iso(part.hand.at),
    }


def cell_document(cell: Cell) -> dict[str, Any]:
    """A cell that changed; ``null`` for an empty one."""
    return {"hoc_sinh": cell.pupil or None, "cot": cell.column, "cu": cell.old, "moi": cell.new}


def act_document(act: LockAct) -> dict[str, Any]:
    """A lock or an unlock of a year."""
    record = act.record
    return {
        "muc": act.entry,
        "nam_hoc": record.year,
        "viec": record.act,
        "ban": record.version,
        "so_quyet_dinh": record.decision,
        "ngay": record.day,
        "nguoi": record.person,
        "ly_do": record.reason,
        "pham_vi": list(record.scope),
    }


def statement_document(statement: Statement, *, fresh: bool) -> dict[str, Any]:
    """A merged sign-off and whether it still holds."""
    said = statement.sign_off
    return {
        "muc": statement.entry,
        "tep": said.path,
        "nguoi": said.person,
        "thay": said.instead_of,
        "vai_tro": said.role,
        "pham_vi": list(said.scopes),
        "luc": moment_iso(statement.hand.at),
        "con_hieu_luc": fresh,
    }


def finding_document(finding: LedgerFinding) -> dict[str, Any]:
    """A finding of the ledger."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "commit": finding.commit,
        "path": finding.path,
        "pointer": finding.pointer,
        "message": finding.message,
    }
