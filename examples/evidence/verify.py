"""`python verify.py package.zip [--authority root.pem]`: check an evidence package offline (docs/exchange.md, “Proof”).

Python's standard library and `cryptography`, nothing of the platform. Says one sentence for each check; exit code 0 when all hold,
1 when one does not, 2 for wrong arguments. A package in which a single byte was changed fails.
"""

import argparse
import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT, EPOCH, LARGEST = "yichuang-evidence/1", (1980, 1, 1, 0, 0, 0), 512 * 1024 * 1024
MANIFEST, SIGNATURE, CERTIFICATE = "manifest.json", "manifest.sig", "certificate.pem"


class Wrong(Exception):
    """What does not hold, in a sentence."""


@dataclass
class Package:
    """A package taken apart: its bytes, its files, the manifest, the key that signed it."""

    raw: bytes
    authority: bytes = b""
    files: dict[str, bytes] = field(default_factory=dict)
    manifest: dict[str, Any] = field(default_factory=dict)
    key: Ed25519PublicKey | None = None
    certificate: x509.Certificate | None = None


def canonical(value: Any) -> bytes:
    """Return the one byte string that stands for a JSON value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def check_container(package: Package) -> str:
    """Take it apart, and put it together again: every byte of the archive must be where it belongs."""
    try:
        with zipfile.ZipFile(io.BytesIO(package.raw)) as archive:
            if sum(info.file_size for info in archive.infolist()) > LARGEST:
                raise Wrong("压缩包过大")
            package.files = {info.filename: archive.read(info) for info in archive.infolist()}
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, RuntimeError, KeyError) as error:
        raise Wrong(f"压缩包损坏：{error}") from error
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(package.files):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 0
            archive.writestr(entry, package.files[name])
    if out.getvalue() != package.raw:
        raise Wrong("压缩包的结构被改动过")
    missing = [name for name in (MANIFEST, SIGNATURE, CERTIFICATE) if name not in package.files]
    if missing:
        raise Wrong(f"缺少 {'、'.join(missing)}")
    return f"压缩包完整，{len(package.files)} 个文件"


def check_certificate(package: Package) -> str:
    """Whose key it is: issued by the platform's authority, which the asker should have had before."""
    found = x509.load_pem_x509_certificates(package.files[CERTIFICATE])
    if len(found) != 2:
        raise Wrong("证书文件应有封存证书和根证书两张")
    own, root = found
    own.verify_directly_issued_by(root)
    key = own.public_key()
    if not isinstance(key, Ed25519PublicKey):
        raise Wrong("封存证书的密钥不是 Ed25519")
    package.key, package.certificate = key, own
    shown = root.fingerprint(hashes.SHA256()).hex()
    if not package.authority:
        return f"证书由根证书签发；没有给出 --authority，请自行比对根证书指纹 SHA-256 {shown}"
    if x509.load_pem_x509_certificate(package.authority) != root:
        raise Wrong(f"根证书与事先保存的不同（包内 SHA-256 {shown}）")
    return "证书由事先保存的根证书签发"


def check_signature(package: Package) -> str:
    """The manifest is signed byte by byte."""
    _verify(package, package.files[SIGNATURE], package.files[MANIFEST], "清单的签名不符")
    package.manifest = json.loads(package.files[MANIFEST])
    if package.manifest.get("format") != FORMAT or canonical(package.manifest) != package.files[MANIFEST]:
        raise Wrong(f"清单不是 {FORMAT} 格式")
    return f"清单的签名有效，出具方：{package.manifest['issuer']}"


def check_files(package: Package) -> str:
    """Every file is named in the manifest, with its hash, and no other is there."""
    named = package.manifest["files"]
    if set(named) | {MANIFEST, SIGNATURE} != set(package.files):
        raise Wrong("包内文件与清单不一致")
    for name, digest in named.items():
        if hashlib.sha256(package.files[name]).hexdigest() != digest:
            raise Wrong(f"{name} 的内容与清单不符")
    return f"{len(named)} 个文件的内容与清单一致"


def check_messages(package: Package) -> str:
    """The bytes that are shown are those that were logged."""
    shown = erased = 0
    for message in package.manifest["messages"]:
        entry, where = message["entry"], f"第 {message['seq']} 条"
        # Older packages do not know of erased texts.
        if message.get("erased"):
            erased += 1
            if message["content"] or message["answer"]:
                raise Wrong(f"{where}标为已清除，却附有原文")
        if message["content"]:
            shown += 1
            _compare(package, message["content"], entry["sha256"], where)
        if message["answer"]:
            _compare(package, message["answer"], entry["answer_sha256"], f"{where}的答复")
        events = dict(entry["more"].get("events", []))
        for uid, name in message["parts"].items():
            shown += 1
            _compare(package, name, events.get(uid, ""), f"{where}中的事件")
    total = len(package.manifest["messages"])
    said = f"{total} 条报文，{shown} 份原文与记录的散列一致" + ("" if shown else "（本包没有附原文）")
    return said + (f"；{erased} 条正文已按期清除" if erased else "")


