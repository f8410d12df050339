"""The register of media: an archive that was looked at, put into the ledger as a paper of the office."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba_build.domain.errors import Exit, HocbaError, RefusedError
from hocba_build.domain.moments import day_of
from hocba_build.exchange.archive_folder import archive_root
from hocba_build.exchange.archive_form import Statement
from hocba_build.records.text import forbidden
from hocba_build.trust.git.tree_source import TreeSource
from hocba_build.trust.papers.media import FOLDER, LONGEST, Media
from hocba_build.trust.verdict import Verdict
from hocba_build.workflows.archive.book import register_of
from hocba_build.workflows.archive.verify_archive import Looked, Question, verify_archive
from hocba_build.workflows.ledger.acting import acting_person
from hocba_build.workflows.ledger.branches import push_branch
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger
from hocba_build.workflows.ledger.messages import proposal
from hocba_build.workflows.ledger.propose import require_rights
from hocba_build.workflows.ledger.reasons import names_a_pupil
from hocba_build.workflows.printing.pdfs import Progress

_IMAGE: Final = re.compile(r"dia-([1-9][0-9]{0,3})\.iso")


class RefusedArchiveError(HocbaError):
    """An archive that is not true is not registered as one."""

    exit = Exit.FINDINGS


@dataclass(frozen=True, slots=True)
class Kept:
    """Where an archive is kept, in how many copies."""

    place: str
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Registered:
    """The paper, and the branch that brings it; none in a dry run."""

    media: Media
    branch: str | None


def register_archive(
    root: Path, path: Path, asked: Question, kept: Kept, progress: Progress, *, dry_run: bool
) -> Registered:
    """Look at an archive, and propose its paper for the register.

    Raises:
        RefusedArchiveError: it is not true. RefusedError: of another school, registered already, or not entitled.
        HocbaError: the place is empty, too long, or names a pupil.
    """
    said = _true_statement(verify_archive(path, asked, progress))
    desk = open_desk(root)
    desk.repository.fetch()
    ledger = open_ledger(desk, desk.main())
    if said.founding != ledger.state.founding or said.tip not in ledger.state.entries:
        raise RefusedError("Bản lưu trữ này không phải của sổ ở đây.", "Chạy trong kho của trường, hoặc -C THƯ_MỤC.")
    me = acting_person(ledger.policy)
    media = _paper(ledger, said, kept, dict(_images(path)))
    _refuse_known(ledger, media)
    require_rights(ledger, me.person, [media.path])
    if dry_run:
        return Registered(media, None)
    message = proposal("archive", f"Vật lưu trữ số {media.number}, năm học {media.year}", [media.path])
    slug = f"luu-tru-{media.number:04d}"
    name, _ = push_branch(desk, ledger.state.tip, slug, {media.path: media.text()}, message, me)
    return Registered(media, name)


def _true_statement(looked: Looked) -> Statement:
    if looked.statement is None or looked.verdict is Verdict.INVALID:
        why = next((f"{one.code} {one.message}" for one in looked.findings), "không đọc được")
        raise RefusedArchiveError(f"Bản lưu trữ không đúng: {why}.", "Xem hocba archive verify.")
    return looked.statement


def _paper(ledger: Ledger, said: Statement, kept: Kept, discs: Mapping[int, str]) -> Media:
    return Media(
        number=1 + sum(1 for _ in ledger.bench.trees.files(ledger.tree, FOLDER)),
        day=day_of(ledger.desk.now()).isoformat(),
        year=said.year,
        founding=said.founding,
        tip=said.tip,
        lock=said.lock,
        statement=hashlib.sha256(said.text()).hexdigest(),
        discs=discs,
        copies=kept.copies,
        place=_checked(kept.place, ledger),
    )


def _images(path: Path) -> Iterator[tuple[int, str]]:
    """The images that belong to the archive: the one given, or those beside the folder."""
    places = [path] if path.is_file() else sorted(archive_root(path).parent.glob("dia-*.iso"))
    for place in places:
        found = _IMAGE.fullmatch(place.name)
        with place.open("rb") as file:
            yield int(found[1]) if found else 1, hashlib.file_digest(file, "sha256").hexdigest()


def _refuse_known(ledger: Ledger, media: Media) -> None:
    for one in register_of(ledger.history):
        if one.statement == media.statement and one.place == media.place:
            raise RefusedError(f"Đã ghi ở số {one.number:04d}.", "Bản cất ở nơi khác thì nêu nơi khác: --kept.")


def _checked(place: str, ledger: Ledger) -> str:
    line = " ".join(place.split())
    if not line or forbidden(line) or len(line) > LONGEST:
        raise HocbaError(f"Nơi giữ trống, dài quá {LONGEST} kí tự hoặc có kí tự lạ.", "Ghi ngắn gọn: --kept NƠI.")
    if names_a_pupil(line, TreeSource(ledger.bench.trees, ledger.tree)):
        raise HocbaError("Nơi giữ có họ tên một học sinh.", "Ghi phòng, tủ, ngăn.")
    return line


__all__ = ["Kept", "Registered", "register_archive"]
