"""When a key was lost or an entry was wrong: in doubt, affirmed, annulled, never rewritten."""
