"""Signing a PDF so that any later change is found (PAdES-B, ETSI EN 319 142; 电子签名法 13), and checking it.

The signature certifies the whole file and allows no change: a byte changed, a page added by an incremental update, or a byte changed in the
padding of the signature itself all make a file invalid.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms, x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from yichuang.foundations.paper.keys import SigningKey, ensure_signing_key

__all__ = ["SignatureReport", "SigningKey", "ensure_signing_key", "sign_pdf", "verify_pdf"]

FIELD = "OfficialSignature"
DIGEST = "sha256"
# Room for the signature in the file, in bytes of DER: three times what ours needs, and no trial signature to find out.
ROOM = 4096


@dataclass(frozen=True)
class SignatureReport:
    """What a check found: `intact` not changed since signing, `valid` intact and by a trusted key, who, when, why in Chinese."""

    valid: bool
    intact: bool
    signer: str
    signed_at: datetime | None
    why: str


class _SignerAt(signers.PdfSigner):
    """A signer that states the moment it is given instead of reading the machine's clock."""

    def __init__(self, at: datetime, metadata: signers.PdfSignatureMetadata, signer: signers.Signer) -> None:
        super().__init__(metadata, signer)
        self._at = at

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._at
        return session


def sign_pdf(pdf: bytes, key: SigningKey, *, reason: str, at: datetime) -> bytes:
    """Return `pdf` with an invisible certifying signature that states `reason` and the moment `at` (with its time zone)."""
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=DIGEST,
        reason=reason,
        name=key.organisation,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    _SignerAt(at, metadata, key.signer).sign_pdf(writer, output=out, bytes_reserved=2 * ROOM)
    return out.getvalue()


def verify_pdf(pdf: bytes, trusted: SigningKey | Sequence[x509.Certificate]) -> SignatureReport:
    """Check a file that anybody may have sent; never raises.

    `trusted`: a signing key of this platform, or the root certificates to believe in. Certificates are judged as of the signed moment.
    """
    roots = trusted.trusted if isinstance(trusted, SigningKey) else tuple(trusted)
    try:
        return _verify(pdf, roots)
    except Exception:
        # A file from outside can break a parser in any way; whatever it breaks, it is not a document of ours.
        return _bad("文件无法读取：不是完整的 PDF，或者内容已被破坏。")


def _verify(pdf: bytes, roots: tuple[x509.Certificate, ...]) -> SignatureReport:
    found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    if not found:
        return _bad("文件没有数字签名。")
    if len(found) > 1:
        return _bad("文件有多个数字签名，不是本平台签发的原件。")
    signature = found[0]
    at = signature.self_reported_timestamp
    context = ValidationContext(trust_roots=list(roots), moment=at, best_signature_time=at, allow_fetching=False)
    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})
    status = validate_pdf_signature(signature, context, key_usage_settings=usage)
    return _judge(status, at, signature, _written_by_a_signer(pdf, signature))


def _judge(
    status: PdfSignatureStatus, at: datetime | None, signature: EmbeddedPdfSignature, clean: bool
) -> SignatureReport:
    name = str(status.signing_cert.subject.native.get("common_name", ""))
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    intact = status.intact and status.valid and whole and clean
    if not (status.intact and status.valid):
        why = "文件在签名之后被改动过。"
    elif not whole:
        why = "文件在签名之后被追加了内容。"
    elif not clean:
        why = "文件的签名区域被改动过。"
    elif not status.trusted:
        why = "文件没有被改动，但签名不是本平台签发的。"
    else:
        why = "签名有效，文件自签发以来没有被改动。"
    return SignatureReport(intact and status.trusted, intact, name, at, why)


def _written_by_a_signer(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Tell whether the bytes a signature cannot cover, its own, are written exactly as our signer writes them."""
    first, length, second, rest = (int(number) for number in signature.byte_range)
    der = bytes(signature.pkcs7_content)
    hole = b"<" + der.hex().upper().encode() + b">"
    whole = first == 0 and second + rest == len(pdf) and pdf[length:second] == hole
    return whole and der.rstrip(b"\0") == _envelope(signature.signed_data).rstrip(b"\0")


def _envelope(signed: cms.SignedData) -> bytes:
    """Build the envelope anew around what is covered: signed attributes, signature value and the signer's certificates."""
    info = signed["signer_infos"][0]
    digest = {"algorithm": DIGEST}
    signer_info = {
        "version": "v1",
        "sid": cms.SignerIdentifier("issuer_and_serial_number", info["sid"].chosen),
        "digest_algorithm": digest,
        "signed_attrs": info["signed_attrs"],
        "signature_algorithm": info["signature_algorithm"],
        "signature": info["signature"],
    }
    content = {
        "version": "v1",
        "digest_algorithms": [digest],
        "encap_content_info": {"content_type": "data"},
        "certificates": signed["certificates"],
        "signer_infos": [signer_info],
    }
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(content)}).dump(force=True))


def _bad(why: str) -> SignatureReport:
    return SignatureReport(False, False, "", None, why)
