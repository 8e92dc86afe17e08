"""PDF files: their names, which of them are on disk, the program that opens them."""
