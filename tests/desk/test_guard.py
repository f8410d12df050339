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


BODIES = [b"", b"{", b"[]", b'{"o": 5}', b'{"o": [[1]]}', b'{"x": 1}']


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
