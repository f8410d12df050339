"""A leaver's running year: what registrar and principal sign is exactly what the records say."""

from __future__ import annotations

from hocba_build.domain.people import Role
from hocba_build.domain.values import YearId
from hocba_build.trust.papers.leaving import running_year
from hocba_build.trust.papers.office_case import Case, OfficeFault
from hocba_build.trust.papers.partial import Partial, PartialFault, read_partial

FORM, SIGNATURE = "HB520", "HB521"


def folder_of(year: YearId) -> str:
    """Where a year's copies, recalls and statements lie."""
    return f"signatures/cap-ban/{year}"


def partial_path(year: YearId, number: int) -> str:
    """Where a statement lies."""
    return f"{folder_of(year)}/do-dang.{number:04d}.txt"


def check_partial(case: Case) -> None:
    """Form, place, content, and both signatures.

    Raises:
        OfficeFault: HB520, HB521.
    """
    try:
        statement = read_partial(case.raw)
    except PartialFault as fault:
        raise OfficeFault(FORM, str(fault)) from fault
    year = statement.leaver.year
    said = (statement.founding, statement.path, statement.index, year)
    if said != (case.state.founding, case.change.path, case.index, case.place.year):
        raise OfficeFault(FORM, "bản kết quả là của trường khác, chỗ khác hoặc lúc khác")
    if year in case.state.locks:
        raise OfficeFault(FORM, f"năm học {year} đã khoá: gói chuyển trường lấy kết quả đã khoá")
    _check_content(case, statement)
    _check_hands(case, statement)


def _check_content(case: Case, statement: Partial) -> None:
    who = statement.leaver
    records = case.records(who.year)
    day = statement.results.arrived_on
    computed = running_year(records, who.year, who.pupil, statement.decision, day) if records else None
    if computed != (who, statement.results):
        raise OfficeFault(FORM, f"kết quả của học sinh {who.pupil} khác với hồ sơ")


def _check_hands(case: Case, statement: Partial) -> None:
    """The registrar who wrote it, with the key it names; the principal, who decided."""
    if statement.registrar != case.author or case.policy.holders.get(statement.registrar_key) != statement.registrar:
        raise OfficeFault(FORM, "bản kết quả không nêu đúng người lập và khoá của người ấy")
    case.require_role(statement.principal, Role.HIEU_TRUONG, FORM)
    for person in (statement.registrar, statement.principal):
        key = case.signed(person, statement.signature_path(person), SIGNATURE)
        if person == statement.registrar and key != statement.registrar_key:
            raise OfficeFault(SIGNATURE, "người lập kí bằng khoá khác khoá đã nêu", statement.signature_path(person))


__all__ = ["check_partial", "folder_of", "partial_path"]
