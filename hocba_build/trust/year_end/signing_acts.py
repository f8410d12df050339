"""What sign-offs and locks demand besides rights and form (step 12), and what they change in the state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from hocba_build.domain.people import Role
from hocba_build.domain.values import ClassId, PersonId, StudentId, YearId
from hocba_build.records.layout import Kind, parse_path
from hocba_build.trust.facts import Entry
from hocba_build.trust.git.objects import Oid
from hocba_build.trust.git.trees import Change, Trees
from hocba_build.trust.kinds import Paper, SignaturePath, place_of
from hocba_build.trust.openpgp import SignatureFault
from hocba_build.trust.policy import Policies, Policy, Staffing
from hocba_build.trust.special import Special, check_signed_by, papers
from hocba_build.trust.state import LedgerState, Lock, SignOff
from hocba_build.trust.verdict import Refused, refuse
from hocba_build.trust.year_end.locks import (
    LOCKED,
    LockFaultError,
    LockRecord,
    frozen_files,
    leaves_before,
    listing_digest,
    merkle_root,
    read_class,
    read_lock,
)
from hocba_build.trust.year_end.reach import Reach, ReachFaultError, read_reach
from hocba_build.trust.year_end.scopes import HOMEROOM, LEADER, SUBJECT
from hocba_build.trust.year_end.signoffs import (
    Draft,
    StatementFaultError,
    files_of,
    may_sign,
    missing_subjects,
    read_statement,
    standing,
    underlying,
)

LEADERS: Final = (Role.HIEU_TRUONG, Role.PHO_HIEU_TRUONG)


class Signing(Special):
    """Sign-offs: form, signer, scope, order; a statement that has become stale is kept and counts as stale."""

    def __init__(self) -> None:
        """Nothing is accepted yet."""
        super().__init__()
        self._accepted: list[SignOff] = []

    def check(self, trees: Trees, policies: Policies, state: LedgerState, entry: Entry) -> None:
        """Check each statement in the order of the branch: later ones may stand on earlier ones."""
        before = len(state.sign_offs)
        try:
            for what in _in_order(trees, entry):
                state.sign_offs.append(self._statement(trees, policies, entry, what, state))
        except Refused:
            del state.sign_offs[before:]
            raise
        self._accepted = state.sign_offs[before:]

    def _statement(
        self,
        trees: Trees,
        policies: Policies,
        entry: Entry,
        what: tuple[Oid, SignaturePath, Change],
        state: LedgerState,
    ) -> SignOff:
        commit, place, change = what
        if place.year is None or change.new is None:
            raise refuse("HB350", "bản kí xác nhận không nêu năm học", commit, change.path)
        raw = trees.content(change.new)
        try:
            draft, files = read_statement(raw, place.year)
        except StatementFaultError as fault:
            raise refuse("HB350", str(fault), commit, change.path) from fault
        index = state.entries[entry.base.oid]
        if (draft.path, draft.founding, draft.index) != (change.path, state.founding, index):
            raise refuse("HB350", "bản kí xác nhận là của chỗ khác, trường khác hoặc lúc khác", commit, change.path)
        policy = policies.at(entry.before.tree)
        armor = trees.entry(entry.tip.tree, f"{change.path}.asc")
        try:
            signed = check_signed_by(policy, draft.person, raw, trees.content(armor) if armor else b"")
        except SignatureFault as fault:
            raise refuse("HB351", f"chữ kí xác nhận không đúng: {fault.message}", commit, change.path) from fault
        self.keys.add(signed.fingerprint)
        if place.person != draft.person:
            raise refuse("HB350", "tên tệp không phải của người kí", commit, change.path)
        staffing = policies.staffing(entry.before.tree, place.year)
        self._check_scopes(policy, staffing, state.sign_instead(place.year), draft, (commit, change.path))
        _check_order(state, place.year, staffing, draft, (commit, change.path))
        _check_files(trees, state, entry, draft, (files, place.year, commit))
        return SignOff(draft.path, index, draft.person, draft.instead_of, draft.role, place.year, draft.scopes, files)

    @staticmethod
    def _check_scopes(
        policy: Policy, staffing: Staffing, stand_ins: Mapping[PersonId, PersonId], draft: Draft, at: tuple[Oid, str]
    ) -> None:
        """Whether the person answers for every scope, in the own name or instead of who is named for it."""
        for scope in draft.scopes:
            if draft.role == LEADER:
                entitled = policy.holding(*LEADERS) if draft.instead_of is None else frozenset()
            else:
                entitled = may_sign(staffing, stand_ins, draft, scope)
            if draft.person not in entitled or ("/" in scope) != (draft.role == SUBJECT):
                instead = f" thay {draft.instead_of}" if draft.instead_of else ""
                raise refuse("HB352", f"{draft.person} không phải người kí{instead} của {scope}", *at)

    def settle(self, state: LedgerState) -> None:
        """Remember which files somebody has answered for."""
        for one in self._accepted:
            state.signed.update(one.files)


def _in_order(trees: Trees, entry: Entry) -> Iterator[tuple[Oid, SignaturePath, Change]]:
    """The statements of a branch, commit by commit."""
    before = entry.base.tree
    for commit in entry.branch:
        for change in trees.diff(before, commit.tree):
            place = place_of(change.path)
            if isinstance(place, SignaturePath) and place.paper is Paper.STATEMENT:
                yield commit.oid, place, change
        before = commit.tree


def _check_order(state: LedgerState, year: YearId, staffing: Staffing, draft: Draft, at: tuple[Oid, str]) -> None:
    """Subjects before the homeroom, the homeroom before a leader."""
    for scope in draft.scopes if draft.role != SUBJECT else ():
        class_id = ClassId(scope)
        if draft.role == HOMEROOM:
            missing = missing_subjects(state, year, class_id, staffing)
            if missing:
                raise refuse("HB353", f"lớp {scope} còn thiếu chữ kí của môn: {', '.join(sorted(missing))}", *at)
        elif not standing(state, year, HOMEROOM, class_id):
            raise refuse("HB353", f"lớp {scope} chưa có chữ kí của giáo viên chủ nhiệm", *at)


def _check_files(
    trees: Trees, state: LedgerState, entry: Entry, draft: Draft, said: tuple[Mapping[str, str], YearId, Oid]
) -> None:
    """The statement names exactly its files, with the content they had at the branch's base."""
    files, year, commit = said
    tree = entry.base.tree
    wanted = dict(files_of(trees, tree, year, draft.role, draft.scopes))
    for below in underlying(state, year, draft.role, draft.scopes):
        blob = trees.entry(tree, below.path) or trees.entry(entry.tip.tree, below.path)
        if blob is not None:
            wanted[below.path] = blob
    if not files or set(files) != set(wanted):
        odd = min(set(files) ^ set(wanted), default="trống")
        raise refuse("HB354", f"bản kí xác nhận không nêu đúng các tệp của phạm vi: {odd}", commit, draft.path)
    for path, blob in wanted.items():
        if trees.sha256_blob(blob) != files[path]:
            raise refuse("HB354", f"bản kí xác nhận nêu nội dung khác của {path}", commit, draft.path)


