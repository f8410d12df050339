"""The audit as one JSON document: the verdict with each check, and everything but the single cells."""

from __future__ import annotations

from typing import Any

from hocba_build.domain.moments import moment_iso
from hocba_build.publishing.audit.inspection import Inspection
from hocba_build.publishing.audit.shapes import act_document, deed_document, finding_document, statement_document
from hocba_build.trust.state import Witness
from hocba_build.trust.story.check_list import Check
from hocba_build.trust.story.chronicle import Account
from hocba_build.trust.story.key_register import RegisteredKey
from hocba_build.trust.story.ledger_book import Counts

SCHEMA_VERSION = 1


def summary_document(case: Inspection) -> dict[str, Any]:
    """The verdict, the checks and the figures."""
    amended = sum(deed.amends is not None for deed in case.late)
    return {
        "schema_version": SCHEMA_VERSION,
        "truong": case.names.school,
        "verdict": case.judged.verdict.value,
        "anchored": case.judged.anchored,
        "tip": case.judged.tip,
        "entries": case.judged.entries,
        "commits": case.judged.commits,
        "kiem_tra": [_check(check) for check in case.checks],
        "nam_hoc": list(case.years),
        "lop": [f"{year}/{class_id}" for year, class_id in case.rooms],
        "sua_sau_khi_ki": len(case.late) - amended,
        "sua_sau_khi_khoa": amended,
        "bi_huy": list(case.book.state.annulled),
        "cho_xac_nhan_lai": sorted(case.book.doubts()),
        "da_xac_nhan_lai": sorted(case.book.state.affirmed),
        "moc_thoi_gian": [_witness(witness) for witness in case.book.state.witnesses],
    }


def full_document(case: Inspection) -> dict[str, Any]:
    """The same with what was changed late, the locks, the sign-offs, the keys and the entries."""
    statements = [one for one in case.book.statements if one.sign_off.year in case.years]
    return {
        **summary_document(case),
        "sua_sau": [deed_document(deed) for deed in case.late],
        "khoa_so": [act_document(act) for year in case.years for act in case.book.acts.get(year, ())],
        "ki_xac_nhan": [statement_document(one, fresh=case.is_fresh(one.sign_off)) for one in statements],
        "khoa": [_key(key) for key in case.keys],
        "muc": [_entry(case, account) for account in case.book.accounts],
    }


def _witness(witness: Witness) -> dict[str, Any]:
    luc = moment_iso(witness.seconds)
    return {"muc": witness.entry, "thay_den_muc": witness.over, "luc": luc, "noi": witness.authority}


def _check(check: Check) -> dict[str, Any]:
    return {
        "dieu_kiem": check.sentence,
        "ket_qua": check.outcome.value,
        "ghi_chu": check.note or None,
        "findings": [finding_document(finding) for finding in check.findings],
    }


def _key(key: RegisteredKey) -> dict[str, Any]:
    return {
        "nguoi": key.person,
        "van_tay": key.fingerprint,
        "trang_thai": key.status.value,
        "tu_muc": key.since,
        "dung_lan_cuoi": key.last,
        "so_muc": key.uses,
        "khong_tin_tu": key.distrusted_from,
        "het_han": key.expires.isoformat() if key.expires else None,
    }


def _entry(case: Inspection, account: Account) -> dict[str, Any]:
    count = case.counts.get(account.index, Counts())
    return {
        "muc": account.index,
        "luc": moment_iso(account.authors[-1].at),
        "viec": account.act.name.lower(),
        "nguoi_ghi": list(dict.fromkeys(hand.person for hand in account.authors)),
        "dong_y": [hand.person for hand in account.approvals],
        "nguoi_duyet": account.merger.person,
        "li_do": account.reason,
        "tep": len(account.changes),
        "o_vao_so": count.first,
        "o_sua": count.changed,
        "hop_nhat": account.merger.commit,
    }
