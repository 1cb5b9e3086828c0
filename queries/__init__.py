"""queries: what one may ask — question understanding, SPARQL, answers."""
