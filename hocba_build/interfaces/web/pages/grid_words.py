"""What a score sheet's page says beside the cells: what it is for, how cells are typed, why nobody may stand in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from hocba_build.domain.values import Term
from hocba_build.exchange.columns import CHOICES, COMPLETIONS, HONOURS, SUMMER_CONDUCT, SheetKey


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one sheet; ``lead`` and ``nobody`` where there is something to say."""

    hint: str
    lead: str = ""
    nobody: str = "Bảng chưa có học sinh."
    sentence: str = "Nhận xét"
    """What its cells of sentences hold."""
    phrases: str = "Mẫu nhận xét"


SCORE_HINT: Final = "Điểm ghi 8,5 hoặc 8.5; Đ, CĐ; KD: không dự kiểm tra; M: miễn (ghi thêm căn cứ)."
HOMEROOM_HINT: Final = "Rèn luyện: Tốt, Khá, Đạt, Chưa đạt (gõ T, K, Đ, CĐ); ngày nghỉ ghi số buổi từng tháng."
YEAR_WORDS: Final[Mapping[str, Words]] = {
    "": Words(
        lead="Kết quả đánh giá lại thay kết quả cả năm của môn để xét lại học tập và lên lớp (Điều 14); "
        "kết quả ban đầu vẫn giữ trong sổ và in cạnh nhau.",
        hint="Điểm ghi 5,5; môn nhận xét ghi Đ, CĐ; KD: không dự; ngày ghi 21/07/2026.",
        nobody="Không có học sinh nào phải đánh giá lại môn này (Điều 14), hoặc kết quả cả năm chưa đủ để biết.",
    ),
    SUMMER_CONDUCT: Words(
        lead="Mức rèn luyện sau hè thay mức cả năm khi xét lên lớp (Điều 13); mức ban đầu vẫn giữ trong sổ.",
        hint="Rèn luyện: Tốt, Khá, Đạt, Chưa đạt (gõ T, K, Đ, CĐ).",
        nobody="Không có học sinh nào phải rèn luyện trong hè (Điều 13), hoặc kết quả cả năm chưa đủ để biết.",
    ),
    HONOURS: Words(
        lead="Danh hiệu cuối năm máy tính theo Điều 15; ghi khen thưởng khi đã có quyết định.",
        sentence="Ô đang chọn",
        phrases="Mẫu khen thưởng",
        hint="Ngày ghi 30/05/2026; mỗi khen thưởng, chứng chỉ, cuộc thi một nhóm cột, đầy thì có thêm cột.",
        nobody="Lớp chưa có học sinh.",
    ),
    COMPLETIONS: Words(
        sentence="Ô đang chọn",
        phrases="Mẫu",
        lead="Hiệu trưởng công nhận hoàn thành cấp học; bảng chỉ có học sinh đủ điều kiện theo kết quả trong sổ.",
        hint="Đợt 1: cuối năm học; đợt 2: sau hè. Ngày ghi 30/05/2026.",
        nobody="Chưa có học sinh nào đủ điều kiện hoàn thành cấp học, hoặc lớp không phải lớp cuối cấp.",
    ),
    CHOICES: Words(
        lead="Đánh dấu x môn học sinh học. Khối 10 đến 12: bốn môn lựa chọn, ba cụm chuyên đề.",
        hint="Gõ x để chọn.",
        nobody="Lớp chưa có học sinh.",
    ),
}
LISTS: Final[Mapping[str, Mapping[str, str]]] = {
    HONOURS: {
        "": "Tất cả",
        "khen_thuong": "Khen thưởng",
        "chung_chi": "Chứng chỉ",
        "cuoc_thi": "Cuộc thi",
    },
    CHOICES: {"": "Tất cả", "lua_chon": "Môn lựa chọn", "chuyen_de": "Chuyên đề", "tu_chon": "Tự chọn"},
}
"""The parts of the sheets of the whole year that are shown by themselves."""


def words_of(key: SheetKey) -> Words:
    """The sentences of a sheet."""
    if key.term is Term.CA_NAM:
        return YEAR_WORDS[key.table]
    return Words(SCORE_HINT if key.subject else HOMEROOM_HINT)


def figure_behind(key: SheetKey) -> str:
    """The figure that a name of the sheet leads to the reasons of."""
    of_tables = {HONOURS: "hoc-tap", CHOICES: "hoc-tap", COMPLETIONS: "ket-luan"}
    return key.subject or of_tables.get(key.table, "ren-luyen")
