"""The platform's own signing key: an authority made once in the data folder, and a signer's certificate that it issued.

Two PEM files of mode 0600, `authority.pem` and `signer.pem` (private key, then certificate). Several processes may start at once: a file is
put in place by a link that fails when somebody was faster, and what lies there is what counts. Where a licensed certificate exists
(电子签名法 16–20), its key and certificate are put in `signer.pem` and its issuer's certificate in `authority.pem` instead.
"""

import hashlib
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.oid import NameOID
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

AUTHORITY, SIGNER = "authority.pem", "signer.pem"
# Long and fixed, not from the clock: a demonstration moves its day, and older papers are signed again after a restore.
VALID_FROM, VALID_TO = datetime(2018, 1, 1, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC)

PublicKey = ec.EllipticCurvePublicKey | Ed25519PublicKey
Pair = tuple[ec.EllipticCurvePrivateKey, x509.Certificate]


@dataclass(frozen=True)
class SigningKey:
    """A loaded key: the organisation it speaks for, the signer that uses it, and the certificates a verifier trusts."""

    organisation: str
    signer: SimpleSigner
    trusted: tuple[asn1_x509.Certificate, ...]


@lru_cache(maxsize=8)
def ensure_signing_key(folder: Path, organisation: str) -> SigningKey:
    """Return the signing key in `folder`, made there on first use; loaded once in a process.

    The certificate of an existing key keeps the name it was made with.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    authority = _ensure(folder / AUTHORITY, lambda: _make(f"{organisation}文书签发根证书", None))
    pair = _ensure(folder / SIGNER, lambda: _make(organisation, authority))
    return _loaded(pair, authority)


def ensure_seal_certificate(folder: Path, organisation: str, key: Ed25519PublicKey) -> bytes:
    """Return the certificate that the authority in `folder` issued for the key of seals, then the authority's own, as PEM."""
    ensure_signing_key(folder, organisation)
    authority = _ensure(folder / AUTHORITY, lambda: _make(f"{organisation}文书签发根证书", None))
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    path = folder / f"seal-{hashlib.sha256(raw).hexdigest()[:16]}.pem"
    if not path.exists():
        made = _certificate(f"{organisation}封存", key, authority)
        _put(path, made.public_bytes(serialization.Encoding.PEM))
    return path.read_bytes() + authority[1].public_bytes(serialization.Encoding.PEM)


def _ensure(path: Path, make: Callable[[], Pair]) -> Pair:
    if not path.exists():
        _place(path, make())
    data = path.read_bytes()
    key = load_pem_private_key(data, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise ValueError(f"{path.name} does not hold an elliptic-curve key")
    return key, x509.load_pem_x509_certificate(data)


def _place(path: Path, pair: Pair) -> None:
    key, certificate = pair
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _put(path, private + certificate.public_bytes(serialization.Encoding.PEM))


def _put(path: Path, content: bytes) -> None:
    """Put a file in its place, unless somebody was faster."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _make(name: str, issuer: Pair | None) -> Pair:
    key = ec.generate_private_key(ec.SECP256R1())
    return key, _certificate(name, key.public_key(), issuer or (key, None))


def _certificate(
    name: str, key: PublicKey, issuer: tuple[ec.EllipticCurvePrivateKey, x509.Certificate | None]
) -> x509.Certificate:
    """Return a certificate for a key; an issuer without a certificate signs its own."""
    issuing_key, issuing = issuer
    subject = _name(name)
    issuing_name = issuing.subject if issuing else subject
    usage = {"digital_signature": issuing is not None, "content_commitment": issuing is not None}
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuing_name)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(VALID_FROM)
        .not_valid_after(VALID_TO)
        .add_extension(x509.BasicConstraints(ca=issuing is None, path_length=0 if issuing is None else None), critical=True)
        .add_extension(
            x509.KeyUsage(
                **usage, key_encipherment=False, data_encipherment=False, key_agreement=False, key_cert_sign=issuing is None,
                crl_sign=issuing is None, encipher_only=False, decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuing_key.public_key()), critical=False)
    )  # fmt: skip
    return builder.sign(issuing_key, hashes.SHA256())


def _name(name: str) -> x509.Name:
    # X.520 allows 64 characters in a name.
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
        ]
    )


def _loaded(pair: Pair, authority: Pair) -> SigningKey:
    key, certificate = pair
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    own, root = _asn1(certificate), _asn1(authority[1])
    signer = SimpleSigner(
        own, asn1_keys.PrivateKeyInfo.load(private), SimpleCertificateStore.from_certs([root]), embed_roots=False
    )
    return SigningKey(str(own.subject.native["common_name"]), signer, (root,))


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
