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

REGISTRAR, ADMINISTRATOR, HEAD = "van-thu", "quan-tri", "pho-hieu-truong"
PUPIL = "7400000005"
WAITING = f"pr/gv-kiet/ren-luyen-hk2-{OPEN}-7a1"
REST = {"ngay": "02/02/2026", "chung_tu": "Đơn số 9", "li_do": "Một em bảo lưu"}
OPENING = {"quyet_dinh": "45/QĐ", "li_do": "Vào nhầm điểm", "pham_vi": f"records/{CLOSED}/6a1/hk2/toan.yaml"}
ACTS: dict[str, Callable[[Caller], httpx.Response]] = {
    REGISTRAR: lambda me: me.post(f"/hoc-sinh/{PUPIL}/bao-luu", buoc="gui", **REST),
    ADMINISTRATOR: lambda me: me.post(f"/can-bo/{TEACHER}/giao", buoc="gui", vai_tro="quan_tri"),
    HEAD: lambda me: me.post("/de-xuat/nhan", nhanh=WAITING),
    TEACHER: lambda me: me.post(f"/nam/{OPEN}/ki"),
}
"""A form of the office, an act on the staff, an acceptance, a year-end signature: each by who does it."""


@pytest.fixture(scope="module")
def callers(shared: School) -> Iterator[dict[str, Caller]]:
    """Everybody at a desk."""
    with ExitStack() as stack:
        yield {one: stack.enter_context(caller(stack.enter_context(running(shared, one)))) for one in ACTS}


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
    homes = {school.root / "khoa" / one: school.root / f"rut-{one}" for one in ACTS}
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
    for one in ACTS:
        gpg = ["gpg", "--homedir", str(school.root / "khoa" / one), "--batch"]
        listed = subprocess.run(
            [*gpg, "--list-secret-keys", "--with-colons"], check=True, capture_output=True, text=True
        )
        (fingerprint, *_) = re.findall(r"^fpr:+([0-9A-F]+):", listed.stdout, re.MULTILINE)
        subprocess.run([*gpg, "--quick-set-expire", fingerprint, when], check=True, capture_output=True)


@contextmanager
def a_wrong_pin(school: School) -> Iterator[None]:
    """The last: the keys stay locked."""
    for one in ACTS:
        lock_key(school, one)
    yield


TROUBLES = [
    (no_network, "Không lấy được bản mới từ máy chủ của trường", "Xem lại mạng"),
    (a_server_that_refuses, "Máy chủ từ chối: HB300 không nhận", ""),
    (keys_away, "Không thấy khoá đang dùng của", "Vào làm"),
    (keys_out_of_date, "đã hết hạn hoặc bị thu hồi", "gia hạn"),
    (a_wrong_pin, "Sai mật khẩu của khoá", "nhập đúng mật khẩu"),
]


@pytest.mark.parametrize(("trouble", "words", "advice"), TROUBLES, ids=[one[0].__name__ for one in TROUBLES])
def test_the_act_says_what_to_do_and_changes_nothing(
    shared: School,
    callers: dict[str, Caller],
    trouble: Callable[[School], AbstractContextManager[None]],
    words: str,
    advice: str,
) -> None:
    before = shared.git("for-each-ref", where=shared.server)
    told = {}
    with trouble(shared):
        for person, act in ACTS.items():
            answer = act(callers[person])
            told[person] = html.unescape(re.sub(r"<[^>]+>", "", answer.text.partition("<main")[2]))
            assert answer.status_code in (400, 409, 422, 503), (person, answer.status_code)
    assert {
        person: (words.lower() in said.lower(), advice.lower() in said.lower()) for person, said in told.items()
    } == dict.fromkeys(ACTS, (True, True)), told
    assert [said for said in told.values() if re.search(r"\bhocba [a-z]|\bgpg -|GNUPGHOME", said)] == []
    assert shared.git("for-each-ref", where=shared.server) == before
    assert "Thay đổi chưa gửi" in told[REGISTRAR]
    assert "Đơn số 9" in callers[REGISTRAR].get("/chua-gui")
    shared.git("checkout", "-q", "--", "records")
