"""The option of commands that read a text file which no feed has described."""

from __future__ import annotations

from typing import get_args

import click

from config.encodings import Encoding
from pipeline.commands.flags import Function


def encoding_option(function: Function) -> Function:
    """Add ``--encoding NAME``: what a text file is written in."""
    return click.option(
        "--encoding",
        type=click.Choice([name for name in get_args(Encoding) if name]),
        help="what the text is written in",
    )(function)
