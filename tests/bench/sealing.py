"""Sealing a class beside pyHanko file by file, as its own command line works."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.bench.measure import Measured, middle, run
from tests.bench.rows import Row, Side, compare
from tests.bench.school import ROOT, YEAR, Ground, program
from tests.seals.issuer import PASSPHRASE, RSA, new_issuer

CLASS: Final = "6a1"
SAMPLE: Final = 5
PEER: Final = "pyHanko"
_NOTE: Final = (
    "kí số {count} tệp học bạ của một lớp (PAdES B-B, khoá RSA 2048 trong tệp PKCS#12, dấu trên trang), cả khởi động "
    "và xem tệp nào đã kí; bên kia kí {sample} tệp, mỗi tệp một lần chạy, chỉ một dòng chữ làm dấu"
)


def seal_class(ground: Ground) -> Row:
    """One act over a class's printed files."""
    printed, out = ground.folder / "pdf-seal", ground.folder / "pdf-sealed"
    asked: list[str | Path] = ["build", "pdf", "--year", YEAR, "--class", CLASS, "--only-year", "-o", printed]
    subprocess.run([program("hocba"), "-C", ground.school, *asked], check=True, capture_output=True)
    issuer = new_issuer(ground.folder / "ca")
    key = issuer.issue("hieu-truong", "Hiệu trưởng", RSA)

    def measure() -> Measured:
        shutil.rmtree(out, ignore_errors=True)
        act: list[str | Path] = ["seal", "--p12", key, "--as", "hieu-truong", printed / YEAR / CLASS, "-o", out]
        return run([program("hocba"), "-C", ground.folder, *act], stdin=f"{PASSPHRASE}\n")

    ours = middle(measure, ground.size.runs)
    files = sorted((printed / YEAR / CLASS).glob("*.pdf"))
    sample = files[:SAMPLE]
    one = 'for file; do {python} -m tests.bench.plain_pyhanko {key} "$file" {target} || exit 1; done'
    script = one.format(python=sys.executable, key=key, target=ground.folder / "mot.pdf")
    peer = middle(lambda: run(["sh", "-c", script, "sh", *sample], cwd=ROOT), ground.size.runs)
    note = _NOTE.format(count=len(files), sample=len(sample))
    return compare("seal-class", "files/s", Side(len(files), ours), Side(len(sample), peer), PEER, note, aim=1)
