"""The files of exports: new files, a growing .bib, the files that [[export]] keeps up to date."""
