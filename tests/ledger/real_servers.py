"""Servers as a school has them, on loopback and under this user: OpenSSH, and nginx with git-http-backend by fcgiwrap.

What they are set to is taken from the administrator's page, so that the page is tried too.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.ledger.school import School

PAGE = Path(__file__).resolve().parents[2] / "docs/huong-dan/may-chu.md"
PASSWORD = "mat-khau-cua-may-chu-thu"


def block(kind: str) -> str:
    """A block of the administrator's page."""
    found = re.search(rf"^```{kind}\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert found is not None, kind
    return found[1]


def program(name: str) -> str:
    """A server's program, which an ordinary user's PATH does not name."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin:/usr/local/sbin")
    assert found is not None, f"{name} is missing: .ci/system-packages test"
    return found


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@contextmanager
def running(command: Sequence[str], log: Path, ready: Path | int) -> Iterator[None]:
    """A program for the time of the block, once its socket or port answers."""
    with log.open("wb") as said, subprocess.Popen(command, stdout=said, stderr=said) as process:
        try:
            until = time.monotonic() + 20
            while not _answers(ready):
                assert process.poll() is None and time.monotonic() < until, log.read_text("utf-8", "replace")
                time.sleep(0.02)
            yield
        finally:
            process.terminate()


def _answers(ready: Path | int) -> bool:
    if isinstance(ready, Path):
        return ready.exists()
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", ready)) == 0


def key(place: Path) -> str:
    """A new SSH key; its public line."""
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "thu", "-f", place], check=True)
    return place.with_name(f"{place.name}.pub").read_text("utf-8").strip()


@contextmanager
def over_ssh(school: School, folder: Path) -> Iterator[str]:
    """The school's server behind OpenSSH; gives the command by which Git reaches it."""
    folder.mkdir()
    port, host, own = free_port(), key(folder / "may"), key(folder / "nguoi")
    line = block("authorized_keys").strip()
    (folder / "authorized_keys").write_text(line[: line.index("ssh-ed25519")] + own + "\n")
    (folder / "known_hosts").write_text(f"[127.0.0.1]:{port} {host}\n")
    (folder / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder / 'may'}\nPidFile none\nStrictModes no\nUsePAM no\n"
        f"AuthorizedKeysFile {folder / 'authorized_keys'}\nPasswordAuthentication no\n"
    )
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    server = [program("sshd"), "-D", "-e", "-f", str(folder / "sshd_config")]
    with running(server, folder / "log", port):
        school.git("remote", "set-url", "origin", f"ssh://127.0.0.1:{port}{school.server}")
        yield f"ssh -F none -i {folder / 'nguoi'} -o UserKnownHostsFile={folder / 'known_hosts'} -o BatchMode=yes"


@contextmanager
def over_https(school: School, folder: Path, person: str) -> Iterator[None]:
    """The school's server behind nginx, with TLS and passwords."""
    folder.mkdir()
    port, fcgi = free_port(), folder / "fcgi"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
         "subjectAltName=IP:127.0.0.1", "-keyout", folder / "so.key", "-out", folder / "so.crt"],
        check=True, capture_output=True,
    )  # fmt: skip
    hashed = subprocess.run(["openssl", "passwd", "-apr1", PASSWORD], check=True, capture_output=True, text=True).stdout
    (folder / "htpasswd").write_text(f"{person}:{hashed}")
    (folder / "nginx.conf").write_text(_nginx(school, folder, port, fcgi))
    with ExitStack() as stack:
        stack.enter_context(running([program("fcgiwrap"), "-c", "4", "-s", f"unix:{fcgi}"], folder / "log-f", fcgi))
        server = [program("nginx"), "-p", str(folder), "-e", str(folder / "log-n"), "-c", str(folder / "nginx.conf")]
        stack.enter_context(running([*server, "-g", "daemon off;"], folder / "log", port))
        school.git("remote", "set-url", "origin", f"https://{person}:{PASSWORD}@127.0.0.1:{port}/truong.git")
        school.git("config", "http.sslCAInfo", str(folder / "so.crt"))
        yield


def _nginx(school: School, folder: Path, port: int, fcgi: Path) -> str:
    """The page's block with our paths in it."""
    backend = subprocess.run(["git", "--exec-path"], check=True, capture_output=True, text=True).stdout.strip()
    told = {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "/etc/ssl/so-hoc-ba.crt": str(folder / "so.crt"),
        "/etc/ssl/private/so-hoc-ba.key": str(folder / "so.key"),
        "/etc/nginx/so-hoc-ba.htpasswd": str(folder / "htpasswd"),
        "/usr/lib/git-core": backend,
        "/srv/git": str(school.server.parent),
        "unix:/run/fcgiwrap.socket": f"unix:{fcgi}",
    }
    text = block("nginx")
    for theirs, ours in told.items():
        assert theirs in text, theirs
        text = text.replace(theirs, ours)
    user = "user root;\n" if os.getuid() == 0 else ""
    places = "".join(
        f"{name}_temp_path {folder / name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return f"{user}pid {folder / 'pid'};\nevents {{}}\nhttp {{\naccess_log off;\n{places}{text}}}\n"
