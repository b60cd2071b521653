"""What all tests share: no deadline for properties on a loaded machine."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("house", deadline=None, max_examples=12)
settings.load_profile("house")
