"""The roof: remembers, decides, carries."""
