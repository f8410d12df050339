"""The desk in a browser: one person, one repository, this machine only."""
