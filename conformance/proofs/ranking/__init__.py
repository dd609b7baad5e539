"""Order: lists and pairs."""
