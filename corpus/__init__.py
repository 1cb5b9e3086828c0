"""corpus: what a policy document is — reading, cleaning, structure, metadata."""
