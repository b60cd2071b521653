"""The whole I-VAN in a box: a provider and its SFTP server over one private folder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ed25519

from config.codes import load_codes
from config.law import load_law
from config.profile import load_profile
from outbox.pkcs12 import load_pkcs12
from outbox.signer import Signer
from pipeline.sandbox import keys
from pipeline.sandbox.answers import BHXH_PLACE, IVAN_PLACE
from pipeline.sandbox.faults import Fault
from pipeline.sandbox.intake import Intake
from pipeline.sandbox.provider import Policy, Provider
from pipeline.sandbox.server import SftpServer

NO_FAULTS: frozenset[Fault] = frozenset()


def _wall_clock() -> datetime:
    return datetime.now(UTC)


class Sandbox:
    """An I-VAN on loopback, from the files that `keys.sandbox_files` made; a context manager.

    `folder` is the site's ``sandbox/``; the remote folder lies in ``folder/remote``, what was taken
    in ``folder/taken``. `refuse_every` = 50 refuses one person in fifty, 0 nobody. With `spread`
    each `step` sends one answer per dossier, else all that are due.
    """

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        faults: frozenset[Fault] = NO_FAULTS,
        now: Callable[[], datetime] = _wall_clock,
        seed: int = 1,
        spread: bool = False,
        refuse_every: int = 50,
        profile: str = "default",
    ) -> None:
        """Prepare provider and server; nothing listens before `start`."""
        self._folder = folder
        host_key = self._read(keys.HOST_KEY)
        self.fingerprint = keys.fingerprint(host_key)
        """The fingerprint that was agreed, whatever key the server shows."""
        policy = Policy(now=now, seed=seed, refuse_every=refuse_every, spread=spread, faults=faults)
        self.provider = self._provider(profile, policy)
        if Fault.HOST_KEY_CHANGED in faults:
            host_key = keys.openssh_private(ed25519.Ed25519PrivateKey.generate())
        self._server = SftpServer(
            folder / "remote",
            host_key=host_key,
            authorized_key=self._read(keys.AUTHORIZED_KEY),
            port=port,
            faults=faults,
        )

    @property
    def port(self) -> int:
        """The port on 127.0.0.1 that the server listens on."""
        return self._server.port

    def start(self) -> None:
        """Begin to listen."""
        self._server.start()

    def step(self) -> int:
        """Take what has arrived, answer what is due; return how many things were done."""
        return self.provider.step()

    def stop(self) -> None:
        """End all connections and threads."""
        self._server.stop()

    def __enter__(self) -> Self:
        """Start."""
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        self.stop()

    def _provider(self, name: str, policy: Policy) -> Provider:
        profile = load_profile(name, self._folder.parent)
        employers = x509.load_pem_x509_certificate(self._read(keys.EMPLOYER_CA))
        forged = Fault.FORGED in policy.faults
        signers = _forgers(policy.now()) if forged else self._signers()
        return Provider(
            self._folder,
            intake=Intake(profile, load_codes(), employers),
            law=load_law(),
            ivan=signers[IVAN_PLACE],
            bhxh=signers[BHXH_PLACE],
            options=profile.signature,
            policy=policy,
        )

    def _signers(self) -> dict[str, Signer]:
        passphrase = self._read(keys.SIGNERS_PASS).decode().strip()
        return {
            IVAN_PLACE: load_pkcs12(self._read(keys.IVAN_KEY), passphrase),
            BHXH_PLACE: load_pkcs12(self._read(keys.BHXH_KEY), passphrase),
        }

    def _read(self, name: str) -> bytes:
        return (self._folder / Path(name).name).read_bytes()


def _forgers(now: datetime) -> dict[str, Signer]:
    """Make signers with the right names below an authority that nobody trusts."""
    passphrase = "forged"  # noqa: S105 - the key is thrown away
    signers = {}
    for place, uid in ((IVAN_PLACE, keys.IVAN_SIGNER), (BHXH_PLACE, keys.BHXH_SIGNER)):
        authority = keys.make_authority("CA thử nghiệm", now)
        identity = keys.make_signer(uid, "Người giả mạo", authority, now)
        packed = keys.to_pkcs12(identity, authority, passphrase.encode())
        signers[place] = load_pkcs12(packed, passphrase)
    return signers
