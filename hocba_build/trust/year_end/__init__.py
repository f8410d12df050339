"""Sign-offs, locks and what they freeze: leaves that can be shown one by one."""
