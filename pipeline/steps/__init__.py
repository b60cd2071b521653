"""The arrows: the only place that carries products from room to room, one function per arrow."""
