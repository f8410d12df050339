"""A judged ledger told for people: who did what, in which capacity, to which cell."""