def _check_all_named(state: LedgerState, year: YearId, frozen: Iterable[str], at: tuple[Oid, str]) -> None:
    """What is frozen of a class, somebody has answered for: no file without a teacher slips into a locked year."""
    fresh = [one for one in state.sign_offs if one.year == year and state.is_fresh(one)]
    named = {path for one in fresh for path in one.files}
    for path in frozen:
        place = parse_path(path)
        if path not in named and (place is None or place.class_id is not None):
            raise refuse("HB363", f"chưa ai kí xác nhận {path}: phân công cho người kí, hoặc bỏ tệp ấy", *at)


class Locking(Special):
    """Locks and unlocks: signed by the principal over what the judge computes again."""

    def __init__(self) -> None:
        """Nothing is accepted yet."""
        super().__init__()
        self._lock: tuple[YearId, Lock] | None = None

    def check(self, trees: Trees, policies: Policies, state: LedgerState, entry: Entry) -> None:
        """Check the act that the branch brings."""
        brought = list(papers(trees, entry))
        heads = [(place, change) for place, change in brought if place.paper is Paper.LOCK]
        folders = {change.path.rpartition("/")[0] for _, change in brought}
        if len(heads) != 1 or len(folders) != 1:
            raise refuse("HB361", "một lần khoá, mở sổ có đúng một bản ghi", entry.tip.oid)
        place, change = heads[0]
        record = self._record(trees, policies, state, entry, (place, change))
        classes = {one.class_id for one, _ in brought if one.paper is Paper.LOCK_CLASS}
        if classes != set(record.classes):
            raise refuse("HB361", "bản ghi không nêu đúng các tệp của lớp đi cùng", entry.tip.oid, change.path)
        if record.act == LOCKED:
            self._check_lock(trees, policies, state, entry, (record, change.path))
        else:
            self._check_unlock(trees, state, entry, (record, change.path))

    def _record(
        self, trees: Trees, policies: Policies, state: LedgerState, entry: Entry, what: tuple[SignaturePath, Change]
    ) -> LockRecord:
        place, change = what
        at = (entry.tip.oid, change.path)
        raw = trees.content(change.new) if change.new else b""
        try:
            record = read_lock(raw)
        except LockFaultError as fault:
            raise refuse("HB361", str(fault), *at) from fault
        before = state.locks.get(record.year)
        index = state.entries[entry.base.oid]
        said = (record.year, record.number, record.founding, record.index)
        if said != (place.year, (before.acts if before else 0) + 1, state.founding, index) or place.number != said[1]:
            raise refuse("HB361", "bản ghi khoá, mở sổ là của năm khác, trường khác hoặc lúc khác", *at)
        policy = policies.at(entry.before.tree)
        armor = trees.entry(entry.tip.tree, f"{change.path}.asc")
        try:
            if record.person not in policy.holding(Role.HIEU_TRUONG):
                raise SignatureFault("HB362", "người kí không phải hiệu trưởng")
            signed = check_signed_by(policy, record.person, raw, trees.content(armor) if armor else b"")
        except SignatureFault as fault:
            raise refuse("HB362", f"chữ kí khoá, mở sổ không đúng: {fault.message}", *at) from fault
        self.keys.add(signed.fingerprint)
        return record

    def _check_lock(
        self, trees: Trees, policies: Policies, state: LedgerState, entry: Entry, what: tuple[LockRecord, str]
    ) -> None:
        record, path = what
        at = (entry.tip.oid, path)
        before = state.locks.get(record.year)
        closing = bool(record.summer_closed)
        if before is not None and before.scope is None and not (closing and not before.summer_closed):
            raise refuse("HB361", f"năm học {record.year} đang khoá", *at)
        if record.version != (before.version if before else 0) + 1 or not record.decision:
            raise refuse("HB361", "số bản khoá hoặc số quyết định không đúng", *at)
        if entry.base.oid != entry.before.oid:
            raise refuse("HB361", "sổ đã có mục mới sau khi chuẩn bị khoá: làm lại", *at)
        tree = entry.before.tree
        frozen = frozen_files(trees, tree, record.year, summer_closed=closing)
        self._check_signed(trees, policies, state, (record.year, tree), at)
        _check_all_named(state, record.year, [path for path, _ in frozen], at)
        listing = listing_digest(trees, frozen)
        if record.listing != listing:
            raise refuse("HB364", "dấu của phần bị khoá không đúng với hồ sơ", *at)
        self._check_leaves(trees, entry, record, at)
        self._lock = record.year, Lock(record.number, record.version or 0, listing, closing)

    @staticmethod
    def _check_signed(
        trees: Trees, policies: Policies, state: LedgerState, where: tuple[YearId, Oid], at: tuple[Oid, str]
    ) -> None:
        """Every class has all its sign-offs, and they are fresh."""
        year, tree = where
        staffing = policies.staffing(tree, year)
        for path, _ in trees.files(tree, f"records/{year}"):
            place = parse_path(path)
            if place is None or place.kind is not Kind.LOP or place.class_id is None:
                continue
            missing = sorted(missing_subjects(state, year, place.class_id, staffing))
            missing += [role for role in (HOMEROOM, LEADER) if not standing(state, year, role, place.class_id)]
            if missing:
                raise refuse("HB363", f"lớp {place.class_id} còn thiếu chữ kí xác nhận: {', '.join(missing)}", *at)

    @staticmethod
    def _check_leaves(trees: Trees, entry: Entry, record: LockRecord, at: tuple[Oid, str]) -> None:
        """The frozen results are those that the records give, and the root is theirs."""
        # Few entries are locks: only they need the circular's rules and the reader of whole years.
        from hocba_build.records.reader import read_records
        from hocba_build.trust.git.tree_source import TreeSource
        from hocba_build.trust.year_end.frozen import leaves_of

        records = read_records(TreeSource(trees, entry.before.tree, record.year)).records
        if records is None or record.year not in records.years:
            raise refuse("HB365", "hồ sơ của năm học không đọc được", *at)
        folder = at[1].rpartition("/")[0]
        computed = leaves_of(records, record.year)
        held = {}
        for class_id in computed:
            blob = trees.entry(entry.tip.tree, f"{folder}/{class_id}.yaml")
            if blob is None or record.classes.get(class_id) != trees.sha256_blob(blob):
                raise refuse("HB365", f"thiếu hoặc sai kết quả chốt của lớp {class_id}", *at)
            try:
                held[class_id] = read_class(trees.content(blob))
            except LockFaultError as fault:
                raise refuse("HB365", str(fault), *at) from fault
            if {pupil: leaf for pupil, (_, leaf) in held[class_id].items()} != computed[class_id]:
                raise refuse("HB365", f"kết quả chốt của lớp {class_id} khác kết quả tính từ hồ sơ", *at)
            for pupil, kept in leaves_before(trees, entry.before.tree, record.year, class_id).items():
                if pupil in held[class_id] and kept[1] == held[class_id][pupil][1] and kept != held[class_id][pupil]:
                    raise refuse("HB365", f"kết quả không đổi của học sinh {pupil} phải giữ nguyên muối", *at)
        pupils = sum(len(rows) for rows in held.values())
        if set(record.classes) != set(held) or (record.merkle, record.pupils) != (merkle_root(held), pupils):
            raise refuse("HB365", "gốc Merkle hoặc số học sinh của bản khoá không đúng", *at)

    def _check_unlock(self, trees: Trees, state: LedgerState, entry: Entry, what: tuple[LockRecord, str]) -> None:
        record, path = what
        at = (entry.tip.oid, path)
        before = state.locks.get(record.year)
        if before is None or before.scope is not None:
            raise refuse("HB361", f"năm học {record.year} chưa khoá hoặc đang mở", *at)
        if not record.scope or not record.reason or not record.decision:
            raise refuse("HB366", "mở sổ phải nêu phạm vi, lí do và số quyết định", *at)
        for one in record.scope:
            place = parse_path(one)
            if place is None or place.year != record.year or not one.startswith(f"records/{record.year}/"):
                raise refuse("HB366", f"phạm vi mở sổ có tệp không thuộc năm học: {one}", *at)
        lock = Lock(
            record.number,
            before.version,
            before.digest,
            before.summer_closed,
            frozenset(record.scope),
            record.editors,
            record.signers,
            self._reach(trees, entry, record, at),
        )
        self._lock = record.year, lock

    @staticmethod
    def _reach(trees: Trees, entry: Entry, record: LockRecord, at: tuple[Oid, str]) -> Reach:
        """The pupils whom an unlock names, by class: each class has files in its scope, and names somebody."""
        open_in = {place.class_id for one in record.scope if (place := parse_path(one)) is not None}
        found: dict[ClassId, frozenset[StudentId]] = {}
        for class_id, digest in record.classes.items():
            blob = trees.entry(entry.tip.tree, f"{at[1].rpartition('/')[0]}/{class_id}.yaml")
            if blob is None or trees.sha256_blob(blob) != digest or class_id not in open_in:
                raise refuse("HB366", f"học sinh được sửa của lớp {class_id} không đúng bản ghi mở sổ", *at)
            try:
                found[class_id] = read_reach(trees.content(blob), record.year, class_id)
            except ReachFaultError as fault:
                raise refuse("HB366", str(fault), *at) from fault
        return found

    def settle(self, state: LedgerState) -> None:
        """The year is locked, or open in a scope."""
        if self._lock is not None:
            year, lock = self._lock
            state.locks[year] = lock
