"""The people of the demonstration school: a GnuPG folder each, with a key that nothing protects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from hocba_build.domain.values import PersonId
from hocba_build.trust.gpg import Keyring
from hocba_build.trust.signing import KeyHolder, address

Cast = dict[PersonId, KeyHolder]
WARNING = "Khoá của trường mẫu: không có mật khẩu, chỉ để xem và thử. Không dùng cho trường thật.\n"


@contextmanager
def cast(folder: Path, persons: Iterable[PersonId], at: int) -> Iterator[Cast]:
    """A key for each person, made ``at`` a moment; the agents are ended afterwards."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / "DOC-TRUOC.txt").write_text(WARNING, "utf-8")
    rings = {person: Keyring(folder / person) for person in persons}
    with ThreadPoolExecutor(4) as pool:
        try:
            made = pool.map(lambda person: _holder(person, rings[person], at), rings)
            yield {holder.person: holder for holder in made}
        finally:
            list(pool.map(Keyring.close, rings.values()))


def _holder(person: PersonId, keys: Keyring, at: int) -> KeyHolder:
    email = address(person, None)
    return KeyHolder(person, email, keys.generate(person, email, at=at), keys)
