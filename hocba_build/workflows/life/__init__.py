"""The demonstration school's whole signed life: who did what, in which order, on which day."""
