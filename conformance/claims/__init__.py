"""Claims about every loss, each a file of tests."""
