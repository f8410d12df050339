"""No network, a server that refuses, a key that is away, out of date or not unlocked: for the office and for leaders.

Each act says in a sentence what is the matter and what to do; the ledger is as before, what was written waits here.
"""

from __future__ import annotations

import html
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

import httpx
import pytest

from tests.desk.caller import Caller, caller
from tests.desk.conftest import TEACHER, running
from tests.desk.test_trouble import lock_key
from tests.ledger.school import CLOSED, OPEN, School

REGISTRAR, ADMINISTRATOR, HEAD, PRINCIPAL = "van-thu", "quan-tri", "pho-hieu-truong", "hieu-truong"
PUPIL = "7400000005"
WAITING = f"pr/gv-kiet/ren-luyen-hk2-{OPEN}-7a1"
REST = {"ngay": "02/02/2026", "chung_tu": "Đơn số 9", "li_do": "Một em bảo lưu"}
OPENING = {"quyet_dinh": "45/QĐ", "li_do": "Vào nhầm điểm", "pham_vi": f"records/{CLOSED}/6a1/hk2/toan.yaml"}
SCORES = f"/bang/{OPEN}/7a1/hk2/toan"
Act = Callable[[Caller], httpx.Response]
ACTS: dict[str, tuple[str, Act]] = {
    "rest": (REGISTRAR, lambda me: me.post(f"/hoc-sinh/{PUPIL}/bao-luu", buoc="gui", **REST)),
    "staff": (ADMINISTRATOR, lambda me: me.post(f"/can-bo/{TEACHER}/giao", buoc="gui", vai_tro="quan_tri")),
    "prepare the opening": (ADMINISTRATOR, lambda me: me.post(f"/nam/{CLOSED}/mo", **OPENING)),
    "accept": (HEAD, lambda me: me.post("/de-xuat/nhan", nhanh=WAITING)),
    "open": (PRINCIPAL, lambda me: me.post(f"/nam/{CLOSED}/mo")),
    "sign": (TEACHER, lambda me: me.post(f"/nam/{OPEN}/ki")),
}
"""A form of the office, acts on the staff and on a locked year, an acceptance, a year-end signature: by who does it."""
LOCKING: dict[str, tuple[str, Act]] = {
    "prepare the lock": (HEAD, lambda me: me.post(f"/nam/{CLOSED}/khoa", quyet_dinh="46/QĐ")),
    "lock": (PRINCIPAL, lambda me: me.post(f"/nam/{CLOSED}/khoa")),
}
"""What can only be done while the year is open."""
PEOPLE = sorted({person for person, _ in ACTS.values()})


@pytest.fixture(scope="module")
def callers(shared: School) -> Iterator[dict[str, Caller]]:
    """Everybody at a desk; an opening is prepared."""
    with ExitStack() as stack:
        here = {one: stack.enter_context(caller(stack.enter_context(running(shared, one)))) for one in PEOPLE}
        assert "Đã kí và gửi" in ACTS["prepare the opening"][1](here[ADMINISTRATOR]).text
        yield here


@contextmanager
def no_network(school: School) -> Iterator[None]:
    away = school.server.rename(school.server.with_name("di-vang.git"))
    yield
    away.rename(school.server)


@contextmanager
def a_server_that_refuses(school: School) -> Iterator[None]:
    hook = school.server / "hooks/pre-receive"
    kept = hook.read_bytes()
    hook.write_text("#!/bin/sh\necho 'HB300 không nhận' >&2\nexit 1\n", "utf-8")
    yield
    hook.write_bytes(kept)


@contextmanager
def keys_away(school: School) -> Iterator[None]:
    school.end_agents()
    homes = {school.root / "khoa" / one: school.root / f"rut-{one}" for one in PEOPLE}
    for home, away in homes.items():
        home.rename(away)
        home.mkdir(mode=0o700)
    yield
    for home, away in homes.items():
        subprocess.run(["rm", "-rf", str(home)], check=True)
        away.rename(home)


@contextmanager
def keys_out_of_date(school: School) -> Iterator[None]:
    _expire(school, "seconds=1")
    time.sleep(2)  # GnuPG's own clock must pass the day.
    yield
    _expire(school, "never")


def _expire(school: School, when: str) -> None:
    for one in PEOPLE:
        gpg = ["gpg", "--homedir", str(school.root / "khoa" / one), "--batch"]
        listed = subprocess.run(
            [*gpg, "--list-secret-keys", "--with-colons"], check=True, capture_output=True, text=True
        )
        (fingerprint, *_) = re.findall(r"^fpr:+([0-9A-F]+):", listed.stdout, re.MULTILINE)
        subprocess.run([*gpg, "--quick-set-expire", fingerprint, when], check=True, capture_output=True)


@contextmanager
def a_wrong_pin(school: School) -> Iterator[None]:
    kept = school.root / "khoa-that"
    school.end_agents()
    subprocess.run(["cp", "-a", str(school.root / "khoa"), str(kept)], check=True)
    for one in PEOPLE:
        lock_key(school, one)
    yield
    school.end_agents()
    subprocess.run(["rm", "-rf", str(school.root / "khoa")], check=True)
    kept.rename(school.root / "khoa")


TROUBLES = [
    (no_network, "Không lấy được bản mới từ máy chủ của trường", "Xem lại mạng"),
    (a_server_that_refuses, "Máy chủ từ chối: HB300 không nhận", ""),
    (keys_away, "Không thấy khoá đang dùng của", "Vào làm"),
    (keys_out_of_date, "đã hết hạn hoặc bị thu hồi", "gia hạn"),
    (a_wrong_pin, "Sai mật khẩu của khoá", "nhập đúng mật khẩu"),
]


