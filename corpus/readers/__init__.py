"""Readers: a file of any kind that people have becomes the plain text that the project stores."""
