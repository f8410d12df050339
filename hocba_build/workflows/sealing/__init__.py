"""Life pages sealed to the office: encrypted, opened, checked."""
