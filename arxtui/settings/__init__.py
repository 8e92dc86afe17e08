"""The settings file: read, checked, its mistakes named, changed by a setting."""
