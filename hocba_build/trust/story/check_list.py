"""The judge's checks as sentences a headmaster can read, each with what became of it.

Every code of the ledger belongs to exactly one check; the judge stops at the first entry that may not stand, so a check
that found nothing holds for the entries before it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from hocba_build.domain.findings import Severity
from hocba_build.trust.judge import Judgement
from hocba_build.trust.verdict import UNDECIDED_CODES, LedgerFinding

NO_SHEET: Final = "HB386"


class Outcome(Enum):
    """What became of a check."""

    DUNG = "dung"
    LUU_Y = "luu_y"
    CHUA = "chua"
    SAI = "sai"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what was asked, how it ended, the findings that say why, or why it was not made."""

    sentence: str
    outcome: Outcome
    findings: tuple[LedgerFinding, ...] = ()
    note: str = ""


REMEMBERED: Final = "Sổ còn nguyên những mục đã kiểm tra lần trước: không bị đẩy lùi, không rẽ nhánh."
TIMES: Final = "Ngày giờ khai trong các lần ghi không mâu thuẫn với mốc thời gian."
SENTENCES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "Kho hồ sơ đầy đủ, đọc được; không bị cắt xén, ghép, thay hay mượn đối tượng.",
        ("HB380", "HB381", "HB382", "HB383", "HB384", "HB385", "HB387"),
    ),
    ("Lần lập sổ đúng là lần lập ghi trên tờ gốc của trường.", (NO_SHEET, "HB345")),
    (REMEMBERED, ("HB388",)),
    (
        "Nhánh đánh dấu năm đã khoá còn ở đúng chỗ; chương trình kiểm tra không nằm trong kho được kiểm tra.",
        ("HB389", "HB392"),
    ),
    ("Mọi đối tượng đúng với mã của nó; tên, loại và cỡ tệp trong phạm vi cho phép.", ("HB30", "HB390", "HB391")),
    ("Mọi lần ghi có chữ kí của người trong danh sách cán bộ, bằng khoá đang dùng lúc ấy.", ("HB31",)),
    ("Mỗi mục là một đề xuất, và hợp nhất đúng phần được đề xuất, không thêm không bớt.", ("HB32",)),
    (
        "Người ghi, người đồng ý, người duyệt có quyền theo phân công có trước mục ấy; không ai tự duyệt.",
        ("HB33",),
    ),
    (
        "Danh sách cán bộ, khoá, tờ gốc và giấy tờ của sổ chỉ được thêm; gốc tin cậy chỉ đổi khi đủ người kí.",
        ("HB340", "HB341", "HB342", "HB343", "HB344", "HB346", "HB347", "HB348"),
    ),
    ("Tệp hồ sơ nào cũng đúng dạng chuẩn và đúng lược đồ.", ("HB1",)),
    ("Bản kí xác nhận đúng người, đúng phạm vi, đúng thứ tự, đúng nội dung lúc kí.", ("HB35",)),
    (
        "Khi khoá sổ: đủ chữ kí còn hiệu lực, kết quả chốt đúng bằng kết quả tính lại, hiệu trưởng kí quyết định.",
        ("HB361", "HB362", "HB363", "HB364", "HB365", "HB366"),
    ),
    ("Sau khi khoá, không gì trong năm học bị đổi ngoài phạm vi quyết định mở sổ.", ("HB360",)),
    ("Mục sai chỉ bị huỷ công khai bằng bản sửa chữa, đúng người làm.", ("HB371",)),
    ("Không có mục nào kí bằng khoá đã lộ mà chưa được người khác xác nhận lại.", ("HB370", "HB372")),
    (TIMES, ("HB373", "HB374", "HB375", "HB376", "HB377")),
)


def checks(judged: Judgement, *, witnesses: int, remembered: bool = False) -> tuple[Check, ...]:
    """Every check with its outcome; what nothing could be held against is told as not made."""
    made = [_check(sentence, codes, judged) for sentence, codes in SENTENCES]
    missing = {}
    if not witnesses:
        missing[TIMES] = "Sổ chưa có mốc thời gian nào để so."
    if not remembered:
        missing[REMEMBERED] = "Lần này xét từ đầu; máy đã kiểm tra lần trước so bằng hocba verify."
    return tuple(
        replace(one, outcome=Outcome.CHUA, note=missing[one.sentence])
        if one.sentence in missing and not one.findings
        else one
        for one in made
    )


def _check(sentence: str, codes: tuple[str, ...], judged: Judgement) -> Check:
    found = tuple(finding for finding in judged.findings if finding.code.startswith(codes))
    errors = {finding.code for finding in found if finding.severity is Severity.ERROR}
    if errors - UNDECIDED_CODES:
        return Check(sentence, Outcome.SAI, found)
    if errors or judged.state is None:
        return Check(sentence, Outcome.CHUA, found)
    return Check(sentence, Outcome.LUU_Y if found else Outcome.DUNG, found)


def stopped(judged: Judgement) -> bool:
    """Whether the judge had to stop before the newest entry."""
    return any(f.severity is Severity.ERROR and f.code != NO_SHEET for f in judged.findings)
