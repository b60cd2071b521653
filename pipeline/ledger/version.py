"""The version of the ledger's tables; another one is refused, never mended in silence."""

from __future__ import annotations

SCHEMA_VERSION = 1
