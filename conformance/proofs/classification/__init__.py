"""Classes: of two, of many, several at once, and scores of them."""
