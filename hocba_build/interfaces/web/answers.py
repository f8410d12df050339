"""From a request to a workflow and back: templates, forms, JSON, and what is said when something cannot be done."""

from __future__ import annotations

import errno
import hmac
import json
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from hocba_build.domain.errors import Exit, HocbaError, RefusedError, machine_words
from hocba_build.interfaces.web.both_sides import Mark, Row, rows_of
from hocba_build.interfaces.web.guard import CSRF_FIELD, CSRF_HEADER, SEEN_FIELD
from hocba_build.interfaces.web.hints import desk_text, desk_words
from hocba_build.interfaces.web.jobs import cannot_print, machine_trouble
from hocba_build.interfaces.web.menu import menu_of
from hocba_build.interfaces.web.place import Place
from hocba_build.publishing.templates import environment
from hocba_build.workflows.desk.as_seen import Watch, watched, watching
from hocba_build.workflows.ledger.pushed import hearing

FOLDER: Final = "desk"
WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STATUS: Final = {Exit.REFUSED: 409, Exit.UNDECIDED: 503}
Document = Mapping[str, object]
"""A JSON object of our own pages."""
Endpoint = Callable[[Request], Awaitable[Response]]


def place_of(request: Request) -> Place:
    """The desk a request speaks to."""
    place: Place = request.app.state.place
    return place


MAX_FIELDS: Final = 2000
UNREAD: Final = HocbaError(
    "Không đọc được biểu mẫu vừa gửi: quá nhiều ô hoặc quá nhiều tệp.", "Quay lại trang trước và gửi từng phần."
)
DISK: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO})
"""What a disk answers that takes nothing: no fault of the program."""
LOOKS: Final = {"hocba-che-ten": "names-hidden", "hocba-chu-lon": "large"}
"""Cookies by which a page is shown as its reader likes it; unlike the browser's storage they outlive the port."""
_looks: ContextVar[str] = ContextVar("looks", default="")


def _look(request: Request) -> None:
    """Remember for this answer how the reader likes pages."""
    _looks.set(" ".join(look for name, look in LOOKS.items() if request.cookies.get(name) == "1"))


def page(place: Place, template: str, *, status: int = 200, here: str = "", **values: object) -> Response:
    """One of our templates as a page; every value is escaped."""
    me, watch = place.me, watched()
    mark, both = _both_sides(place, watch)
    shared = {"me": me, "csrf": mark, "csrf_field": CSRF_FIELD, "menu": menu_of(me), "here": here, "both": both}
    shared |= {"looks": _looks.get(), "requests": place.take_requests}
    code = 409 if watch is not None and watch.refused and status == 200 else status
    return HTMLResponse(_rendered(template, **shared, **values), status_code=code)


def _both_sides(place: Place, watch: Watch | None) -> tuple[Mark, list[Row]]:
    """What the forms of a page carry, and what moved since the page before it."""
    if watch is None or watch.shows is None:
        return Mark(place.keys.csrf), []
    shows = watch.shows
    place.seen.setdefault(shows.name, shows)
    return Mark(place.keys.csrf, SEEN_FIELD, shows.name, bool(watch.moved)), rows_of(place.root, watch.moved.values())


def _rendered(template: str, **values: object) -> str:
    """One of our templates; what a workflow says is shown in the words of the desk."""
    made = environment(FOLDER)
    made.filters["loi"] = desk_words
    return made.get_template(template).render(**values)


def shows(view: Callable[[Place, Request], Response]) -> Endpoint:
    """A page that only looks."""

    async def endpoint(request: Request) -> Response:
        _look(request)
        place = place_of(request)

        def look() -> Response:
            with watching(place.watch()):
                return view(place, request)

        return await run_in_threadpool(_told, place, look)

    return endpoint


def acts(act: Callable[[Place, Request, FormData], Response]) -> Endpoint:
    """A form that does something; only a form of this desk is read."""

    async def endpoint(request: Request) -> Response:
        _look(request)
        place = place_of(request)
        try:
            form = await request.form(max_files=200, max_fields=MAX_FIELDS)
        except HTTPException:
            return await run_in_threadpool(_trouble, place, UNREAD, 400)

        def do() -> Response:
            token = form.get(CSRF_FIELD)
            if not isinstance(token, str) or not hmac.compare_digest(token.encode(), place.keys.csrf.encode()):
                raise RefusedError("Trang đã cũ.", "Tải lại trang rồi làm lại.")
            with hearing() as pushed:
                try:
                    with place.acting, watching(place.watch(text_of(form, SEEN_FIELD))):
                        return act(place, request, form)
                finally:
                    place.announce(pushed)

        return await run_in_threadpool(_told, place, do)

    return endpoint


