"""Wrong PIN, missing key, refused push, crash while sending: a sentence that says what to do, and the draft is safe."""

from __future__ import annotations

import html
import resource
import subprocess

import pytest

from tests.desk.caller import Caller, caller
from tests.desk.conftest import TEACHER, Start
from tests.ledger.forge_server import NAME, OWNER, TOKEN, forge_before
from tests.ledger.school import OPEN, School

FIRST = "7400000001"
ADDRESS = f"/bang/{OPEN}/7a1/hk2/toan"
SCORES = f"records/{OPEN}/7a1/hk2/toan.yaml"
WRONG_PIN = """\
#!/bin/sh
# Types a PIN that is not the key's.
echo OK
while read -r line; do
    case "$line" in
        GETPIN*) echo "D 000000"; echo OK ;;
        BYE*) echo OK; exit 0 ;;
        *) echo OK ;;
    esac
done
"""


def lock_key(school: School, person: str) -> None:
    """Put the person's key behind a PIN that the window will get wrong."""
    home = school.root / "khoa" / person
    quick = "s2k-count 65536\n"  # The agent's own count takes a second and more, for each try.
    (home / "gpg-agent.conf").write_text(quick, "utf-8")
    subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=True)
    command = ["gpg", "--homedir", str(home), "--batch", "--pinentry-mode", "loopback", "--passphrase", "123456"]
    subprocess.run([*command, "--passwd", person], check=True, capture_output=True)
    subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=True)
    program = home / "pinentry"
    program.write_text(WRONG_PIN, "utf-8")
    program.chmod(0o755)
    (home / "gpg-agent.conf").write_text(f"{quick}pinentry-program {program}\n", "utf-8")


def refused(me: Caller, words: str, school: School) -> None:
    """Sending is refused in these words; the records are as before, what was typed is still there."""
    me.type(ADDRESS, [(FIRST, "tx3", "8,5", "")])
    answer = me.send(ADDRESS, "Vào điểm thường xuyên")
    assert answer.status_code >= 400
    assert "Chưa làm được" in answer.text
    assert words in answer.text
    assert "vẫn còn trong bản nháp" in answer.text
    assert 'value="8,5"' in me.get(ADDRESS)
    assert school.git("status", "--porcelain") == ""


def test_a_wrong_pin(school: School, start: Start) -> None:
    lock_key(school, TEACHER)
    with caller(start(TEACHER)) as me:
        refused(me, "mật khẩu", school)


def test_a_server_that_refuses(school: School, start: Start) -> None:
    hook = school.server / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho 'HB300 không nhận' >&2\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    with caller(start(TEACHER)) as me:
        refused(me, "Máy chủ", school)


