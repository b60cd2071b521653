"""One official form per file: table -> canonical XML bytes."""