EACH = pytest.mark.parametrize(("trouble", "words", "advice"), TROUBLES, ids=[one[0].__name__ for one in TROUBLES])
Trouble = Callable[[School], AbstractContextManager[None]]


def said_by(answer: httpx.Response) -> str:
    """What the page says, without its marks."""
    return html.unescape(re.sub(r"<[^>]+>", "", answer.text.partition("<main")[2]))


def refs(school: School) -> tuple[str, str]:
    """Where every branch of the server is, and this desk's own."""
    return school.git("for-each-ref", where=school.server), school.git("for-each-ref", "refs/heads")


def tried(
    school: School, callers: dict[str, Caller], acts: dict[str, tuple[str, Act]], row: tuple[Trouble, str, str]
) -> dict[str, str]:
    """Each act under a trouble: what it says; the trouble and the advice are in it, and no branch has moved."""
    trouble, words, advice = row
    before, told = refs(school), {}
    with trouble(school):
        for name, (person, act) in acts.items():
            answer = act(callers[person])
            told[name] = said_by(answer)
            assert answer.status_code in (400, 409, 422, 503), (name, answer.status_code)
    found = {name: (words.lower() in said.lower(), advice.lower() in said.lower()) for name, said in told.items()}
    assert found == dict.fromkeys(acts, (True, True)), told
    assert [said for said in told.values() if re.search(r"\bhocba [a-z]|\bgpg -|GNUPGHOME", said)] == []
    assert refs(school) == before
    return told


@EACH
def test_the_act_says_what_to_do_and_changes_nothing(
    shared: School, callers: dict[str, Caller], trouble: Trouble, words: str, advice: str
) -> None:
    told = tried(shared, callers, ACTS, (trouble, words, advice))
    assert "Thay đổi chưa gửi" in told["rest"]
    assert "Đơn số 9" in callers[REGISTRAR].get("/chua-gui")
    shared.git("checkout", "-q", "--", "records")


@contextmanager
def somebody_faster(school: School, old: str, new: str) -> Iterator[None]:
    """The server's main moves while the next push is on its way."""
    hook = school.server / "hooks/pre-receive"
    kept = hook.read_bytes()
    quiet = "env -u GIT_QUARANTINE_PATH -u GIT_OBJECT_DIRECTORY -u GIT_ALTERNATE_OBJECT_DIRECTORIES"
    hook.write_text(f"#!/bin/sh\n{quiet} git update-ref refs/heads/main {new} {old} || true\n", "utf-8")
    yield
    hook.write_bytes(kept)


def test_main_moves_under_a_leader(shared: School, callers: dict[str, Caller]) -> None:
    """The principal's decision is refused whole and prepared anew; an acceptance is made again on the new main."""
    me = callers[TEACHER]
    me.type(SCORES, [("7400000001", "tx3", "8,5", "")])
    assert "Đã kí và gửi" in me.send(SCORES, "Vào điểm thường xuyên").text
    old = shared.git("rev-parse", "main", where=shared.server)
    shared.copy_desk(elsewhere := shared.root / "may-khac")
    shared.does(HEAD, "accept", WAITING, desk=elsewhere)
    new = shared.git("rev-parse", "main", where=shared.server)
    shared.git("update-ref", "refs/heads/main", old, where=shared.server)
    branches = shared.git("for-each-ref", "refs/heads/pr", where=shared.server)
    with somebody_faster(shared, old, new):
        answer = ACTS["open"][1](callers[PRINCIPAL])
    assert (answer.status_code, "vừa được người khác đổi" in (said := said_by(answer))) == (409, True), said
    assert "Mở lại trang để làm trên bản mới" in said
    assert shared.git("rev-parse", "main", where=shared.server) == new
    assert shared.git("for-each-ref", "refs/heads/pr", where=shared.server) == branches

    shared.git("update-ref", "refs/heads/main", old, where=shared.server)
    with somebody_faster(shared, old, new):
        taken = callers[HEAD].post("/de-xuat/nhan", nhanh=f"pr/{TEACHER}/{OPEN}-7a1-hk2-toan")
    assert "Đã nhận 1 đề xuất" in taken.text
    assert shared.git("merge-base", "--is-ancestor", new, "main", where=shared.server) == ""

    answer = ACTS["open"][1](callers[PRINCIPAL])
    assert (answer.status_code, "trước khi sổ có mục mới" in (said := said_by(answer))) == (409, True), said
    assert "Nhờ người đã chuẩn bị rút bản ấy lại rồi chuẩn bị bản mới" in said
    assert "Đã kí và gửi" in ACTS["prepare the opening"][1](callers[ADMINISTRATOR]).text
    assert "đang mở một phần" in ACTS["open"][1](callers[PRINCIPAL]).text
    assert shared.verdict()["verdict"] == "valid"


@pytest.fixture(scope="module")
def opened(callers: dict[str, Caller]) -> dict[str, Caller]:
    """The year is open, its lock prepared."""
    if "đang mở một phần" not in callers[PRINCIPAL].get(f"/nam/{CLOSED}"):
        assert "đang mở một phần" in ACTS["open"][1](callers[PRINCIPAL]).text
    assert "Đã kí và gửi" in LOCKING["prepare the lock"][1](callers[HEAD]).text
    return callers


@EACH
def test_a_lock_under_trouble_changes_nothing(
    shared: School, opened: dict[str, Caller], trouble: Trouble, words: str, advice: str
) -> None:
    tried(shared, opened, LOCKING, (trouble, words, advice))


def test_and_then_the_year_is_locked(shared: School, opened: dict[str, Caller]) -> None:
    assert "đã khoá, bản" in LOCKING["lock"][1](opened[PRINCIPAL]).text
    said = shared.verdict()
    assert (said["verdict"], shared.git("rev-parse", f"locked/{CLOSED}", where=shared.server)) == ("valid", said["tip"])
