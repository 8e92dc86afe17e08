"""Programs of the user: their arguments, started, watched and ended."""
