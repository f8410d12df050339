"""The audit trail for people and programs: pages, PDF, tables, JSON."""
