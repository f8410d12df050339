"""Git's objects, folders and bundles by a strict reading of our own; where the ledger grows."""
