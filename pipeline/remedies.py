"""Error class -> what happens next: try again, or hold for a person. The only place that decides.

Most exact class first; the first row that fits counts. Errors themselves know nothing of this.
"""

from __future__ import annotations

import random
from datetime import timedelta

from adapters.errors import ReadFailedError, UnreadableError
from outbox.errors import (
    CertificateUnfitError,
    ConnectionLostError,
    DossierError,
    HostKeyError,
    KeyUnusableError,
    LoginRefusedError,
    RemoteContentError,
    RemoteExistsError,
    RemoteMissingError,
    RemoteRefusedError,
    SigningError,
    TransportError,
    UnsupportedError,
)
from pipeline.errors import (
    ArtefactError,
    FrozenBytesError,
    LeaseLostError,
    LedgerError,
    MoveLostError,
    ProviderChangedError,
)
from pipeline.remedies_of_config import OF_CONFIG
from pipeline.remedy import BUG, Remedy
from validators.errors import SchemaFileError, TrustError

_FIRST_WAIT = 30.0
_LONGEST_WAIT = 1800.0
_DOUBLINGS = 6
"""30 s doubled six times is past the longest wait; without a limit 2**n would overflow."""


_RETRY_VI = "sẽ tự thử lại; không cần làm gì nếu sự cố chỉ tạm thời"
_RETRY_EN = "tried again by itself; nothing to do if the trouble passes"
_DISK = Remedy(
    word="disk",
    retry=True,
    advice_vi="xem ổ đĩa: đầy, hoặc không có quyền đọc, ghi; sẽ tự thử lại",
    advice_en="see the disk: full, or not readable or writable; tried again by itself",
)
_TRUST = Remedy(
    word="trust",
    retry=True,
    advice_vi="tệp CA trong [trust], hoặc lược đồ của hồ sơ nhà cung cấp, không dùng được",
    advice_en="an authority of [trust], or a schema of the profile, cannot be used",
)
_REMEDIES: tuple[tuple[type[BaseException], Remedy], ...] = (
    (
        LeaseLostError,
        Remedy(
            word="lease-lost",
            retry=False,
            stop=True,
            advice_vi="một tiến trình khác đã giữ thư mục này",
            advice_en="another instance holds the site",
        ),
    ),
    (
        MoveLostError,
        Remedy(
            word="moved",
            retry=True,
            advice_vi="trạng thái đã đổi; lần sau xử lý tiếp",
            advice_en="somebody moved it meanwhile; the next pass sees to it",
        ),
    ),
    (
        FrozenBytesError,
        Remedy(
            word="bytes-changed",
            retry=False,
            advice_vi="tệp trong outbox/ đã bị sửa sau khi ký: khôi phục từ bản sao lưu, hoặc "
            "withdraw",
            advice_en="its file in outbox/ was changed after signing: restore it, or withdraw "
            "the dossier",
        ),
    ),
    (
        LedgerError,
        Remedy(
            word="ledger",
            retry=True,
            stop=True,
            advice_vi="sổ cái không dùng được: xem ổ đĩa và quyền ghi",
            advice_en="see to the disk and its permissions",
        ),
    ),
    (
        HostKeyError,
        Remedy(
            word="host-key",
            retry=True,
            advice_vi="khóa máy chủ SFTP khác khóa đã ghim: hỏi nhà cung cấp I-VAN rồi sửa "
            "[sftp] host_keys",
            advice_en="the server's key is not the pinned one: ask the I-VAN, then mend [sftp] "
            "host_keys",
        ),
    ),
    (
        LoginRefusedError,
        Remedy(
            word="login",
            retry=True,
            advice_vi="không đăng nhập được: xem [sftp] username, key, key_passphrase",
            advice_en="we cannot log in: see [sftp] username, key and key_passphrase",
        ),
    ),
    (
        ConnectionLostError,
        Remedy(
            word="connection",
            retry=True,
            advice_vi="không kết nối được với máy chủ SFTP (xem [sftp] host, port), hoặc đứt giữa "
            f"chừng; {_RETRY_VI}",
            advice_en="the SFTP server is not reached (see [sftp] host and port), or was lost on "
            f"the way; {_RETRY_EN}",
        ),
    ),
    (
        RemoteRefusedError,
        Remedy(
            word="refused-by-server",
            retry=True,
            advice_vi="máy chủ từ chối (quyền, dung lượng hoặc tên): báo nhà cung cấp; sẽ tự "
            "thử lại",
            advice_en="the server refused (permission, space or name): tell the I-VAN; tried "
            "again by itself",
        ),
    ),
    (
        RemoteContentError,
        Remedy(
            word="remote-content",
            retry=False,
            advice_vi="trên máy chủ đã có tệp cùng tên khác nội dung: hỏi nhà cung cấp",
            advice_en="something else lies under our name on the server: ask the I-VAN",
        ),
    ),
    (
        RemoteExistsError,
        Remedy(
            word="remote-exists",
            retry=True,
            advice_vi=f"trên máy chủ đã có tệp cùng tên; {_RETRY_VI}",
            advice_en=f"a file of that name lies on the server; {_RETRY_EN}",
        ),
    ),
    (
        RemoteMissingError,
        Remedy(
            word="remote-missing",
            retry=True,
            advice_vi="thư mục trên máy chủ không có: chạy `bhxh doctor`",
            advice_en="a remote folder is not there: run `bhxh doctor`",
        ),
    ),
    (
        UnsupportedError,
        Remedy(
            word="unsupported",
            retry=False,
            advice_vi='máy chủ không có posix-rename: đặt upload.rename = "plain" trong hồ sơ '
            "nhà cung cấp, rồi release",
            advice_en='the server lacks posix-rename: set upload.rename = "plain" in the '
            "profile, then release",
        ),
    ),
    (
        TransportError,
        Remedy(
            word="transport",
            retry=True,
            advice_vi=f"trục trặc khi truyền tệp với máy chủ; {_RETRY_VI}",
            advice_en=f"trouble in the transfer with the server; {_RETRY_EN}",
        ),
    ),
    (
        CertificateUnfitError,
        Remedy(
            word="certificate",
            retry=True,
            advice_vi="chứng thư không ký được hồ sơ này (hết hạn, sai MST …): thay [signing] file",
            advice_en="the certificate may not sign this (expired, other MST …): replace "
            "[signing] file",
        ),
    ),
    (
        KeyUnusableError,
        Remedy(
            word="key",
            retry=True,
            advice_vi="không mở được khóa ký: xem [signing] file, passphrase",
            advice_en="the signing key cannot be used: see [signing] file and passphrase",
        ),
    ),
    (
        SigningError,
        Remedy(
            word="signing",
            retry=True,
            advice_vi=f"ký không thành; {_RETRY_VI}",
            advice_en=f"signing did not succeed; {_RETRY_EN}",
        ),
    ),
    (
        DossierError,
        Remedy(
            word="dossier",
            retry=False,
            advice_vi="hồ sơ không đúng khuôn của nhà cung cấp: xem lý do, sửa dữ liệu rồi thả "
            "tệp mới",
            advice_en="the dossier does not fit the provider's form: see the reason, mend the "
            "data, drop a new file",
        ),
    ),
    *OF_CONFIG,
    (TrustError, _TRUST),
    (SchemaFileError, _TRUST),
    (
        ProviderChangedError,
        Remedy(
            word="provider",
            retry=True,
            advice_vi="đặt lại [ivan] và [sftp] của tổ chức đó, hoặc withdraw",
            advice_en="put [ivan] and [sftp] of that I-VAN back, or withdraw it",
        ),
    ),
    (
        ArtefactError,
        Remedy(
            word="artefact",
            retry=False,
            advice_vi="tệp làm việc trong keep/ bị hỏng: khôi phục từ bản sao lưu, rồi release",
            advice_en="a working file in keep/ is damaged: restore it, then release",
        ),
    ),
    (
        UnreadableError,
        Remedy(
            word="unreadable",
            retry=False,
            advice_vi="tệp từng đọc được nay không đọc được: xem [[feeds]] format, rồi release",
            advice_en="the file could be read before and cannot now: see [[feeds]] format, then "
            "release",
        ),
    ),
    (ReadFailedError, _DISK),
    (OSError, _DISK),
)

_UNKNOWN = Remedy(
    word=BUG,
    retry=False,
    advice_vi="lỗi chương trình: gửi dòng nhật ký này cho người phát triển",
    advice_en="a defect of the program: send this log line to its makers",
)


def remedy_for(failure: BaseException) -> Remedy:
    """Return what to do about a failure; an unknown class is a bug and waits for a person."""
    return next((remedy for kind, remedy in _REMEDIES if isinstance(failure, kind)), _UNKNOWN)


def wait_after(attempts: int, dice: random.Random) -> timedelta:
    """Return how long to wait after that many failures: 30 s doubling to 30 min, with jitter."""
    longest = min(_FIRST_WAIT * 2.0 ** min(attempts, _DOUBLINGS), _LONGEST_WAIT)
    return timedelta(seconds=dice.uniform(longest / 2, longest))
