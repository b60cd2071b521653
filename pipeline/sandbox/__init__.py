"""An I-VAN in a box on loopback, for the demo, tests and training; it plays the other side."""
