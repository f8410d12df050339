"""The school's keys for credentials, as a judged history names them."""

from __future__ import annotations

from hocba_build.records.codec import decode
from hocba_build.records.layout import SCHOOL_PATH, Kind
from hocba_build.records.strict_yaml import parse
from hocba_build.workflows.ledger.history import History


def keys_of(history: History) -> frozenset[str]:
    """Every key (``did:key``) that the school's file names and has not voided."""
    blob = history.trees.entry(history.tree, SCHOOL_PATH)
    if blob is None:
        return frozenset()
    return frozenset(key for _, key in decode(Kind.TRUONG, parse(history.trees.content(blob))).credential_keys)


__all__ = ["keys_of"]
