"""Figures as programs read them: schema version 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hocba_build.domain.results.document import plain
from hocba_build.domain.statistics.counts import CommentedSubject, Distribution, Group, ScoredSubject
from hocba_build.domain.statistics.figures import Figures, PromotionLine, TermFigures
from hocba_build.domain.statistics.list_tables import ListTable

SCHEMA_VERSION = 1


def figures_document(figures: Figures, lists: Sequence[ListTable] = ()) -> dict[str, Any]:
    """One document; averages are strings with one decimal, lists only where they were asked for."""
    document: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "nam_hoc": figures.year,
        "hoc_sinh": {"tong": figures.size, "nu": figures.female, "hoa_nhap": figures.inclusive},
        "ki": {term.term.value: _term(figures, term) for term in figures.terms},
        "cuoi_nam": [_promotion(line) for line in figures.promotion],
        "cac_nam": [{"nam_hoc": year, **_group(group)} for year, group in figures.years],
    }
    if lists:
        document["danh_sach"] = {table.key: _list(table) for table in lists}
    return document


def _term(figures: Figures, term: TermFigures) -> dict[str, Any]:
    return {
        "toan_truong": _group(term.whole),
        "theo": {part.key: [_group(group) for group in part.groups] for part in term.groupings},
        "hoa_nhap": _group(term.apart),
        "mon_diem": [_scored(subject) for subject in term.scored],
        "mon_nhan_xet": [_commented(subject) for subject in term.commented],
        "pho_diem": list(term.histogram),
        "mon_theo_khoi": {
            str(one.grade): {
                "mon_diem": [_scored(subject) for subject in one.scored],
                "mon_nhan_xet": [_commented(subject) for subject in one.commented],
            }
            for one in figures.subjects[term.term]
        },
    }


def _group(group: Group) -> dict[str, Any]:
    spreads = {"hoc_tap": _spread(group.learning), "ren_luyen": _spread(group.conduct)}
    return {"nhan": group.label, "hoc_sinh": group.size, **spreads}


def _spread(spread: Distribution) -> dict[str, int]:
    return {**{level.value: count for level, count in spread.counts.items()}, "chua_xep": spread.unknown}


def _scored(subject: ScoredSubject) -> dict[str, Any]:
    return {
        "mon": subject.subject,
        "hoc_sinh": subject.size,
        "trung_binh": plain(subject.average),
        "khoang": list(subject.bands),
    }


def _commented(subject: CommentedSubject) -> dict[str, Any]:
    return {"mon": subject.subject, "dat": subject.passed, "chua_dat": subject.failed}


def _promotion(line: PromotionLine) -> dict[str, Any]:
    ended = line.ended
    return {
        "nhan": line.label,
        "hoc_sinh": line.size,
        **{conclusion.value: count for conclusion, count in ended.conclusions.items()},
        "chua_ket_luan": ended.open,
        **{title.value: count for title, count in ended.titles.items()},
        "hoan_thanh_cap": ended.completed,
        "khong_hoan_thanh": ended.not_completed,
    }


def _list(table: ListTable) -> dict[str, Any]:
    """A list with the headings of its cells (``o``)."""
    rows = [
        {"ma": row.student, "ho_ten": row.name, "lop": row.class_name, "hoa_nhap": row.inclusive, "o": list(row.cells)}
        for row in table.rows
    ]
    return {"cot": list(table.heads), "hoc_sinh": rows}
