"""The desk on a machine that is no Unix and cannot print, as far as a Unix can try it: what others lack is taken away.

It is not Windows: its file locks, its paths and its windows are not tried here; ``os.getuid`` stays, as it is asked
only where ``/proc`` tells whose a connection is.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator

import pytest

from tests.desk.caller import Caller, caller
from tests.desk.conftest import TEACHER, running
from tests.ledger.school import OPEN, School

REGISTRAR, PUPIL = "van-thu", "7400000005"
UNIX = ("fcntl", "pwd", "grp", "resource", "termios", "tty", "pty", "syslog", "spwd", "crypt")
PRINTING = ("weasyprint", "pydyf", "fontTools", "pikepdf", "cairocffi", "pyhanko", "zxingcpp", "mkdocs")
PROGRAM = """
import asyncio, getpass, importlib.abc, multiprocessing, os, pathlib, platform, shutil, signal, ssl, subprocess, sys
import tarfile, tempfile, uuid, webbrowser, zipfile
away = set(sys.argv.pop(1).split(","))

class Missing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in away:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

def unable(*_, **__):
    raise OSError("a required privilege is not held by the client")

for name in [name for name in sys.modules if name.partition(".")[0] in away]:
    del sys.modules[name]
sys.meta_path.insert(0, Missing())
for name in "fork geteuid getgid setsid killpg chown O_NOFOLLOW O_NONBLOCK O_DIRECTORY".split():
    delattr(os, name)
for name in "SIGALRM SIGHUP SIGKILL SIGUSR1 alarm setitimer pause".split():
    delattr(signal, name)
os.symlink = unable
from hocba_build.interfaces.cli import main
main(sys.argv[1:])
"""


@pytest.fixture(scope="module")
def me(shared: School) -> Iterator[Caller]:
    """The registrar at such a machine."""
    program = [sys.executable, "-c", PROGRAM, ",".join(UNIX + PRINTING)]
    with running(shared, REGISTRAR, program=program) as one, caller(one) as entered:
        yield entered


def test_the_desk_opens_writes_signs_and_sends(me: Caller, shared: School) -> None:
    assert "Việc của tôi" in me.get("/")
    for path in (
        f"/hoc-sinh/{PUPIL}?li-lich=1",
        "/buoi-nghi",
        "/can-bo",
        "/in",
        "/goi",
        "/cap-ban",
        "/kham",
    ):
        me.get(path)
    told = {"ngay": "02/02/2026", "chung_tu": "Đơn số 9"}
    written = me.post(f"/hoc-sinh/{PUPIL}/bao-luu", buoc="ghi", **told)
    assert "Đã ghi" in written.text
    assert f"records/hoc-sinh/{PUPIL}.yaml" in shared.git("status", "--porcelain")
    paths = re.findall(r'name="tep" value="([^"]+)"', me.get("/chua-gui"))
    sent = me.post("/chua-gui/gui", tep=sorted(set(paths)), li_do="Một em bảo lưu")
    assert f"pr/{REGISTRAR}/" in str(sent.url)
    assert shared.git("status", "--porcelain") == ""


def test_what_must_be_printed_says_that_this_machine_cannot(me: Caller) -> None:
    packet = me.post("/goi/di", ma="7400000001")
    assert packet.status_code == 409
    assert "Thiếu thư viện in" in packet.text
    me.post("/in", nam="2024-2025", lop="6a1")
    page = me.get("/in")
    for _ in range(100):
        if "Thiếu thư viện in" in page:
            break
        time.sleep(0.1)
        page = me.get("/in")
    assert "Thiếu thư viện in" in page


def test_a_teacher_types_and_keeps_a_draft_there(shared: School) -> None:
    program = [sys.executable, "-c", PROGRAM, ",".join(UNIX + PRINTING)]
    address = f"/bang/{OPEN}/7a1/hk2/toan"
    with running(shared, TEACHER, program=program) as one, caller(one) as teacher:
        teacher.type(address, [("7400000001", "tx3", "8,5", "")])
        assert 'value="8,5"' in teacher.get(address)
        assert "Đã kí và gửi" in teacher.send(address, "Vào điểm thường xuyên").text
