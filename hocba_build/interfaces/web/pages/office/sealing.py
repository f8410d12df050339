"""Printed transcripts sealed with certificates: the PIN is asked in a window of its own, never in a page."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.domain.findings import Finding
from hocba_build.domain.seals import SealRole
from hocba_build.interfaces.web.answers import go, page, text_of
from hocba_build.interfaces.web.jobs import Job
from hocba_build.interfaces.web.pages.checked import rows
from hocba_build.interfaces.web.pages.office.archives import SEALED
from hocba_build.interfaces.web.pages.office.copies import FOLDER as COPIES
from hocba_build.interfaces.web.pages.office.entry import office_acts, office_shows
from hocba_build.interfaces.web.pages.office.printing import FOLDER as PRINTED
from hocba_build.interfaces.web.place import Place
from hocba_build.trust.verdict import Verdict
from hocba_build.workflows.printing.founding_sheet import kept_sheet

if TYPE_CHECKING:
    from hocba_build.publishing.pades.keys import KeyPlace
    from hocba_build.workflows.seals.seal import Wish
    from hocba_build.workflows.seals.sealed_files import Printed

ADDRESS: Final = "/ki-so"
WORDS: Final = {Verdict.VALID: "hợp lệ", Verdict.INVALID: "KHÔNG hợp lệ", Verdict.UNDECIDED: "chưa kết luận được"}
MOST: Final = 100
"""Faults that a page names."""


def _folders(place: Place) -> list[Printed]:
    from hocba_build.workflows.seals.sealed_files import printed_folders

    root = place.root
    return printed_folders(root / PRINTED, root / COPIES, root / SEALED)


def _chosen(place: Place, form: FormData) -> Printed:
    name = text_of(form, "tap")
    for one in _folders(place):
        if one.name == name:
            return one
    raise HocbaError("Không còn thấy tập bản in ấy.", "In lại, rồi tải lại trang.")


def shown(place: Place, request: Request) -> Response:  # noqa: ARG001 - the shape of a view
    """What the school has settled, which keys this machine knows, what is printed and sealed."""
    from hocba_build.workflows.seals.key_places import known_places, words_of
    from hocba_build.workflows.seals.settings import settings_here

    known = known_places(place.root)
    return page(
        place,
        "office/ki_so.html",
        here="/van-phong",
        settings=settings_here(place.root),
        known=[(role, words_of(one)) for role, one in known.items()],
        unknown=[role for role in SealRole if role not in known],
        folders=_folders(place),
        job=place.bench.told_at(ADDRESS),
        sheet=kept_sheet(place.root) is not None,
        out=SEALED,
    )


def sealing(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Begin to seal a folder or a class of it, by a key that this machine knows.

    Raises:
        RefusedError: nobody has told this machine where the key of that role is.
    """
    from hocba_build.workflows.seals.key_places import known_places
    from hocba_build.workflows.seals.seal import Wish

    folder, room = _chosen(place, form), _room(form)
    role = next((one for one in SealRole if one.value == text_of(form, "vai")), None)
    key = known_places(place.root).get(role) if role else None
    if role is None or key is None:
        raise RefusedError("Máy này chưa biết khoá của vai ấy ở đâu.", "Cách chỉ khoá cho máy, một lần, ở trang Kí số.")
    after = role is SealRole.SCHOOL
    source, target = folder.source / room, folder.target / room
    wish = Wish((target if after else source,), role, None if after else target)
    title = f"kí số, {role.words}: {folder.words}{f', lớp {room}' if room else ''}"
    place.bench.start(ADDRESS, title, partial(_sealed, place.root, wish, key))
    return go(ADDRESS)


def _room(form: FormData) -> str:
    """The class; empty for all."""
    from hocba_build.records.layout import is_class_id

    room = text_of(form, "lop")
    if room and not is_class_id(room):
        raise HocbaError(f"«{room}» không phải một lớp.", "Ghi như 6a1, hoặc để trống: cả tập.")
    return room


def _sealed(root: Path, wish: Wish, key: KeyPlace, job: Job) -> str:
    from hocba_build.trust.gpg import Keyring
    from hocba_build.workflows.seals.seal import seal

    secret = partial(Keyring().ask_secret, "PIN:", f"PIN hoặc mật khẩu để kí số: {wish.role.words}")
    report = seal(root, wish, key, secret, job.tell)
    job.failures = _told(report.findings)
    counts = f"Đã kí {len(report.sealed)}, đã có chữ kí từ trước {len(report.kept)}"
    return f"{counts}, không kí được {len(report.findings)}."


def _told(findings: list[Finding]) -> list[str]:
    return [f"{Path(one.path).name}: {one.message} ({one.code})" for one in findings[:MOST]]


def checking(place: Place, request: Request, form: FormData) -> Response:  # noqa: ARG001 - the shape of an act
    """Begin to judge the sealed files of a folder or a class of it.

    Raises:
        HocbaError: nothing is sealed there.
    """
    from hocba_build.workflows.seals.sealed_files import pupils_files

    folder, room = _chosen(place, form), _room(form)
    files = pupils_files(folder.target / room)
    if not files:
        raise HocbaError("Ở đó chưa có tệp nào đã kí số.", "Kí số trước.")
    title = f"kiểm tra bản đã kí: {folder.words}{f', lớp {room}' if room else ''}"
    place.bench.start(ADDRESS, title, partial(_judged, place.root, files))
    return go(ADDRESS)


def _judged(root: Path, files: list[Path], job: Job) -> str:
    from hocba_build.interfaces.cli.verify_packet import WORDS as SAID
    from hocba_build.interfaces.cli.verify_pdf import TITLES
    from hocba_build.workflows.seals.sealed_files import judge_all, summary
    from hocba_build.workflows.seals.verify_pdf import Told

    tally = judge_all(files, root, Told(kept_sheet(root)), job.tell)
    job.failures = _told(tally.findings)
    job.checks = rows(list(tally.checks()), TITLES, SAID)
    return f"{summary(tally.verdicts, WORDS)}."


ROUTES = [
    Route(ADDRESS, office_shows(shown), methods=["GET"]),
    Route(ADDRESS, office_acts(sealing), methods=["POST"]),
    Route(f"{ADDRESS}/kiem", office_acts(checking), methods=["POST"]),
]
