"""The seeds of each target: honest bytes, so that the fuzzer begins behind the first checks."""

from __future__ import annotations

from pathlib import Path
from typing import Final

CORPUS: Final = Path(__file__).parent / "corpus"
CERTIFICATE: Final = (CORPUS / "certificate/giao-vien.asc").read_bytes()
ARMOR: Final = (CORPUS / "signature/loi.asc").read_bytes()
TEXT: Final = "Điểm của lớp 6A1\n".encode()
"""What the seed signature is over."""


def write_seeds(target: str, folder: Path) -> None:
    """A target's seeds as files; packets and trees are made from their readable form."""
    made = dict(_made(target))
    kept = {path.name: path.read_bytes() for path in (CORPUS / target).glob("*")} if (CORPUS / target).is_dir() else {}
    for name, content in {**kept, **made}.items():
        (folder / name).write_bytes(content)


def _made(target: str) -> dict[str, bytes]:
    from hocba_build.trust.git.objects import Oid, TreeEntry, format_tree

    entries = [TreeEntry("hk1", "40000", Oid("1" * 40)), TreeEntry("lop.yaml", "100644", Oid("2" * 40))]
    if target in ("tree", "planted"):
        return {"cay": format_tree(entries), "mot": format_tree(entries[:1])}
    if target == "packet":
        return {"goi": binary(ARMOR)}
    return {}


def binary(armor: bytes) -> bytes:
    """What an armor holds."""
    import base64

    lines = [line for line in armor.split(b"\n") if line and not line.startswith((b"-", b"="))]
    return base64.b64decode(b"".join(lines))
