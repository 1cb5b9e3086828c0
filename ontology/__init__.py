"""ontology: what the frames mean — vocabularies, classes, shapes, rules, the graph and its store."""
