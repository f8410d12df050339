"""The longest texts the schemas allow, hostile texts in every field, and what no template may do."""

from __future__ import annotations

import re
import subprocess
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.signers import Signature
from hocba_build.publishing import pdf
from hocba_build.publishing.transcript.model import Place, SubjectRow, SummaryRow, TranscriptView, YearPages
from hocba_build.publishing.transcript.printing import Order, print_orders
from hocba_build.publishing.transcript.sections import stylesheet
from tests.publishing.conftest import Printable, letters_of, page_count, text_of

POINTS = 72 / 25.4
NAME, SCHOOL, REMARK, AWARD = 80, 160, 500, 200
"""The longest of each, in letters, as in ``schema/``."""
LIFE = {"Giới tính": 10, "Ngày, tháng, năm sinh": 10, "Dân tộc": 40, "Nơi sinh": 160, "Chỗ ở hiện tại": 200}
"""The same for the life page; the others are as long as a name."""
MOST = 20
"""Entries of a list of honours."""


def printed(view: TranscriptView) -> bytes:
    (outcome,) = print_orders([Order(view)])
    assert outcome.file is not None, outcome.fault
    return outcome.file


def text(length: int, word: str) -> str:
    """Words up to a length, the last one marked."""
    return (f"{word} " * length)[: length - 6].rstrip() + " cuối."


def longest(view: TranscriptView) -> TranscriptView:
    """The same transcript with every free text as long as the schemas allow."""
    place = Place(text(SCHOOL, "Trường"), text(NAME, "Xã"), text(NAME, "Huyện"), text(NAME, "Tỉnh"))
    life = replace(
        view.life,
        items=tuple((label, text(LIFE.get(label, NAME), "Hoà")) for label, _ in view.life.items),
        history=tuple(replace(row, place=place.line) for row in view.life.history),
    )
    cover = replace(view.cover, full_name=text(NAME, "Thương"), place=place)
    return replace(view, cover=cover, life=life, years=tuple(longest_year(year, place) for year in view.years))


def longest_year(year: YearPages, place: Place) -> YearPages:
    summary = replace(
        year.summary,
        remark=text(REMARK, "chăm"),
        certificates=((text(120, "Chứng"), text(40, "loại")),) * MOST,
        contests=(text(240, "Thi"),) * MOST,
        awards=(text(AWARD, "Khen"),) * MOST,
    )
    rows = tuple(replace(row, remark=text(REMARK, "tiến"), teachers=(text(NAME, "Cô"),) * 2) for row in year.rows)
    return replace(
        year,
        full_name=text(NAME, "Thương"),
        place=place,
        rows=rows,
        summary=summary,
        homeroom_teacher=text(NAME, "Thầy"),
        signature=Signature(("KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG"), text(NAME, "Bà")),
    )


def outside(file: bytes) -> list[str]:
    """The words that stand beyond the margins of their page."""
    shown = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=file, check=True, capture_output=True).stdout
    found = re.findall(r'xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">([^<]+)<', shown.decode())
    assert found
    left, top, right, bottom = 19.5 * POINTS, 12 * POINTS, 198.5 * POINTS, 292 * POINTS
    return [
        word
        for x, y, x2, y2, word in found
        if float(x) < left or float(y) < top or float(x2) > right or float(y2) > bottom
    ]


def numbered(file: bytes) -> bool:
    """Whether each section took one page: every page carries its own number."""
    count = page_count(file)
    return all(f"Trang{page}/{count}" in letters_of(file, page) for page in range(1, count + 1))


@pytest.mark.parametrize("grade", [6, 10])
def test_the_longest_records_are_printed_whole(printable: Printable, grade: int) -> None:
    view = longest(printable.view(printable.pupils(grade)[0]))
    file = printed(view)
    shown = text_of(file)
    assert numbered(file)
    assert outside(file) == []
    merits = [shown.count(f"{kind}: ") for kind in ("– Chứng chỉ", "– Kết quả tham gia cuộc thi", "– Khen thưởng")]
    assert merits == [MOST] * 3
    letters = "".join(letters_of(file, page) for page in range(1, page_count(file) + 1))
    used = sum(row.used for row in view.years[0].rows)
    assert letters.count("tiến") >= used * view.years[0].rows[0].remark.count("tiến")
    assert "ghiởtrangtiếptheo" in letters


