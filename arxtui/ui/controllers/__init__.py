"""Controllers: what each group of keys does to the library, and what the screen then shows."""