def check_chain(package: Package) -> str:
    """Each message is chained to the one before it; those of the case follow each other without a gap from the first on."""
    number, seq, previous = package.manifest["number"], 0, bytes(32)
    key = package.manifest["system"]["key"]
    for message in package.manifest["messages"]:
        entry = message["entry"]
        digest = hashlib.sha256(canonical(entry)).digest()
        before = bytes.fromhex(message["previous"])
        link = hashlib.sha256(before + message["seq"].to_bytes(8, "big") + digest).hexdigest()
        if link != message["hash"]:
            raise Wrong(f"第 {message['seq']} 条的链接散列不符")
        if entry["system"] != key or entry["number"] not in (number, ""):
            raise Wrong(f"第 {message['seq']} 条不是这个办件的报文")
        if entry["number"] == number:
            if message["seq"] != seq + 1 or before != previous:
                raise Wrong(f"第 {seq + 1} 条缺失，或与前一条不相接")
            seq, previous = message["seq"], bytes.fromhex(link)
    return f"报文逐条相接，从第 1 条到第 {seq} 条没有缺漏"


def check_seals(package: Package) -> str:
    """Each message lies under a seal, and each seal is signed."""
    seals = {}
    for seal in package.manifest["seals"]:
        said = {name: seal[name] for name in ("up_to", "count", "root", "at")}
        digest = hashlib.sha256(bytes.fromhex(seal["previous"]) + canonical(said)).digest()
        if digest.hex() != seal["hash"]:
            raise Wrong(f"封存点 ≤{seal['up_to']} 的散列不符")
        _verify(package, bytes.fromhex(seal["signature"]), digest, f"封存点 ≤{seal['up_to']} 的签名不符")
        _in_force(package, seal)
        seals[seal["up_to"]] = seal
    for message in package.manifest["messages"]:
        found = hashlib.sha256(b"\0" + bytes.fromhex(message["hash"])).digest()
        for side, beside in message["path"]:
            pair = (bytes.fromhex(beside), found) if side == "left" else (found, bytes.fromhex(beside))
            found = hashlib.sha256(b"\1" + pair[0] + pair[1]).digest()
        if message["seal"] not in seals or found.hex() != seals[message["seal"]]["root"]:
            raise Wrong(f"第 {message['seq']} 条不在封存点之下")
    last = max(seal["at"] for seal in seals.values())
    return f"{len(seals)} 个封存点的签名有效，全部报文在封存之下（末次封存 {last}）"


CHECKS: tuple[tuple[str, Callable[[Package], str]], ...] = (
    ("容器", check_container),
    ("证书", check_certificate),
    ("签名", check_signature),
    ("文件", check_files),
    ("报文", check_messages),
    ("链接", check_chain),
    ("封存", check_seals),
)


def verify(raw: bytes, authority: bytes = b"", say: Callable[[str], object] = print) -> bool:
    """Check a package and say how each check went; stop at the first that fails. Tells whether all hold."""
    package = Package(raw, authority)
    for name, check in CHECKS:
        try:
            say(f"通过  {name}：{check(package)}")
        except Wrong as wrong:
            say(f"未通过  {name}：{wrong}")
            return False
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError, InvalidSignature) as error:
            say(f"未通过  {name}：内容有误（{type(error).__name__} {error}）")
            return False
    return True


def _compare(package: Package, name: str, digest: str, where: str) -> None:
    if hashlib.sha256(package.files[name]).hexdigest() != digest:
        raise Wrong(f"{where}的原文与记录的散列不符")


def _verify(package: Package, signature: bytes, signed: bytes, fault: str) -> None:
    assert package.key is not None
    try:
        package.key.verify(signature, signed)
    except InvalidSignature:
        raise Wrong(fault) from None


def _in_force(package: Package, seal: dict[str, Any]) -> None:
    assert package.certificate is not None
    at, own = datetime.fromisoformat(seal["at"]), package.certificate
    if not own.not_valid_before_utc <= at <= own.not_valid_after_utc:
        raise Wrong(f"封存点 ≤{seal['up_to']} 的时间不在证书有效期内")


def main(arguments: list[str] | None = None) -> int:
    """Read the files, check, and return the exit code."""
    parser = argparse.ArgumentParser(prog="verify.py", description=__doc__)
    parser.add_argument("package", type=Path)
    parser.add_argument("--authority", type=Path, help="the platform's root certificate (PEM) as you kept it")
    chosen = parser.parse_args(arguments)
    try:
        raw = chosen.package.read_bytes()
        authority = chosen.authority.read_bytes() if chosen.authority else b""
    except OSError as error:
        parser.error(str(error))
    good = verify(raw, authority)
    print("核对通过" if good else "核对未通过")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
