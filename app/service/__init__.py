"""The web service of `dutygraph serve`: a SPARQL 1.1 endpoint and a JSON API over one store, for reading only."""
