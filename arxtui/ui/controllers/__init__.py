"""Controllers: the work of each group of keys on the library, and its effect on the screen."""
