"""Nobody but the browser that was let in can speak to a desk, and it only from the desk's own pages."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from starlette.datastructures import Address

from hocba_build.interfaces.web.peers import owner_in
from tests.desk.conftest import TEACHER, Desk, running
from tests.ledger.school import School


def csrf(inside: httpx.Client) -> str:
    """The secret that every page carries."""
    token = re.search(r'data-csrf="([^"]+)"', inside.get("/").text)
    assert token is not None
    return token[1]


def test_a_stranger_sees_nothing_and_the_way_in_works_once(desk: Desk, inside: httpx.Client) -> None:
    with httpx.Client(base_url=desk.base, trust_env=False) as stranger:
        for path in ("/", "/de-xuat", "/kieu/site.css", "/nam"):
            assert stranger.get(path).status_code == 403
        assert inside.get("/").status_code == 200
        assert stranger.get(desk.entrance).status_code == 403


def test_every_answer_carries_the_safety_headers(inside: httpx.Client) -> None:
    for path in ("/", "/kieu/site.css", "/khong-co"):
        headers = inside.get(path).headers
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")


def test_another_name_for_this_machine_is_refused(inside: httpx.Client) -> None:
    """A page of somewhere else may make its own name point here."""
    assert inside.get("/", headers={"host": "ban.example:80"}).status_code == 403
    assert inside.get("/").status_code == 200


def test_a_change_comes_from_our_own_page_only(desk: Desk, inside: httpx.Client) -> None:
    form, ours = {"ma_trang": csrf(inside)}, {"origin": desk.base}
    assert inside.post("/lam-moi", data=form).status_code == 403
    assert inside.post("/lam-moi", data=form, headers={"origin": "http://xau.example"}).status_code == 403
    assert inside.post("/lam-moi", data={"ma_trang": "khac"}, headers=ours).status_code == 409
    assert inside.post("/lam-moi", data={}, headers=ours).status_code == 409
    assert inside.post("/lam-moi", data=form, headers=ours).status_code == 303


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_of_another_origin_asks_for_nothing(inside: httpx.Client, site: str) -> None:
    """Another port of this machine is same-site: the browser sends our cookie with it."""
    assert inside.get("/", headers={"sec-fetch-site": site}).status_code == 403
    assert inside.get("/", headers={"sec-fetch-site": "none"}).status_code == 200


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "DELETE"])
def test_no_other_method_gets_through(inside: httpx.Client, method: str) -> None:
    assert inside.request(method, "/").status_code == 403


ASK = """
import sys, urllib.error, urllib.request
ask = urllib.request.Request(sys.argv[1], headers={"cookie": sys.argv[2]})
try:
    print(urllib.request.build_opener(urllib.request.ProxyHandler({})).open(ask).status)
except urllib.error.HTTPError as error:
    print(error.code, error.read().decode())
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may act as another user")
@pytest.mark.parametrize("host", ["127.0.0.1", "[::ffff:127.0.0.1]"])
def test_another_user_who_holds_the_cookie_is_refused(desk: Desk, inside: httpx.Client, host: str) -> None:
    """Cookies do not tell ports apart: a server of another user may have been given ours."""
    cookie = "; ".join(f"{one.name}={one.value}" for one in inside.cookies.jar)
    port = desk.base.rpartition(":")[2]
    program = ASK.replace('"cookie"', f'"host": "127.0.0.1:{port}", "cookie"')
    command = ["/usr/bin/python3", "-c", program, f"http://{host}:{port}/", cookie]

    def said(user: str) -> str:
        return subprocess.run(command, check=True, capture_output=True, text=True, user=user).stdout

    assert "của người khác dùng chung máy" in said("nobody")
    assert said("root").startswith("200")


TABLE = """\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:B158 0100007F:E3BF 01 00000000:00000000 00:00000000 00000000  1001        0 2 1 0 20 4 0 10 -1
   1: 0200007F:B158 0100007F:E3BF 01 00000000:00000000 00:00000000 00000000  1002        0 2 1 0 20 4 0 10 -1
   2: 0000000000000000FFFF00000100007F:B159 0000000000000000FFFF00000100007F:E3BF 01 0:0 00:0 0  1003        0 2 1
   3: 0100007F:E3BF 0100007F:B158 01 00000000:00000000 00:00000000 00000000  1004        0 2 1 0 20 4 0 10 -1
"""


@pytest.mark.skipif(sys.byteorder != "little", reason="the table is of such a machine")
@pytest.mark.parametrize(
    ("host", "port", "owner"),
    [("127.0.0.1", 45400, 1001), ("127.0.0.2", 45400, 1002), ("127.0.0.1", 45401, 1003), ("127.0.0.1", 45402, None)],
)
def test_whose_a_connection_is(host: str, port: int, owner: int | None) -> None:
    assert owner_in(TABLE.splitlines(), Address(host, port), 58303) == owner


