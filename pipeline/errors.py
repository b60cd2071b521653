"""What can go wrong under the roof.

PipelineError
├── SiteBusyError     another instance holds the site
├── LedgerError       the ledger is not usable
│   ├── MoveLostError     the thing is not in the state that the move starts from
│   ├── FrozenBytesError  a file in outbox/ is not the one that was signed
│   └── LeaseLostError    another instance took over; this one must stop
├── ProviderChangedError  a registration names another I-VAN than the settings do
├── ArtefactError     a working file of ours cannot be read
├── NotFoundError     no drop, dossier or question of that name
└── NotNowError       the operator's act does not fit the present state
"""

from __future__ import annotations


class PipelineError(Exception):
    """The roof could not do its work."""


class SiteBusyError(PipelineError):
    """Another instance holds the site; `holder` says who."""

    def __init__(self, holder: str) -> None:
        super().__init__(
            f"một tiến trình khác đang giữ thư mục này / another instance holds the site: {holder}"
        )
        self.holder = holder


class LedgerError(PipelineError):
    """The ledger is not usable."""


class MoveLostError(LedgerError):
    """The thing is not in the state that the move starts from."""

    def __init__(self, thing: str, start: str, end: str) -> None:
        super().__init__(
            f"{thing}: không còn là {start} nên không thành {end} / "
            f"{thing} is no longer {start}, so it did not become {end}"
        )
        self.thing = thing


class LeaseLostError(LedgerError):
    """Another instance took over the site."""


class ArtefactError(PipelineError):
    """A working file of ours cannot be read: it is damaged."""


class ProviderChangedError(PipelineError):
    """A signed registration names another I-VAN than the settings do."""


class FrozenBytesError(LedgerError):
    """The file in outbox/ is not the one that was signed."""


class NotFoundError(PipelineError):
    """No drop, dossier, question or file of that name."""


class NotNowError(PipelineError):
    """The operator's act does not fit the present state; the text says what would."""
