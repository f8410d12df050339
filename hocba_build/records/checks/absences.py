"""Half-days absent, month by month."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator

from hocba_build.domain.findings import Finding
from hocba_build.domain.school import Period, SchoolRecords
from hocba_build.records.checks.places import classes_of, error
from hocba_build.records.layout import Kind, path_for


def absences(records: SchoolRecords) -> Iterator[Finding]:
    """HB209: absences in a month outside the semester, or more of them than the month has days.

    Nguồn: TT 22/2021, Điều 12 khoản 1 điểm c (tính 1 buổi/ngày).
    """
    for year, of_class in classes_of(records):
        for term, table in of_class.absences.items():
            path = path_for(Kind.CHUYEN_CAN, year=year.year.id, class_id=of_class.school_class.id, term=term)
            for student, months in table.items():
                for month, count in months.items():
                    fault = _fault(month, count.total, year.year.semesters[term])
                    if fault:
                        message = f"Buổi nghỉ tháng {month} của học sinh {student} {fault}."
                        yield error("HB209", path, message, "buoi_nghi", student, month)


def _fault(month: str, half_days: int, semester: Period) -> str | None:
    if not f"{semester.first:%Y-%m}" <= month <= f"{semester.last:%Y-%m}":
        return "nằm ngoài học kì; chuyển sang đúng tháng hoặc đúng học kì"
    year, number = map(int, month.split("-"))
    days = monthrange(year, number)[1]
    return f"là {half_days}, nhiều hơn {days} ngày của tháng; sửa lại số buổi" if half_days > days else None
