"""Papers of the office: a leaver's running year. That its results are those of the records is not worked out again."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from tests.second_verifier.copies import check_batch, check_list
from tests.second_verifier.people import People, place
from tests.second_verifier.places import Place
from tests.second_verifier.store import InvalidError, decoded
from tests.second_verifier.text import ordered, paper, read

if TYPE_CHECKING:
    from tests.second_verifier.verifier import Entry, State, Verifier

PARTIAL_HEAD = (
    "lap-so tep muc-so hoc-sinh ho-ten gioi-tinh ngay-sinh nam-hoc lop khoi so-quyet-dinh ngay van-thu hieu-truong loi"
)
UNDER = {"do_dang_asc": ".txt", "cap_ban_asc": ".yaml", "thu_hoi_asc": ".yaml"}
MEDIA_KEYS = "so ngay nam_hoc lap_so dau_so khoa_so ban_ke_sha256 dia so_ban noi_giu"
RECEIVED_KEYS = "so ngay ma truong lap_so goi_sha256 nam do_dang chua_kiem"
WORDS = "Năm học chưa khoá. Kết quả dưới đây là kết quả của học sinh đến ngày nêu trên."


def check_office(verifier: Verifier, state: State, entry: Entry, people: People) -> set[str]:
    """Each paper that the branch brings; the keys of the signatures under them."""
    keys: set[str] = set()
    brought = {path: where for path in entry.whole if (where := place(path)) is not None}
    for path, where in brought.items():
        if where.kind in UNDER and path[: path.index(UNDER[where.kind]) + len(UNDER[where.kind])] not in brought:
            raise InvalidError("a signature under nothing")
        if where.kind == "cap_ban":
            keys.add(check_batch(verifier, state, entry, people, where))
        if where.kind == "thu_hoi":
            keys.add(check_list(verifier, state, entry, people, where))
        if where.kind == "do_dang":
            keys |= _partial(verifier, state, entry, people, where)
        if where.kind == "tiep_nhan":
            _received(verifier, entry, where)
        if where.kind == "luu_tru":
            _media(verifier, state, entry, where)
        if where.kind == "su_co":
            _incident(verifier, entry, where)
    return keys


def _received(verifier: Verifier, entry: Entry, where: Place) -> None:
    folder = where.path.rpartition("/")[0] + "/"
    number = 1 + sum(path.startswith(folder) for path in verifier.repository.files(entry.before.tree))
    raw = verifier.repository.at(entry.tip.tree, where.path) or b""
    said = paper(raw, ordered(*RECEIVED_KEYS.split()))
    if (
        said.get("so") != number
        or where.number != f"{number:04d}"
        or set(RECEIVED_KEYS.split()) - {"do_dang"} - set(said)
    ):
        raise InvalidError("not the next packet received")


def day(text: str) -> date:
    """A day as papers write it."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidError(f"no day: {text}") from error


def _media(verifier: Verifier, state: State, entry: Entry, where: Place) -> None:
    folder = where.path.rpartition("/")[0] + "/"
    number = 1 + sum(path.startswith(folder) for path in verifier.repository.files(entry.before.tree))
    said = paper(verifier.repository.at(entry.tip.tree, where.path) or b"", ordered(*MEDIA_KEYS.split()))
    if said.get("so") != number or where.number != f"{number:04d}" or set(MEDIA_KEYS.split()) != set(said):
        raise InvalidError("not the next medium")
    if said["lap_so"] != state.founding or said["dau_so"] not in state.entries:
        raise InvalidError("a medium of another ledger")
    digests = [said["ban_ke_sha256"], *said["dia"].values()]
    if not all(isinstance(one, str) and re.fullmatch("[0-9a-f]{64}", one) for one in digests):
        raise InvalidError("a medium without digests")
    numbers = [said["khoa_so"], said["so_ban"], *map(int, said["dia"])]
    if not all(type(one) is int and one > 0 for one in numbers) or not 0 < len(said["noi_giu"]) <= 200:
        raise InvalidError("a medium without a number or a place")
    day(said["ngay"])
    lock = f"signatures/khoa-so/{said['nam_hoc']}/{said['khoa_so']:04d}/khoa.yaml"
    if verifier.repository.at(entry.tip.tree, lock) is None:
        raise InvalidError("a medium of a year that was not locked")


def _incident(verifier: Verifier, entry: Entry, where: Place) -> None:
    said = read(where, verifier.repository.at(entry.tip.tree, where.path) or b"")
    number = int(where.number or 0)
    if said["so"] != number or said.get("noi_tiep", 0) >= number:
        raise InvalidError(f"{where.path} is another incident, or follows a later one")


def _partial(verifier: Verifier, state: State, entry: Entry, people: People, where: Place) -> set[str]:
    raw = verifier.repository.at(entry.tip.tree, where.path) or b""
    head, found, body = decoded(raw).partition("\n\n")
    first, *lines = head.split("\n")
    rows = [line.partition(": ") for line in lines]
    said = {key: value for key, _, value in rows}
    if not found or first != "hocba-partial/v1" or [key for key, _, _ in rows] != PARTIAL_HEAD.split():
        raise InvalidError("no statement of a running year")
    expected = {"lap-so": state.founding, "tep": where.path, "muc-so": str(state.entries.index(entry.base.oid))}
    if any(said[key] != value for key, value in expected.items()) or said["loi"] != WORDS:
        raise InvalidError("a statement of another place")
    if said["nam-hoc"] != where.year or where.year in state.locks:
        raise InvalidError("a statement of another year, or of a locked one")
    class_id = said["lop"].partition(" ")[0]
    brought = place(f"records/{where.year}/{class_id}/chuyen-den/{said['hoc-sinh']}.yaml")
    if brought is None:
        raise InvalidError("a statement of nobody")
    results = read(brought, body.encode())
    if results["ngay"] != said["ngay"] or said["so-quyet-dinh"] not in results["chung_tu"]:
        raise InvalidError("results of another day or decision")
    person, _, key = said["van-thu"].partition(" ")
    wrote = [commit.author.partition(" ")[0] for commit in entry.branch]
    if (
        person != wrote[0]
        or people.holders.get(key) != person
        or said["hieu-truong"] not in people.holding("hieu_truong")
    ):
        raise InvalidError("not the persons it names")
    keys = set()
    for one in (person, said["hieu-truong"]):
        armor = verifier.repository.at(entry.tip.tree, f"{where.path}.{one}.asc")
        keys.add(verifier.signed_by(people, one, raw, armor or b""))
    if key not in keys:
        raise InvalidError("another key than the one it names")
    return keys
