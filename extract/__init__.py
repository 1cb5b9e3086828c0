"""extract: text to typed frames, each with the words that prove it."""