def test_few_honours_stay_on_the_summary_page(printable: Printable) -> None:
    view = printable.view(printable.pupils(6)[0])
    summary = replace(view.years[-1].summary, awards=("Học sinh Giỏi",), contests=("Tin học trẻ: Giải Ba",))
    file = printed(replace(view, years=(replace(view.years[-1], summary=summary),)))
    assert page_count(file) == 5
    assert "Tin học trẻ: Giải Ba" in text_of(file, 5)


def test_a_word_longer_than_its_column_is_broken_not_cut(printable: Printable) -> None:
    view = printable.view(printable.pupils(6)[0])
    word = "abcdefghij" * 6
    rows = tuple(replace(row, remark=word, teachers=(word,)) if row.used else row for row in view.years[-1].rows)
    file = printed(replace(view, years=(replace(view.years[-1], rows=rows),)))
    used = sum(row.used for row in rows)
    assert outside(file) == []
    assert letters_of(file, 4).count("j") >= 2 * 6 * used


def test_sixteen_subjects_stay_on_one_page(printable: Printable) -> None:
    view = printable.view(printable.pupils(6)[0])
    row = SubjectRow("Hoạt động", True, "8,0", "8,5", "8,3", "", "Chăm học, tiến bộ rõ rệt trong học kì II.", ("An",))
    rows = tuple(replace(row, label=f"Hoạt động {number}") for number in range(16))
    file = printed(replace(view, years=(replace(view.years[-1], rows=rows),)))
    assert page_count(file) == 5
    assert all(f"Hoạt động {number} " in text_of(file, 4) for number in range(16))


COMPUTED = {
    TranscriptView: {"student", "level"},
    YearPages: {"form", "year"},
    SubjectRow: {"label", "hk1", "hk2", "year", "reassessed"},
    SummaryRow: {"label", "conduct", "learning", "average"},
}
"""Fields that hold no text of the records."""
HOSTILE = "<b>x</b>{{ 7*7 }}{% raw %}&lt;url(file:///etc/passwd)@import 'x'"


def poisoned(value: Any) -> Any:
    """The value with every text of the records replaced."""
    if isinstance(value, str):
        return HOSTILE
    if isinstance(value, tuple):
        return tuple(poisoned(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        kept = COMPUTED.get(type(value), set())
        names = [field.name for field in fields(value) if field.name not in kept]
        return replace(value, **{name: poisoned(getattr(value, name)) for name in names})
    return value


def test_hostile_text_in_every_field_is_only_text(printable: Printable) -> None:
    view = poisoned(printable.view(printable.pupils(6)[0], locked=True))
    file = printed(view)
    assert numbered(file)
    whole = "".join(HOSTILE.split())
    letters = "".join(letters_of(file, page) for page in range(1, page_count(file) + 1))
    assert letters.count(whole) > 20
    assert "49" not in letters


@pytest.mark.parametrize(
    "markup",
    [
        "<img src='file:///etc/hostname'/>",
        "<img src='https://example.invalid/a.png'/>",
        "<p style='background: url(file:///etc/hostname)'>x</p>",
    ],
)
def test_even_a_template_cannot_fetch(markup: str) -> None:
    with pytest.raises(HocbaError, match="đòi tải một địa chỉ bên ngoài"):
        pdf.render([f'<div class="p">{markup}</div>'], stylesheet(), "")


@pytest.mark.parametrize("rule", ["@import 'file:///etc/hostname';", "@import url(https://example.invalid/a.css);"])
def test_even_a_style_sheet_cannot_fetch(rule: str) -> None:
    with pytest.raises(HocbaError, match="đòi tải một địa chỉ bên ngoài"):
        pdf.render(['<div class="p">x</div>'], rule + stylesheet(), "")
