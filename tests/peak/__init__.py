"""The year end of a large school, played by real commands, real keys and a real server: ``make peak``."""
