"""What somebody would write in an afternoon: the same file, one row at a time, then SFTP put.

python -m bench.naive [N ...]: read_csv, a row loop, lxml, xmlschema, signxml, paramiko; one
signature a dossier, nothing remembered, nothing verified. The product is measured against it.
"""

from __future__ import annotations

import base64
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import paramiko
import xmlschema
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from lxml import etree
from signxml import XMLSigner

from bench.there_and_back import bench_site, run_stage, write_months
from outbox.forms.d02_ts import FIELDS
from tests.sshd import Sshd

_PEOPLE = [1_000, 10_000]
_C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_STEPS = ("convert", "sign", "ship")
_TAKEN = {
    "HoTen": "Họ và tên", "MasoBHXH": "Mã số BHXH", "ChucVu": "Chức vụ",
    "TienLuong": "Mức lương đóng", "NgaySinh": "Ngày sinh", "CMND": "Số CCCD",
    "NoiLamViec": "Nơi làm việc",
    "PhuCapLuong": "Phụ cấp lương", "Hdld_tungay": "Ngày bắt đầu HĐ",
}  # fmt: skip
_ZEROS = ("PhuCapCV", "PhuCapTNVK", "PhuCapTNNghe", "PhuCapBosung")


def naive(site: Path, server: Any) -> None:
    """Report everyone in the month's file."""
    bag = load_pkcs12(
        (site / "keys/employer.p12").read_bytes(),
        (site / "keys/employer.pass").read_bytes().strip(),
    )
    key = bag.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    certificate = bag.cert.certificate.public_bytes(Encoding.PEM)
    schema = xmlschema.XMLSchema("config/profiles/default/d02-ts.xsd")
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())  # noqa: S507 - naive
    client.connect("127.0.0.1", server.port, server.username, key_filename=str(server.key_path))
    sftp = client.open_sftp()
    frame = pd.read_csv(site / "sample/luong-2026-11.csv", dtype=str, keep_default_na=False)
    for unit, members in frame.groupby("Mã đơn vị"):
        for first in range(0, len(members), 500):
            root = form(members[first : first + 500])
            for _ in schema.iter_errors(root):
                break
            signed = XMLSigner(c14n_algorithm=_C14N).sign(root, key=key, cert=certificate)
            envelope = etree.Element("Hoso")
            content = etree.SubElement(envelope, "NoiDungFile")
            content.text = base64.b64encode(etree.tostring(signed)).decode()
            sftp.putfo(io.BytesIO(etree.tostring(envelope)), f"inbound/{unit}-{first}.xml")
    client.close()


def form(members: pd.DataFrame) -> etree._Element:
    """Return a D02-TS of these people, one element after the other."""
    root = etree.Element("D02-TS")
    head = etree.SubElement(root, "ThongTinKhac")
    for name in ("SoToBiaSoBHXH", "SoToRoiSoBHXH", "SoTheBHYT"):
        etree.SubElement(head, name).text = ""
    body = etree.SubElement(root, "NoiDung")
    for number, (_, row) in enumerate(members.iterrows(), start=1):
        person = etree.SubElement(body, "LaoDong")
        fixed = {
            "STT": str(number), "ID": f"{number:010}", "PA": "TM", "Loai": "1",
            "DaCoSo": "1" if row["Mã số BHXH"] else "0", "TuThang": "11/2026",
            "GioiTinh": "1" if row["Giới tính"] == "Nam" else "0", **dict.fromkeys(_ZEROS, "0"),
        }  # fmt: skip
        for name in FIELDS:
            text = fixed.get(name) or (row[_TAKEN[name]] if name in _TAKEN else "")
            etree.SubElement(person, name).text = text
    etree.SubElement(root, "Cky")
    return root


def measured(people: int) -> dict[str, float]:
    """Run the naive way in a child, then the product's three steps in theirs: whole processes."""
    with tempfile.TemporaryDirectory() as name, Sshd(Path(name)) as server:
        site = bench_site(Path(name), server)
        write_months(site, people)
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        facts = json.dumps([server.port, server.username, str(server.key_path)])
        subprocess.run([sys.executable, "-m", "bench.naive", "child", str(site), facts], check=True)
        wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        for file in (server.root / "inbound").iterdir():
            file.unlink()
        ours = [run_stage(stage, site) for stage in _STEPS]
    return {
        "people": people, "naive_cpu": cpu, "naive_wall": wall,
        "cpu": sum(step["process"] for step in ours),
        "wall": sum(step["process_wall"] for step in ours),
    }  # fmt: skip


def main(arguments: list[str]) -> None:
    """Measure both ways, or be the naive child."""
    if arguments[:1] == ["child"]:
        port, username, key = json.loads(arguments[2])
        naive(Path(arguments[1]), SimpleNamespace(port=port, username=username, key_path=key))
        return
    for people in [int(word) for word in arguments] or _PEOPLE:
        facts = measured(people)
        print(
            f"{people:>9,}  naive {facts['naive_cpu']:7.2f} s CPU {facts['naive_wall']:7.2f} s"
            f"   ours {facts['cpu']:7.2f} {facts['wall']:7.2f}"
            f"   ratio {facts['cpu'] / facts['naive_cpu']:.3f} of the CPU,"
            f" {facts['wall'] / facts['naive_wall']:.3f} of the time",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
