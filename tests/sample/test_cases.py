"""Every special case of the sample comes out of the rules as it was meant."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from hocba_build.domain.entries import DecisionKind, Mode
from hocba_build.domain.legacy import LegacyForm
from hocba_build.domain.people import EventKind
from hocba_build.domain.values import ClassId, Conclusion, Exempt, Level, Outcome, SubjectId, Term, Title, YearId
from hocba_build.trust.year_end.frozen import leaves_of
from hocba_build.workflows.sample.cases import LEAVINGS, NUMBERS
from hocba_build.workflows.sample.titles import TITLES
from tests.sample.conftest import COMPLETE, Grown

MATHS = SubjectId("toan")


def test_every_case_is_placed(grown: Grown) -> None:
    named = {case.name for case in NUMBERS} | {case.name for case in LEAVINGS}
    others = {"doi-ten", "den-muon", "chuyen-den-trong-hoc-ki", "chuyen-den-giua-nam"}
    others |= {"nam-cu-tt58-khoi-9", "nam-cu-tt58-khoi-12", "nam-cu-danh-gia-lai"}
    assert set(grown.sample.cases) == named | others
    assert len(set(grown.sample.cases.values())) == len(grown.sample.cases)


@pytest.mark.parametrize(
    ("case", "term", "base", "level", "subject"),
    [
        ("dieu-9-3-hoc-ki", Term.HK1, Level.DAT, Level.KHA, "khtn"),
        ("dieu-9-3-ca-nam-dat-len-kha", Term.CA_NAM, Level.DAT, Level.KHA, "khtn"),
        ("dieu-9-3-ca-nam-chua-dat-len-dat", Term.CA_NAM, Level.CHUA_DAT, Level.DAT, "toan"),
        ("dieu-9-3-mon-nhan-xet", Term.CA_NAM, Level.DAT, Level.KHA, "gdtc"),
    ],
)
def test_one_subject_raises_the_level(
    grown: Grown, case: str, term: Term, base: Level, level: Level, subject: str
) -> None:
    learning = grown.result(case).terms[term].learning
    assert (learning.base, learning.level, learning.adjusted_by) == (base, level, subject)


def test_a_semester_average_is_the_one_wanted(grown: Grown) -> None:
    entry = grown.complete.classes[ClassId("7a1")].subjects[Term.HK1, MATHS][
        grown.sample.cases["dieu-9-3-ca-nam-chua-dat-len-dat"]
    ]
    tests = entry.contents[""]
    first, second, third, fourth = (Decimal(str(score)) for score in tests.regular)
    total = first + second + third + fourth + 2 * Decimal(str(tests.midterm)) + 3 * Decimal(str(tests.final))
    assert Decimal("2.95") <= total / 9 < Decimal("3.05")


def test_only_a_replaced_result_would_raise_the_level(grown: Grown) -> None:
    result = grown.result("dieu-9-3-chi-thay-mon")
    assert result.terms[Term.CA_NAM].learning.level is Level.DAT
    assert "HB251" in {notice.code for notice in result.notices}


@pytest.mark.parametrize(
    ("case", "first", "conclusion"),
    [
        ("danh-gia-lai-dat", Conclusion.KIEM_TRA_LAI, Conclusion.LEN_LOP),
        ("danh-gia-lai-mon-nhan-xet", Conclusion.KIEM_TRA_LAI, Conclusion.LEN_LOP),
        ("danh-gia-lai-khong-dat", Conclusion.KIEM_TRA_LAI, Conclusion.O_LAI_LOP),
        ("danh-gia-lai-khong-den", Conclusion.KIEM_TRA_LAI, Conclusion.O_LAI_LOP),
        ("ren-luyen-he-dat", Conclusion.REN_LUYEN_HE, Conclusion.LEN_LOP),
        ("ren-luyen-he-chua-dat", Conclusion.REN_LUYEN_HE, Conclusion.O_LAI_LOP),
        ("ca-hai-chua-dat", Conclusion.O_LAI_LOP, Conclusion.O_LAI_LOP),
        ("nghi-46-buoi", Conclusion.O_LAI_LOP, Conclusion.O_LAI_LOP),
        ("nghi-45-buoi", Conclusion.LEN_LOP, Conclusion.LEN_LOP),
        ("hoa-nhap", Conclusion.LEN_LOP, Conclusion.LEN_LOP),
        ("duoi-6-mon-diem", Conclusion.LEN_LOP, Conclusion.LEN_LOP),
    ],
)
def test_promotion(grown: Grown, case: str, first: Conclusion, conclusion: Conclusion) -> None:
    result = grown.result(case)
    assert (result.first_conclusion, result.conclusion) == (first, conclusion)
    grade = result.grade + (conclusion is Conclusion.LEN_LOP)
    assert grown.next_class(case) == f"{grade}a1"


def test_half_days_absent(grown: Grown) -> None:
    assert grown.result("nghi-46-buoi").half_days_absent == 46
    assert grown.result("nghi-45-buoi").half_days_absent == 45


def test_nobody_came_to_the_reassessment(grown: Grown) -> None:
    pupil = grown.sample.cases["danh-gia-lai-khong-den"]
    assert grown.class_of("danh-gia-lai-khong-den").reassessments[MATHS][pupil].not_sat


def test_both_levels_failing(grown: Grown) -> None:
    levels = grown.result("ca-hai-chua-dat").terms[Term.CA_NAM]
    assert (levels.learning.level, levels.conduct) == (Level.CHUA_DAT, Level.CHUA_DAT)


def test_titles_have_awards(grown: Grown) -> None:
    for case, title, text in (
        ("xuat-sac", Title.XUAT_SAC, "Học sinh Xuất sắc"),
        ("gioi", Title.GIOI, "Học sinh Giỏi"),
    ):
        assert grown.result(case).title is title
        awards = grown.class_of(case).honours[grown.sample.cases[case]].awards
        assert [award.text for award in awards] == [text]


def test_certificates_and_contests(grown: Grown) -> None:
    honours = grown.class_of("chung-chi-cuoc-thi").honours[grown.sample.cases["chung-chi-cuoc-thi"]]
    assert honours.certificates
    assert honours.contests
    assert len(honours.awards) == 2


def test_exemptions(grown: Grown) -> None:
    whole = grown.result("mien-ca-nam").subjects[SubjectId("gdtc")]
    assert whole.year is Exempt.MIEN
    half = grown.result("mien-mot-hoc-ki").subjects[SubjectId("gdqpan")]
    assert half.of(Term.HK1) is Exempt.MIEN
    assert half.year == half.of(Term.HK2) == Decimal("7.6")


def test_tests_not_sat_count_as_zero(grown: Grown) -> None:
    pupil = grown.sample.cases["khong-du-kiem-tra"]
    tests = grown.class_of("khong-du-kiem-tra").subjects[Term.HK1, MATHS][pupil].contents[""]
    assert tests.not_sat == {"tx2", "ck"}
    assert tests.regular[1] == tests.final == Decimal(0)
    first, second, third, fourth = (score for score in tests.regular if isinstance(score, Decimal))
    assert isinstance(tests.midterm, Decimal)
    wanted = (first + second + third + fourth + 2 * tests.midterm) / 9
    assert abs(grown.result("khong-du-kiem-tra").subjects[MATHS].of(Term.HK1) - wanted) <= Decimal("0.05")  # type: ignore[operator]


def test_inclusive_education(grown: Grown) -> None:
    result = grown.result("hoa-nhap")
    modes = {subject: held.mode for subject, held in result.subjects.items() if held.mode is not Mode.BINH_THUONG}
    assert modes == {"toan": Mode.GIAM_YEU_CAU, "khtn": Mode.KHGDCN, "gdtc": Mode.MIEN}
    assert result.promotion_decision == "80/QĐ-BM"


def test_fewer_than_six_scored_subjects(grown: Grown) -> None:
    result = grown.result("duoi-6-mon-diem")
    scored = [held for held in result.subjects.values() if isinstance(held.year, Decimal)]
    assert len(scored) == 5
    learning = result.terms[Term.CA_NAM].learning
    assert (learning.level, learning.base, learning.decision) == (Level.DAT, None, "82/QĐ-BM")
    later = grown.open.classes[ClassId("7a1")].decisions[result.student]
    assert [held.kind for held in later] == [DecisionKind.CHE_DO, DecisionKind.XEP_MUC]


def test_first_semester_from_another_school(grown: Grown) -> None:
    result = grown.result("chuyen-den-giua-nam")
    assert result.subjects[MATHS].semesters[Term.HK1].kept_from == "Trường THCS Hoà An"
    assert result.conclusion is not None
    assert grown.class_of("chuyen-den-giua-nam").school_class.enrolments[-1].student == result.student


def test_tests_brought_within_a_semester(grown: Grown) -> None:
    result = grown.result("chuyen-den-trong-hoc-ki")
    joined = result.subjects[MATHS].semesters[Term.HK1].contents[""]
    own = grown.class_of("chuyen-den-trong-hoc-ki").subjects[Term.HK1, MATHS][result.student].contents[""]
    assert (len(joined.regular), len(own.regular)) == (4, 2)
    assert joined.midterm is not None
    assert own.midterm is None
    assert result.terms[Term.HK1].learning.level is not None


def test_class_change_keeps_scores_where_they_were_entered(grown: Grown) -> None:
    result = grown.result("chuyen-lop")
    old, new = (grown.complete.classes[ClassId(class_id)].subjects[Term.HK2, MATHS] for class_id in ("6a1", "6a2"))
    before, after = old[result.student].contents[""], new[result.student].contents[""]
    assert result.class_id == "6a2"
    assert (len(before.regular), before.final, after.midterm) == (2, None, None)
    assert result.subjects[MATHS].of(Term.HK2) == Decimal("7.4")


@pytest.mark.parametrize(
    ("case", "kind"),
    [
        ("chuyen-di", EventKind.CHUYEN_DI),
        ("thoi-hoc", EventKind.THOI_HOC),
        ("bao-luu", EventKind.BAO_LUU),
        ("hoc-vuot-lop", EventKind.HOC_VUOT_LOP),
        ("chuyen-lop", EventKind.CHUYEN_LOP),
        ("chuyen-den-giua-nam", EventKind.CHUYEN_DEN),
    ],
)
def test_events(grown: Grown, case: str, kind: EventKind) -> None:
    assert kind in {event.kind for event in grown.student(case).events}


def test_where_leavers_are_next_year(grown: Grown) -> None:
    assert grown.next_class("chuyen-di") is None
    assert grown.next_class("thoi-hoc") is None
    assert grown.next_class("bao-luu") == "11a1"
    assert grown.student("bao-luu").events[-1].kind is EventKind.TRO_LAI
    assert grown.next_class("hoc-vuot-lop") == "9a1"


def test_renamed_pupil_keeps_the_old_name_on_old_pages(grown: Grown) -> None:
    first, second = grown.student("doi-ten").identities
    assert first.full_name != second.full_name
    assert second.document == "Trích lục cải chính hộ tịch số 12/2025"


def test_late_arrival_stands_after_those_who_began(grown: Grown) -> None:
    listed = [row.student for row in grown.class_of("den-muon").school_class.enrolments]
    assert listed[-1] == grown.sample.cases["den-muon"]


def test_completion_of_lower_school(grown: Grown) -> None:
    later = grown.result("hoan-thanh-thcs-dot-2")
    assert later.level_completed
    assert later.completion is not None
    assert later.completion.round == 2
    assert grown.result("khong-hoan-thanh-thcs").conclusion is Conclusion.O_LAI_LOP
    assert grown.next_class("khong-hoan-thanh-thcs") == "9a1"
    stricter = grown.result("len-lop-khong-hoan-thanh-thcs")
    assert (stricter.conclusion, stricter.level_completed) == (Conclusion.LEN_LOP, False)
    assert stricter.subjects[SubjectId("gddp")].year is Outcome.CHUA_DAT
    rounds = {held.round for held in grown.complete.classes[ClassId("9a1")].completions.values()}
    assert rounds == {1, 2}


def test_completion_of_upper_school(grown: Grown) -> None:
    assert len(grown.complete.classes[ClassId("12a1")].completions) > 30


def test_optional_subjects(grown: Grown) -> None:
    taught = grown.complete.classes
    assert len(taught[ClassId("7a1")].subjects[Term.HK1, SubjectId("ngoai-ngu-2")]) == 4
    assert len(taught[ClassId("8a1")].subjects[Term.HK1, SubjectId("tieng-dtts")]) > 3


def test_the_page_about_the_sample_names_every_case(grown: Grown) -> None:
    assert set(TITLES) == set(grown.sample.cases)
    page = (Path(__file__).parents[2] / "docs" / "truong-mau.md").read_text(encoding="utf-8")
    for case, pupil in grown.sample.cases.items():
        row = f"| `{case}` | {TITLES[case]} | {grown.result(case).class_id} | {pupil} |"
        assert row in page


def test_kept_years_of_the_old_rules_and_a_changed_summer(grown: Grown) -> None:
    kept = grown.sample.records.legacy
    paused = grown.sample.cases["nam-cu-tt58-khoi-12"]
    old = [held[paused] for held in kept.values() if paused in held]
    assert [(page.grade, page.form) for page in old] == [(10, LegacyForm.TT58), (11, LegacyForm.TT58)]
    page = kept[YearId("2023-2024")][grown.sample.cases["nam-cu-danh-gia-lai"]]
    assert page.first is not None
    assert page.first[0] is Level.CHUA_DAT
    assert page.terms[Term.CA_NAM].learning is not Level.CHUA_DAT
    assert page.subjects[MATHS].reassessed == Decimal(5)


def test_a_lock_freezes_the_codes_of_notices_not_their_sentences(grown: Grown) -> None:
    """A sentence that is mended later must not make an old lock wrong."""
    leaves = leaves_of(grown.sample.records, COMPLETE)
    frozen = leaves[ClassId("7a1")][grown.sample.cases["dieu-9-3-chi-thay-mon"]]["ca_nam"]["canh_bao"]
    assert frozen == [notice.code for notice in grown.result("dieu-9-3-chi-thay-mon").notices]
    assert "HB251" in frozen
