"""A witness: an authority outside of the school stamps the ledger's newest entry; its token comes into the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hocba_build.domain.errors import HocbaError, RefusedError
from hocba_build.records.codec import decode
from hocba_build.records.layout import SCHOOL_PATH, Kind
from hocba_build.records.strict_yaml import parse
from hocba_build.trust.tsa import Authority, Stamp, StampFaultError, check_reply, read_authority, stamp_request
from hocba_build.trust.witnessing import AUTHORITIES, FOLDER, WitnessPaper, chain_path, next_number
from hocba_build.workflows.ledger.acting import acting_person
from hocba_build.workflows.ledger.ask_authority import AuthorityError, ask_authority
from hocba_build.workflows.ledger.branches import push_branch
from hocba_build.workflows.ledger.desk import open_desk
from hocba_build.workflows.ledger.ledger import Ledger, open_ledger
from hocba_build.workflows.ledger.messages import proposal


@dataclass(frozen=True, slots=True)
class Witnessed:
    """The branch with the token: over which entry, by whom, at which moment (seconds since 1970)."""

    branch: str
    entry: int
    authority: str
    seconds: int


def witness(root: Path, name: str | None = None) -> Witnessed:
    """Ask the school's authorities in order (or the named one) and propose the first good token.

    Raises:
        RefusedError: no authority is configured, or none of that name.
        AuthorityError: none of them gave a good token.
    """
    desk = open_desk(root)
    desk.repository.fetch()
    ledger = open_ledger(desk, desk.main())
    me = acting_person(ledger.policy)
    authority, raw, stamp = _asked(ledger, _addresses(ledger, name))
    paper = WitnessPaper(next_number(ledger.bench.trees, ledger.tree), ledger.state.tip, authority)
    files = {paper.path: paper.text(), paper.stamp_path: raw}
    message = proposal("witness", f"Mốc thời gian của mục {ledger.state.index}", [FOLDER])
    branch, _ = push_branch(desk, ledger.state.tip, f"moc-{paper.number:04d}", files, message, me)
    return Witnessed(branch, ledger.state.index, authority, stamp.seconds)


def _addresses(ledger: Ledger, name: str | None) -> Sequence[tuple[str, str]]:
    """Name and address of the authorities that the school's file configures."""
    trees = ledger.bench.trees
    blob = trees.entry(ledger.tree, SCHOOL_PATH)
    school = None if blob is None else decode(Kind.TRUONG, parse(trees.content(blob)))
    found = [one for one in (school.time_authorities if school else ()) if name in (None, one[0])]
    if not found:
        known = ", ".join(
            path.rpartition("/tsa.")[2] for path, _ in trees.files(ledger.tree, AUTHORITIES) if "/tsa." in path
        )
        raise RefusedError(
            "Trường chưa ghi nơi cấp mốc thời gian nào." if name is None else f"Trường không có nơi cấp {name}.",
            f"Ghi moc_thoi_gian trong {SCHOOL_PATH}; chuỗi chứng thư đã nhận: {known or 'chưa có (hocba root tsa)'}.",
        )
    return found


def _asked(ledger: Ledger, addresses: Sequence[tuple[str, str]]) -> tuple[str, bytes, Stamp]:
    """The first good token over the newest entry."""
    payload = ledger.bench.trees.raw_commit(ledger.state.tip)
    failed: HocbaError | None = None
    for name, address in addresses:
        try:
            authority = _authority(ledger, name)
            question = stamp_request(payload, authority)
            raw = ask_authority(address, question.as_bytes())
            return name, raw, check_reply(raw, payload, authority, question)
        except StampFaultError as fault:
            failed = AuthorityError(f"{name}: {fault}.", "Thử lại, hoặc hỏi nơi cấp khác: --from TÊN.")
        except HocbaError as error:
            failed = error
    raise failed or AuthorityError("Không có nơi cấp mốc thời gian nào trả lời.")


def _authority(ledger: Ledger, name: str) -> Authority:
    trees = ledger.bench.trees
    blob = trees.entry(ledger.tree, chain_path(name))
    if blob is None:
        raise RefusedError(
            f"Trường chưa tin nơi cấp {name}.", f"Đưa chuỗi chứng thư vào gốc: hocba root tsa {name} TỆP"
        )
    return read_authority(trees.content(blob))