@pytest.mark.parametrize(
    ("path", "status"), [("/tep/khong.css", 404), ("/kieu/", 404), ("/khong/co", 404), ("/lop", 405)]
)
def test_an_address_that_is_not_there_says_so(desk: Desk, inside: httpx.Client, path: str, status: int) -> None:
    """A folder of the desk's own files is not listed either."""
    answer = inside.post(path, content=b"", headers={"origin": desk.base}) if status == 405 else inside.get(path)
    assert (answer.status_code, "Không có trang nào ở địa chỉ này" in answer.text) == (status, True)


PATHS = [
    "/tep/../../khung.html",
    "/tep/..%2f..%2fkhung.html",
    "/kieu/%2e%2e/main.html",
    "/bang/../../etc/hk1/toan",
    "/x",
]


@pytest.mark.parametrize("path", PATHS)
def test_no_address_leads_outside(inside: httpx.Client, path: str) -> None:
    assert inside.get(path).status_code in (400, 404)


FORM = "application/x-www-form-urlencoded"
UNREADABLE = [
    (FORM, "&".join(f"a{n}=1" for n in range(3000)).encode()),
    ("multipart/form-data; boundary=x", b"khong phai"),
    ("multipart/form-data", b""),
]


@pytest.mark.parametrize(("kind", "body"), UNREADABLE)
def test_a_form_that_cannot_be_read_gets_a_page(desk: Desk, inside: httpx.Client, kind: str, body: bytes) -> None:
    answer = inside.post("/lam-moi", content=body, headers={"origin": desk.base, "content-type": kind})
    assert (answer.status_code, "Không đọc được biểu mẫu vừa gửi" in answer.text) == (400, True)


def test_a_body_that_does_not_say_how_long_it_is_is_refused(desk: Desk, inside: httpx.Client) -> None:
    """Or says it twice, in two ways."""
    headers = {"origin": desk.base, "content-type": FORM}
    assert inside.post("/lam-moi", content=iter([b"a=1"]), headers=headers).status_code == 403
    both = {**headers, "content-length": "3", "transfer-encoding": "chunked"}
    assert inside.post("/lam-moi", content=iter([b"a=1"]), headers=both).status_code == 403


SURROGATE = b'{"o": [["7400000001", "nhan_xet", "\\ud800", ""]]}'
BODIES = [b"", b"{", b"[]", b'{"o": 5}', b'{"o": [[1]]}', b'{"x": 1}', b"[" * 100_000, SURROGATE]


@pytest.mark.parametrize("body", BODIES)
def test_half_a_question_gets_a_sentence(desk: Desk, inside: httpx.Client, body: bytes) -> None:
    headers = {"origin": desk.base, "x-hocba": csrf(inside), "content-type": "application/json"}
    answer = inside.post("/bang/2025-2026/7a1/hk2/toan/o", content=body, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["loi"]


def test_two_desks_do_not_disturb_each_other(shared: School, desk: Desk, inside: httpx.Client) -> None:
    """A browser has one store of cookies for all ports of this machine."""
    with running(shared, "gv-tham") as other:
        assert inside.get(other.entrance).status_code == 303
        assert "Tô Quốc Khang" in inside.get(f"{desk.base}/").text
        assert inside.get(f"{other.base}/").status_code == 200


def test_a_folder_without_a_ledger_is_told(shared: School, tmp_path: Path) -> None:
    with running(shared, TEACHER, tmp_path) as desk, httpx.Client(trust_env=False) as client:
        assert client.get(desk.entrance).status_code == 303
        answer = client.get(f"{desk.base}/")
        assert answer.status_code == 400
        assert "không phải kho Git" in answer.text


def test_a_desk_starts_without_the_printing_libraries() -> None:
    """A teacher's machine may lack Pango; only printing asks for it."""
    program = "import sys, hocba_build.interfaces.web.serve; print(*sorted({n.partition('.')[0] for n in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    heavy = {"weasyprint", "pydyf", "fontTools", "pikepdf", "mkdocs", "zxingcpp", "pyhanko", "bagit", "pycdlib"}
    assert heavy.isdisjoint(done.stdout.split())


def test_a_file_that_nobody_took_in_is_thrown_away(shared: School) -> None:
    """It may hold pupils' data; one of today stays."""
    kept = shared.root / f"s-{TEACHER}/tai-len"
    for name, age in (("0" * 16, 4 * 86_400), ("1" * 16, 60)):
        folder = kept / name
        folder.mkdir(parents=True)
        (folder / "1-ds.csv").write_text("x")
        os.utime(folder, (time.time() - age, time.time() - age))
    with running(shared, TEACHER) as one, httpx.Client(trust_env=False) as client:
        assert client.get(one.entrance).status_code == 303
        assert [path.name for path in kept.iterdir()] == ["1" * 16]
