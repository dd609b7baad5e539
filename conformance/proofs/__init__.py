"""The proofs of the losses, chapter by chapter and family by family."""
