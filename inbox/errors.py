"""What can go wrong while answers come back.

InboxError
└── MalformedError   a receipt's bytes cannot be read as any answer of the profile
"""

from __future__ import annotations


class InboxError(Exception):
    """Room 4 could not do its work."""


class MalformedError(InboxError):
    """The bytes are no answer that the profile knows; says why, never what they hold."""