def test_a_forge_is_told_of_what_was_sent_and_its_refusal_loses_nothing(
    school: School, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOCBA_FORGE_TOKEN", TOKEN)
    school.git("config", "hocba.forge", "gitlab")
    branch = f"pr/{TEACHER}/{OPEN}-7a1-hk2-toan"
    with forge_before(school) as (kept, address), caller(start(TEACHER)) as me:
        kept.broken = 401
        me.type(ADDRESS, [(FIRST, "tx3", "8,5", "")])
        told = html.unescape(me.send(ADDRESS, "Vào điểm thường xuyên").text)
        assert f"Đề xuất <code>{branch}</code> đã ở máy chủ; chưa mở được yêu cầu hợp nhất" in told
        assert ("mã truy cập sai" in told, TOKEN in told) == (True, False)
        assert "tx: [" in school.git("show", f"{branch}:{SCORES}", where=school.server)
        assert "chưa mở được yêu cầu" not in me.get("/"), "told once"
        kept.broken = 0
        me.type(ADDRESS, [(FIRST, "tx4", "7", "")])
        told = me.send(ADDRESS, "Vào điểm lần sau").text
        (pull,) = kept.pulls
        assert (pull.branch, "`pho-hieu-truong`" in pull.body) == (f"{branch}-2", True)
        assert f'<a href="{address}/{OWNER}/{NAME}/-/1"' in told


def test_a_class_that_is_not_the_teachers(school: School, start: Start) -> None:
    address = f"/bang/{OPEN}/7a1/hk2/ngu-van"
    with caller(start(TEACHER)) as me:
        assert "tôi không được phân công" in me.get(address)
        assert "không được phân công" not in me.get(ADDRESS)
        me.type(address, [(FIRST, "tx3", "8,5", "")])
        answer = me.send(address, "Vào điểm hộ")
        assert answer.status_code == 409
        assert "7a1/hk2/ngu-van" in answer.text
        assert 'value="8,5"' in me.get(address)
        assert school.git("status", "--porcelain") == ""


def test_without_a_key_the_desk_shows_and_signs_nothing(school: School, start: Start) -> None:
    empty = school.root / "khoa" / "gv-khong-khoa"
    empty.mkdir(mode=0o700)
    with caller(start("gv-khong-khoa")) as me:
        assert "Chưa kí được ở máy này" in me.get("/")
        answer = me.client.get(ADDRESS)
        assert (answer.status_code, "Chưa biết ai đang ngồi ở máy này" in answer.text) == (409, True)


def test_a_crash_while_typing_loses_no_kept_cell(school: School, start: Start) -> None:
    desk = start(TEACHER)
    with caller(desk) as me:
        me.type(ADDRESS, [(FIRST, "tx3", "8,5", ""), (FIRST, "nhan_xet", "Tiến bộ", "")])
        desk.kill()
    with caller(start(TEACHER)) as again:
        page = again.get(ADDRESS)
        assert 'value="8,5"' in page
        assert 'value="Tiến bộ"' in page


def test_a_full_disk_is_told_and_what_was_kept_stays(school: School, start: Start) -> None:
    """The limit of the process stands for the disk's: no file may grow any more."""
    desk = start(TEACHER)
    with caller(desk) as me:
        me.type(ADDRESS, [(FIRST, "tx3", "8,5", "")])
        without = resource.RLIM_INFINITY
        resource.prlimit(desk.started.pid, resource.RLIMIT_FSIZE, (0, without))
        answer = me.type(ADDRESS, [(FIRST, "tx4", "9", "")])
        assert (answer.status_code, answer.json()["goi_y"]) == (409, "Kiểm tra đĩa còn chỗ và quyền ghi.")
        assert "Máy này không ghi được" in me.post(f"{ADDRESS}/mau", mau="Chăm").text
        assert 'value="8,5"' in me.get(ADDRESS)
        resource.prlimit(desk.started.pid, resource.RLIMIT_FSIZE, (without, without))
        assert me.type(ADDRESS, [(FIRST, "tx4", "9", "")]).status_code == 200
        assert school.git("status", "--porcelain") == ""


def test_a_folder_that_went_away_and_came_back(school: School, start: Start) -> None:
    with caller(start(TEACHER)) as me:
        me.type(ADDRESS, [(FIRST, "tx3", "8,5", "")])
        away = school.desk.rename(school.root / "di-vang")
        for answer in (me.client.get("/"), me.client.get(ADDRESS), me.post("/lam-moi"), me.type(ADDRESS, [])):
            assert (answer.status_code, "Không còn thấy thư mục hồ sơ" in answer.text) == (409, True)
        away.rename(school.desk)
        assert 'value="8,5"' in me.get(ADDRESS)


def test_a_server_that_is_away(school: School, start: Start) -> None:
    with caller(start(TEACHER)) as me:
        school.server.rename(school.server.with_name("di-vang.git"))
        assert "Không lấy được bản mới từ máy chủ của trường" in me.post("/lam-moi").text
        refused(me, "Xem lại mạng", school)


def test_what_a_colleague_did_meanwhile_does_not_stop_the_sending(school: School, start: Start) -> None:
    """The desk's copy is behind the server: the proposal stands on what the server has."""
    with caller(start(TEACHER)) as me, caller(start("pho-hieu-truong")) as head:
        me.type(ADDRESS, [(FIRST, "tx3", "8,5", "")])
        waiting = f"pr/gv-kiet/ren-luyen-hk2-{OPEN}-7a1"
        assert "Đã nhận 1 đề xuất" in head.post("/de-xuat/nhan", nhanh=waiting).text
        assert "Đã kí và gửi" in me.send(ADDRESS, "Vào điểm thường xuyên").text
        branch = f"pr/{TEACHER}/{OPEN}-7a1-hk2-toan"
        assert school.git("diff", "--name-only", f"main...{branch}", where=school.server) == SCORES
