"""What the web desk shows and keeps: a person's work, the score grid, drafts."""
