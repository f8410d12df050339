"""What is about to go wrong around the ledger: people and keys, this repository, its server, the clock."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from hocba_build.domain.moments import moment_text
from hocba_build.trust.gitrepo import open_repository
from hocba_build.trust.times import accepts_authority, newest, unseen_lock
from hocba_build.workflows.archive.book import unkept_years
from hocba_build.workflows.ledger.desk import Desk, open_desk
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger
from hocba_build.workflows.people.advice import Advice, Weight
from hocba_build.workflows.people.doctor_keys import keys_advice
from hocba_build.workflows.people.doctor_place import place_advice

AHEAD: Final = 600
WEEK: Final = 7 * 24 * 3600
"""Seconds."""


def doctor(root: Path) -> tuple[Advice, ...]:
    """Look at everything; nothing is changed.

    Raises:
        HocbaError: there is no ledger here.
        RefusedError: the ledger itself is refused; ``verify`` says why.
    """
    desk = open_desk(root)
    ledger = open_ledger(desk, desk.main())
    found = [*keys_advice(ledger, desk.now()), *_odd(root), *place_advice(desk.repository)]
    found += [*clock_advice(desk, ledger), *_witness(desk, ledger), *_archives(ledger)]
    return tuple(sorted(found, key=lambda one: (list(Weight).index(one.weight), one.topic, one.subject)))


def _odd(root: Path) -> Iterator[Advice]:
    """What could make other programs see another history here."""
    for finding in open_repository(root).findings:
        yield Advice(
            "kho",
            Weight.LUU_Y,
            finding.code,
            finding.message,
            f"Lấy bản sao mới: git clone. docs/ma-loi/{finding.code}.md",
        )


def clock_advice(desk: Desk, ledger: Ledger) -> Iterator[Advice]:
    """The newest entry was not made in the future."""
    newest = ledger.bench.trees.commit(ledger.state.tip).committer.seconds
    if newest > desk.now() + AHEAD:
        yield Advice(
            "dong-ho",
            Weight.LOI,
            "",
            "Đồng hồ máy này chậm hơn mục mới nhất của sổ.",
            "Chỉnh giờ: timedatectl set-ntp true",
        )


def _archives(ledger: Ledger) -> Iterator[Advice]:
    """Every locked year lies on a medium in a cupboard."""
    for one in unkept_years(ledger.history):
        hint = f"hocba archive {one.year} -o THƯ_MỤC; ghi đĩa, kiểm tra, rồi hocba archive register."
        yield Advice("luu-tru", Weight.NEN, one.year, one.sentence, hint)


def _witness(desk: Desk, ledger: Ledger) -> Iterator[Advice]:
    """A school that has chosen an authority asks it weekly, and right after a lock."""
    state, seen = ledger.state, newest(ledger.state)
    if not accepts_authority(ledger.bench.trees, state) or (seen and seen.entry == state.index):
        return
    year = unseen_lock(state)
    if year is not None:
        what, weight = f"Lần khoá sổ năm học {year} chưa có mốc thời gian.", Weight.LUU_Y
    elif seen is None or desk.now() - seen.seconds > WEEK:
        what, weight = "Mục mới nhất của sổ chưa có mốc thời gian từ hơn một tuần nay.", Weight.LUU_Y
    else:
        what, weight = "Mục mới nhất của sổ chưa có mốc thời gian.", Weight.NEN
    since = f" Mốc gần nhất: {moment_text(seen.seconds)}." if seen else " Sổ chưa có mốc nào."
    yield Advice("moc-thoi-gian", weight, year or "", what + since, "hocba witness, rồi hocba accept nhánh vừa tạo.")
