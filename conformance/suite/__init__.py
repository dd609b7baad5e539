"""What claims and proofs are tested with: libraries, truths, distances, samples."""