def replies(act: Callable[[Place, Request, Document], Mapping[str, object]]) -> Endpoint:
    """A question of a page's own script, in JSON; the guard has compared the secret it carries."""

    async def endpoint(request: Request) -> Response:
        place = place_of(request)
        if CSRF_HEADER not in request.headers:
            return JSONResponse({"loi": "Trang đã cũ: tải lại trang."}, status_code=403)
        try:
            asked: Document = dict(json.loads(await request.body()))
        except (ValueError, TypeError, RecursionError):
            return JSONResponse({"loi": "Yêu cầu không đọc được: tải lại trang."}, status_code=400)

        def do() -> Response:
            try:
                place.require_folder()
                return JSONResponse(act(place, request, asked))
            except HocbaError as error:
                told = {"loi": desk_text(error.message), "goi_y": desk_text(error.hint)}
                return JSONResponse(told, status_code=_status(error))
            except OSError as error:
                full = _full(error)
                return JSONResponse({"loi": full.message, "goi_y": full.hint}, status_code=_status(full))
            except (KeyError, TypeError, ValueError, AttributeError):
                return JSONResponse({"loi": "Yêu cầu không đọc được: tải lại trang."}, status_code=400)

        return await run_in_threadpool(do)

    return endpoint


def workbook(content: bytes, name: str) -> Response:
    """A workbook to be saved; ``name`` is our own, of plain letters."""
    return Response(content, media_type=WORKBOOK, headers={"content-disposition": f'attachment; filename="{name}"'})


def go(path: str) -> Response:
    """After an act: the page that shows what came of it."""
    return RedirectResponse(path, status_code=303)


def text_of(form: FormData, name: str) -> str:
    """A text field of a form; empty where it is missing or a file."""
    value = form.get(name)
    return value.strip() if isinstance(value, str) else ""


def _told(place: Place, do: Callable[[], Response]) -> Response:
    """What cannot be done is a page with a sentence and what to do about it."""
    try:
        place.require_folder()
        return do()
    except HocbaError as error:
        return _trouble(place, error)
    except (ImportError, OSError) as error:
        return _trouble(place, _full(error))


def _full(error: ImportError | OSError) -> HocbaError:
    """A disk that takes nothing, a library that prints and is not here; anything else is a fault of the program."""
    if isinstance(error, OSError) and error.errno in DISK:
        return RefusedError(f"Máy này không ghi được: {machine_words(error)}.", "Kiểm tra đĩa còn chỗ và quyền ghi.")
    if cannot_print(error):
        return machine_trouble(error)
    raise error


def _trouble(place: Place, error: HocbaError, status: int | None = None) -> Response:
    try:
        return page(place, "khong_duoc.html", status=status or _status(error), error=error)
    except HocbaError:  # Who sits here cannot be told either: there is no ledger to ask.
        return HTMLResponse(_rendered("khong_co_so.html", error=error), status_code=_status(error))


NOWHERE: Final = HocbaError("Không có trang nào ở địa chỉ này.", "Về trang đầu.")


async def lost(request: Request, fault: Exception) -> Response:
    """An address or a way of asking that the desk does not have."""
    status = fault.status_code if isinstance(fault, HTTPException) else 404
    return await run_in_threadpool(_trouble, place_of(request), NOWHERE, status)


async def broken(request: Request, fault: Exception) -> Response:  # noqa: ARG001 - the shape of a handler
    """A fault of the program: no page of its own tongue, and the draft is safe; the server's log has the rest."""
    error = HocbaError("Chương trình có lỗi ở trang này.", "Tải lại trang; nếu vẫn vậy, báo quản trị của trường.")
    return await run_in_threadpool(_trouble, place_of(request), error, 500)


def _status(error: HocbaError) -> int:
    return STATUS.get(error.exit, 400)
