"""Changed files as people read them: cells in the words of the school, results that change with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.errors import HocbaError
from hocba_build.domain.values import StudentId
from hocba_build.interfaces.web.answers import acts, go, page, shows, text_of
from hocba_build.interfaces.web.both_sides import title_of, whose
from hocba_build.interfaces.web.forms import Field, Filled
from hocba_build.interfaces.web.pages.effects import told_effects
from hocba_build.interfaces.web.place import Place
from hocba_build.interfaces.web.uploads import received
from hocba_build.records.cell_words import column_words, value_words
from hocba_build.records.cells import Cell
from hocba_build.records.layout import is_student_id
from hocba_build.records.source import disk_source
from hocba_build.workflows.changes import Outcome
from hocba_build.workflows.clock import today
from hocba_build.workflows.desk.pending import in_the_way
from hocba_build.workflows.desk.pupil_names import names_of
from hocba_build.workflows.desk.unsent import foreseen, moved_to_send, send_files, take_back, unsent
from hocba_build.workflows.ledger.compare import Comparison
from hocba_build.workflows.ledger.reasons import checked_reason


@dataclass(frozen=True, slots=True)
class ToldFile:
    """One file: what it holds, where it lies, and its cells as pupil, column, before, after."""

    title: str
    path: str
    cells: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A whole change."""

    files: tuple[ToldFile, ...]
    effects: list[tuple[str, str, str, str]]


def told_change(root: Path, compared: Comparison) -> ToldChange:
    """A comparison in words."""
    listed = (part for cell in compared.cells for part in cell.column.split(".") if is_student_id(part))
    pupils = [*(cell.pupil for cell in compared.cells), *(one.pupil for one in compared.effects), *listed]
    names = names_of(root, pupils, today())
    by_path = {path: list(cells) for path, cells in groupby(compared.cells, key=lambda cell: cell.path)}
    files = tuple(_file(path, by_path.get(path, []), names) for path in compared.paths)
    return ToldChange(files, told_effects(compared.effects, names))


def _file(path: str, cells: list[Cell], names: Mapping[StudentId, str]) -> ToldFile:
    return ToldFile(title_of(path), path, tuple(_cells(cells, names)))


def _cells(cells: list[Cell], names: Mapping[StudentId, str]) -> Iterator[tuple[str, str, str, str]]:
    for cell in cells:
        pupil, column = whose(cell.pupil, cell.column)
        yield names.get(StudentId(pupil), pupil), column_words(column), value_words(cell.old), value_words(cell.new)


@dataclass(frozen=True, slots=True)
class Asked:
    """A change that a page asks about: what it is called, where the answer goes and what it carries."""

    title: str
    address: str
    hidden: Sequence[tuple[str, str]] = ()
    facts: Sequence[tuple[str, str]] = ()
    """What was typed, as label and text."""
    name: str = ""
    """The pupil it is about."""
    back: str = ""
    """Where ``Sửa lại`` leads, where it is no step of the same form."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far a form goes: looked over (``dry``), or written; a reason that cannot be sent stops it before that."""

    dry: bool
    reason: str = ""
    fault: str = ""


def step_of(place: Place, form: FormData) -> Step:
    """What is to be done with a change, by the button that was pressed."""
    reason = text_of(form, "li_do")
    if text_of(form, "buoc") != "gui":
        return Step(foresees(form), reason)
    try:
        checked_reason(reason, disk_source(place.root))
    except HocbaError as error:
        return Step(dry=True, reason=reason, fault=f"{error.message} {error.hint}")
    return Step(dry=False, reason=reason)


def review_page(place: Place, asked: Asked, outcome: Outcome, step: Step) -> Response:
    """What a change would do, before it is written; signed and sent at once, or written and sent later."""
    change = told_change(place.root, foreseen(place.root, outcome))
    others = in_the_way(place.ledger(), outcome.files)
    shown = {"asked": asked, "outcome": outcome, "change": change, "step": step, "others": others}
    return page(place, "office/xem_lai.html", here="/van-phong", status=_status(outcome, step), **shown)


def _status(outcome: Outcome, step: Step) -> int:
    return 422 if outcome.refused or step.fault else 200


def written(place: Place, outcome: Outcome, form: FormData, then: str) -> Response:
    """After a change was written: sent at once, or left for one proposal with others; ``then`` is the next page."""
    if text_of(form, "buoc") != "gui":
        return go(then)
    sent = send_files(place.root, outcome.files, text_of(form, "li_do"))
    return go(f"/?da-gui={sent.branch}")


def foresees(form: FormData) -> bool:
    """Whether a form only asks what would happen."""
    return text_of(form, "buoc") not in ("ghi", "gui")


Made = TypeVar("Made")
Refusal = Callable[[Filled, HocbaError | None], Response]


def tried(
    place: Place, sent: FormData, fields: Sequence[Field], form: Refusal, run: Callable[[Filled], Made]
) -> tuple[Filled, Made] | Response:
    """What a form asks for, foreseen or done; the form again where it was wrong, refused or asked for."""
    given = received(place, sent, fields)
    if given.wrong or text_of(sent, "buoc") == "sua":
        return form(given, None)
    try:
        return given, run(given)
    except HocbaError as error:
        return form(given, error)


def carried(given: Filled) -> list[tuple[str, str]]:
    """What a form's next step carries along."""
    return [(name, text) for name, text in given.texts.items() if text]


def waiting(place: Place, request: Request) -> Response:
    """Everything that was written here and not sent, by kind of work."""
    bundles = [(one, told_change(place.root, one.compared)) for one in unsent(place.root)]
    done = request.query_params.get("da-bo", "")
    return page(place, "office/chua_gui.html", here="/van-phong", bundles=bundles, done=done)


def sending(place: Place, request: Request, form: FormData) -> Response:
    """Sign and send one bundle, as it was looked at."""
    chosen = _chosen(place, form)
    if moved_to_send(place.root, chosen):
        return waiting(place, request)
    sent = send_files(place.root, chosen, text_of(form, "li_do"))
    return go(f"/?da-gui={sent.branch}")


def dropping(place: Place, request: Request, form: FormData) -> Response:
    """Put one bundle's files back as the ledger has them, where they are what was looked at."""
    if not take_back(place.root, _chosen(place, form)):
        return waiting(place, request)
    return go("/chua-gui?da-bo=1")


def _chosen(place: Place, form: FormData) -> list[str]:
    """The changed files that a page names; others it cannot name."""
    changed = place.repository().changed()
    paths = [name for name in form.getlist("tep") if isinstance(name, str) and name in changed]
    if not paths:
        raise HocbaError("Không còn thay đổi nào ở các tệp ấy.", "Tải lại trang «Thay đổi chưa gửi».")
    return paths


ROUTES = [
    Route("/chua-gui", shows(waiting), methods=["GET"]),
    Route("/chua-gui/gui", acts(sending), methods=["POST"]),
    Route("/chua-gui/bo", acts(dropping), methods=["POST"]),
]
