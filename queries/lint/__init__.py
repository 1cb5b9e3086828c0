"""Looks over documents of the graph as a policy drafter would: gaps, contradictions and vague words, with proof."""
