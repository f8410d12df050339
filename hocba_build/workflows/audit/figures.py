"""Computed figures by their path in the results (``mon.toan.hk1``), in the words of the transcript."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import Conclusion, Level, SubjectId, Term, Title
from hocba_build.domain.words import WORDS, term_words
from hocba_build.records.cell_words import column_words

_NAMES: Final[Mapping[str, str]] = {
    "hoc_tap": "kết quả học tập",
    "ren_luyen": "kết quả rèn luyện",
    "buoi_nghi": "số buổi nghỉ",
    "ket_luan": "kết luận",
    "danh_hieu": "danh hiệu",
    "hoan_thanh_cap": "hoàn thành chương trình cấp học",
    "danh_gia_lai": "đánh giá lại",
}
_TERMS: Final = {term.value: term_words(term) for term in Term}
_VALUES: Final = {
    **{str(value.value): WORDS[value] for kind in (Title, Conclusion) for value in kind},
    "mien": "Miễn",
    "True": "có",
    "False": "chưa",
}
_LEVELS: Final = {level.value: WORDS[level] for level in Level}


def term_name(term: str) -> str:
    """A term, or the re-assessment, within a sentence: ``học kì II``."""
    return _TERMS.get(term, _NAMES.get(term, term))


def figure_words(figure: str) -> str:
    """A figure's name: ``Toán, học kì I``; ``kết luận, cả năm``; of a file's cell its column: ``giữa kì``."""
    parts = figure.split(".")
    if parts[0] == "mon" and len(parts) == 3 and parts[1] in SUBJECTS:
        return f"{SUBJECTS[SubjectId(parts[1])].name}, {term_name(parts[2])}"
    if len(parts) == 2 and parts[0] in _TERMS:
        return f"{_NAMES.get(parts[1], parts[1])}, {_TERMS[parts[0]]}"
    return column_words(figure)


def value_words(figure: str, value: str | None) -> str:
    """A figure's value: averages with a comma, levels and conclusions in words, a dash for none."""
    if value is None:
        return "–"
    if figure.endswith(("danh_hieu", "ket_luan")):
        return _VALUES.get(value, value)
    if value in _LEVELS:
        return _LEVELS[value]
    return _VALUES.get(value, value.replace(".", ",") if value.replace(".", "").isdigit() else value)
