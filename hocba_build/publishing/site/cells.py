"""Small pieces every page is made of: cells, chips with words, links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from hocba_build.domain.values import Conclusion, Exempt, Level, Outcome, Result, Title
from hocba_build.domain.words import result_text, word

PASS_MARK: Final = Decimal(5)
"""Below it a year's result may be re-assessed (Điều 14)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; ``kind`` picks a style, the words alone carry the meaning."""

    text: str
    kind: str = ""
    first: str = ""
    """The result before a re-assessment, shown above."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A short status in words."""

    text: str
    tone: str = "none"


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the site under a name; ``path`` is from the site's root."""

    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with its value."""

    label: str
    value: str


BLANK: Final = Cell("–", "blank")
SHORT_OUTCOMES: Final[Mapping[Outcome, str]] = {Outcome.DAT: "Đ", Outcome.CHUA_DAT: "CĐ"}


def result_cell(result: Result | None, *, short: bool = False) -> Cell:
    """A subject's result; the mark of a failing one is a word or the style's underline, never colour alone."""
    if result is None:
        return BLANK
    if isinstance(result, Outcome):
        text = SHORT_OUTCOMES[result] if short else word(result)
        return Cell(text, "fail" if result is Outcome.CHUA_DAT else "word")
    if isinstance(result, Exempt):
        return Cell(word(result), "exempt")
    return Cell(result_text(result), "num fail" if result < PASS_MARK else "num")


def level_chip(level: Level | None) -> Chip:
    """A level in its word."""
    return Chip("–", "blank") if level is None else Chip(word(level), level.value.replace("_", "-"))


CONCLUSIONS: Final[Mapping[Conclusion, tuple[str, str]]] = {
    Conclusion.LEN_LOP: ("Lên lớp", "tot"),
    Conclusion.KIEM_TRA_LAI: ("Đánh giá lại", "dat"),
    Conclusion.REN_LUYEN_HE: ("Rèn luyện hè", "dat"),
    Conclusion.O_LAI_LOP: ("Ở lại lớp", "chua-dat"),
}
"""Short words for tables, with their tones."""


def conclusion_chip(conclusion: Conclusion | None, *, completed: bool | None = None, short: bool = False) -> Chip:
    """What becomes of the pupil; in the last grade of a level, whether the level is completed."""
    if conclusion is None:
        return Chip("–", "blank")
    if conclusion is Conclusion.LEN_LOP and completed is not None:
        text = "Hoàn thành" if completed else "Không hoàn thành"
        return Chip(text if short else f"{text} cấp học", "tot" if completed else "chua-dat")
    text, tone = CONCLUSIONS[conclusion]
    return Chip(text if short else word(conclusion), tone)


SHORT_TITLES: Final[Mapping[Title, str]] = {
    Title.XUAT_SAC: "Xuất sắc",
    Title.GIOI: "Giỏi",
    Title.TIEN_TIEN: "Tiên tiến",
}
