"""The audit as a paper that a headmaster signs or an inspector files: verdict, checks, what deserves a look."""

from __future__ import annotations

from functools import cache
from typing import Final

from hocba_build.publishing import pdf
from hocba_build.publishing.audit import views, views_ledger
from hocba_build.publishing.audit.inspection import Inspection
from hocba_build.publishing.templates import environment, template_root

FOLDER: Final = "audit"
ROWS: Final = 300
"""Late changes on paper; a ledger with more has them all in its tables."""


def report_pdf(case: Inspection) -> bytes:
    """The bytes of the report; the same ledger gives the same bytes."""
    late = case.late[:ROWS]
    acts = [(year, case.lines.act(act)) for year in case.years for act in case.book.acts.get(year, ())]
    markup = (
        environment(FOLDER)
        .get_template("bao_cao.html")
        .render(
            school=case.names.school,
            case=case,
            verdict=views.VERDICTS[case.judged.verdict],
            checks=views.check_lines(case),
            facts=views.figures(case),
            acts=acts,
            late=[case.lines.deed(deed) for deed in late],
            more=len(case.late) - len(late),
            doubts=views_ledger.doubts_page(case),
            keys=views_ledger.key_lines(case),
            years=[(year, *_signed(case, year)) for year in case.years],
        )
    )
    return pdf.render([markup], _css(), f"Kiểm tra sổ học bạ – {case.names.school}").pdf


def _signed(case: Inspection, year: str) -> tuple[int, int]:
    """How many sign-offs of a year hold, and how many are stale."""
    states = [case.is_fresh(one.sign_off) for one in case.book.statements if one.sign_off.year == year]
    return sum(states), len(states) - sum(states)


@cache
def _css() -> str:
    return (template_root() / FOLDER / "bao_cao.css").read_text("utf-8")
