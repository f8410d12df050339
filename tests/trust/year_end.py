"""A simulated school brought to its year's end: everything entered, signed, locked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from hocba_build.domain.values import PersonId, StudentId
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.judge import Bench
from hocba_build.trust.state import LedgerState
from hocba_build.workflows.ledger.lock_acts import Decided, LockMaker, Opening
from hocba_build.workflows.ledger.sign_off import YearEnd
from tests.trust.simulator import YEAR, SchoolSimulator, both_judge, conduct, maths, sport

ATTENDANCE = 'nam_hoc: "2025-2026"\nlop: 6a1\nhoc_ki: {term}\nbuoi_nghi: {{}}\n'
FOLDER = f"records/{YEAR}/6a1"
TODAY = date(2026, 6, 1)
DECISION = Decided("45/QĐ-BM", "2026-06-05")


def entered() -> SchoolSimulator:
    """Both semesters are entered."""
    school = SchoolSimulator()
    for term in ("hk1", "hk2"):
        school.entry("gv-lan", {f"{FOLDER}/{term}/toan.yaml": maths(term=term)}, "gv-hung")
        school.entry("gv-mai", {f"{FOLDER}/{term}/gdtc.yaml": sport(term=term)}, "gv-hung")
        room = {
            f"{FOLDER}/{term}/ren-luyen.yaml": conduct(term=term),
            f"{FOLDER}/{term}/chuyen-can.yaml": ATTENDANCE.format(term=term).encode(),
        }
        school.entry("gv-thu", room, "gv-hung")
    return school


def state_of(school: SchoolSimulator) -> LedgerState:
    """The judged state; the history must stand."""
    judged = both_judge(school)
    assert judged.findings == (), judged.findings
    assert judged.state is not None
    return judged.state


def statements(school: SchoolSimulator, person: str) -> dict[str, bytes]:
    """What the person signs now, with the signatures."""
    end = YearEnd(Bench(school.trees), state_of(school), YEAR, TODAY)
    return end.sign(school.people[person], list(end.due(PersonId(person))), school.now)


def sign(school: SchoolSimulator, person: str, merger: str = "pho-hieu-truong") -> Oid:
    """The person's sign-offs, accepted."""
    return school.entry(person, statements(school, person), merger)


def signed() -> SchoolSimulator:
    """Everybody has signed, in order."""
    school = entered()
    for person in ("gv-lan", "gv-mai", "gv-thu", "pho-hieu-truong"):
        sign(school, person)
    return school


def lock_files(school: SchoolSimulator) -> dict[str, bytes]:
    """The files of a lock, without the principal's signature."""
    return LockMaker(Bench(school.trees), state_of(school), YEAR).lock(DECISION, summer=True)


def decide(school: SchoolSimulator, files: Mapping[str, bytes], signer: str = "hieu-truong") -> Oid:
    """The administrator prepares, the principal adds the signature (made by ``signer``) and merges."""
    path = next(path for path in files if path.endswith("/khoa.yaml"))
    branch = school.commit("quan-tri", files)
    branch = school.commit("hieu-truong", {f"{path}.asc": school.people[signer].sign(files[path], school.now)}, branch)
    return school.merge("hieu-truong", branch)


def locked() -> SchoolSimulator:
    """The year is signed and locked."""
    school = signed()
    decide(school, lock_files(school))
    return school


def unlock_files(school: SchoolSimulator, *scope: str, pupils: tuple[str, ...] = ()) -> dict[str, bytes]:
    """The files of an unlock, of some pupils' rows where they are named."""
    maker = LockMaker(Bench(school.trees), state_of(school), YEAR)
    opening = Opening(scope, "Vào nhầm một điểm giữa kì.", pupils=tuple(map(StudentId, pupils)))
    return maker.unlock(Decided("47/QĐ-BM", "2026-07-01"), opening)
