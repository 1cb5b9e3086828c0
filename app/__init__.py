"""app: the only room that wires and shows — command line and screen."""
