"""The signed ledger at work: propose, review, accept, sign off, lock, unlock, repair, verify."""
