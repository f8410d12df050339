"""Why a figure is what it is, and who stands behind it: the same answer as ``hocba explain``."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.subjects import SUBJECTS
from hocba_build.domain.values import StudentId, YearId
from hocba_build.interfaces.cli.explain import told
from hocba_build.interfaces.web.answers import page, shows
from hocba_build.interfaces.web.place import Place
from hocba_build.workflows.audit.explain import Asked, explain
from hocba_build.workflows.audit.explain_inputs import figure_of
from hocba_build.workflows.state import state_folder

TERMS = {"hk1": "Học kì I", "hk2": "Học kì II", "ca-nam": "Cả năm", "danh-gia-lai": "Đánh giá lại"}
OTHERS = {
    "hoc-tap": "Kết quả học tập",
    "ren-luyen": "Kết quả rèn luyện",
    "chuyen-can": "Số buổi nghỉ",
    "ket-luan": "Kết luận",
}


def why(place: Place, request: Request) -> Response:
    """A form, and the answer where something was asked."""
    asked = {name: request.query_params.get(name, "").strip() for name in ("ma", "mon", "ki", "nam")}
    lines: list[str] = []
    name = ""
    if asked["ma"] and asked["mon"] and asked["ki"]:
        year = YearId(asked["nam"]) if asked["nam"] else None
        figure = figure_of(asked["mon"], asked["ki"])
        found = explain(place.root, Asked(StudentId(asked["ma"]), figure, year), state=state_folder(place.root))
        lines, name = list(told(found)), found.found.name or ""
    subjects = {str(one): subject.name for one, subject in SUBJECTS.items()} | OTHERS
    return page(
        place,
        "vi_sao.html",
        here="/vi-sao",
        asked=asked,
        lines=lines,
        name=name,
        subjects=subjects,
        terms=TERMS,
    )


ROUTES = [Route("/vi-sao", shows(why))]
