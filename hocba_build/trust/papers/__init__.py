"""Papers of the office: copies, packets, a running year, media; what other places can check."""
