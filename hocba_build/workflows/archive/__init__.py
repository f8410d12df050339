"""A locked year put away for good: bags, discs, labels; checked from the medium alone; registered in the ledger."""
