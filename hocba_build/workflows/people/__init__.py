"""Staff and their keys: who is entered, how a person joins, what the doctor finds."""
