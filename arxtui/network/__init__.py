"""Everything that asks arXiv: sessions, its API and feeds, papers and PDFs fetched."""
