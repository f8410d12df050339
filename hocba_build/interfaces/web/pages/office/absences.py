"""Half-days absent by month: the school at a glance, one class's month to fill in, or a sheet dropped."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.values import SEMESTERS, Term
from hocba_build.interfaces.web.answers import go, page, text_of, workbook
from hocba_build.interfaces.web.pages.office.changes import Asked, Step, review_page, step_of, written
from hocba_build.interfaces.web.pages.office.entry import office_acts, office_shows
from hocba_build.interfaces.web.place import Place
from hocba_build.interfaces.web.uploads import LISTS, drop_files, keep_files, kept_files
from hocba_build.workflows.absences import importing
from hocba_build.workflows.absences.entering import record
from hocba_build.workflows.absences.register import Register, open_register
from hocba_build.workflows.absences.summing import summary
from hocba_build.workflows.clock import today
from hocba_build.workflows.desk.pupil_names import names_of
from hocba_build.workflows.pupils.listing import listing

HERE = "/van-phong"
ADDRESS = "/buoi-nghi"


def overview(place: Place, request: Request) -> Response:
    """The year by class and month, and who is near the limit."""
    shown = listing(place.root, request.query_params.get("nam") or None)
    found = summary(place.root, shown.year) if shown.classes else None
    return page(place, "office/buoi_nghi.html", here=HERE, shown=shown, found=found, limit=found and found.limit)


@dataclass(frozen=True, slots=True)
class _Where:
    """A class's month, as its address says it."""

    year: str
    class_id: str
    term: Term
    month: str

    @property
    def address(self) -> str:
        return f"{ADDRESS}/{self.year}/{self.class_id}/{self.term.value}/{self.month}"


def _where(request: Request) -> _Where:
    year, class_id, term, month = (str(request.path_params[name]) for name in ("nam", "lop", "ki", "thang"))
    terms = {one.value: one for one in SEMESTERS}
    if term not in terms:
        raise HocbaError("Không có tháng nào ở địa chỉ này.", "Về trang buổi nghỉ và chọn lại.")
    return _Where(year, class_id, terms[term], month)


def month_page(place: Place, request: Request) -> Response:
    """One class's month."""
    where = _where(request)
    return _month(place, where, open_register(place.root, where.year, where.class_id, where.month, where.term))


def _month(
    place: Place, where: _Where, shown: Register, typed: FormData | None = None, error: HocbaError | None = None
) -> Response:
    values = {}
    for row in shown.rows:
        for kind, held in (("p", row.excused), ("k", row.unexcused)):
            name = f"{kind}-{row.student}"
            values[name] = text_of(typed, name) if typed is not None else held
    status = 422 if error else 200
    return page(
        place, "office/thang.html", here=HERE, status=status, where=where, shown=shown, values=values, error=error
    )


def month_sent(place: Place, request: Request, form: FormData) -> Response:
    """What was typed becomes a change: foreseen, written, sent."""
    where = _where(request)
    shown = open_register(place.root, where.year, where.class_id, where.month, where.term)
    if text_of(form, "buoc") == "sua":
        return _month(place, where, shown, form)
    try:
        words = list(_words(shown, form))
        if not words:
            raise HocbaError("Chưa có số nào khác với sổ.", "Điền số buổi nghỉ của em nào có nghỉ.")
        at = (where.year, where.class_id, where.month)
        step = step_of(place, form)
        outcome = record(place.root, at, words, where.term, dry_run=step.dry)
    except HocbaError as error:
        return _month(place, where, shown, form, error)
    if not outcome.written:
        hidden = [(name, str(text)) for name, text in form.items() if name[:2] in ("p-", "k-") and text]
        title = f"Buổi nghỉ {shown.spoken}, lớp {shown.class_name}"
        return review_page(place, Asked(title, where.address, hidden), outcome, step)
    return written(place, outcome, form, "/chua-gui")


def _words(shown: Register, form: FormData) -> Iterator[str]:
    """The rows that differ, as the workflow reads them; two empty cells leave a row as it is."""
    for row in shown.rows:
        excused, unexcused = text_of(form, f"p-{row.student}"), text_of(form, f"k-{row.student}")
        if (excused or unexcused) and (excused, unexcused) != (row.excused, row.unexcused):
            yield f"{row.student}={excused or '0'}+{unexcused or '0'}"


def sheet(place: Place, request: Request) -> Response:
    """A month's table to be filled in elsewhere, of the whole school."""
    year, term, month = (str(request.path_params[name]) for name in ("nam", "ki", "thang"))
    said = {one.value: one for one in SEMESTERS}.get(term)
    with tempfile.TemporaryDirectory() as folder:
        asked = importing.Asked(year, month, said)
        made = importing.export_sheet(place.root, asked, Path(folder) / "nghi.xlsx")
        return workbook(made.read_bytes(), f"nghi-{month}.xlsx")


def take(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Keep a filled sheet, and lead to what it would do."""
    query = urlencode({"nam": text_of(form, "nam")})
    return go(f"{ADDRESS}/tep/{keep_files(place, form, LISTS)}?{query}")


def preview(place: Place, request: Request) -> Response:
    """What a sheet changes, and what is refused."""
    year = request.query_params.get("nam", "")
    return _shown(place, request, _found(place, request, year, dry=True), year, Step(dry=True))


def _found(place: Place, request: Request, year: str, *, dry: bool) -> importing.AbsenceImport:
    files = kept_files(place, str(request.path_params["lan"]))
    return importing.import_sheets(place.root, files, importing.Asked(year), dry_run=dry)


def _shown(place: Place, request: Request, found: importing.AbsenceImport, year: str, step: Step) -> Response:
    asked = Asked("Nhập buổi nghỉ", request.url.path, [("nam", year)], back=ADDRESS)
    names = names_of(place.root, [one.student for one in found.changes], today())
    status = 422 if step.fault else 200
    shown = {"asked": asked, "found": found, "names": names, "step": step}
    return page(place, "office/nhap_nghi.html", here=HERE, status=status, **shown)


def taken_in(place: Place, request: Request, form: FormData) -> Response:
    """Write a sheet, and send it or leave it for later."""
    year = text_of(form, "nam")
    step = step_of(place, form)
    found = _found(place, request, year, dry=step.dry)
    if not found.outcome.written:
        return _shown(place, request, found, year, step)
    drop_files(place, str(request.path_params["lan"]))
    return written(place, found.outcome, form, "/chua-gui")


ROUTES = [
    Route(ADDRESS, office_shows(overview)),
    Route(f"{ADDRESS}/tep", office_acts(take), methods=["POST"]),
    Route(f"{ADDRESS}/tep/{{lan}}", office_shows(preview), methods=["GET"]),
    Route(f"{ADDRESS}/tep/{{lan}}", office_acts(taken_in), methods=["POST"]),
    Route(f"{ADDRESS}/bang/{{nam}}/{{ki}}/{{thang}}", office_shows(sheet)),
    Route(f"{ADDRESS}/{{nam}}/{{lop}}/{{ki}}/{{thang}}", office_shows(month_page), methods=["GET"]),
    Route(f"{ADDRESS}/{{nam}}/{{lop}}/{{ki}}/{{thang}}", office_acts(month_sent), methods=["POST"]),
]
