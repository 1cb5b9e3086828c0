"""Compares documents: who bears which responsibility, which provisions correspond, what is missing or at odds."""
