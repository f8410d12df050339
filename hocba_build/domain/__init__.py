"""Pure values and rules of the Vietnamese transcript; standard library only."""
