"""Any change to a signed file is found (电子签名法 13: 签名改动可发现、内容改动可发现)."""

import io
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

from yichuang.foundations.paper.keys import AUTHORITY, SIGNER, ensure_signing_key
from yichuang.foundations.paper.render import render
from yichuang.foundations.paper.sign import SigningKey, sign_pdf, verify_pdf

AT = datetime(2026, 11, 20, 15, 20, tzinfo=timezone(timedelta(hours=8)))
NAME = "杭州市萧山区一窗受理平台"


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return ensure_signing_key(tmp_path_factory.mktemp("keys"), NAME)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("templates")
    letter = '#set document(title: "受理通知书", date: datetime(year: 2026, month: 11, day: 20))\n'
    (folder / "letter.typ").write_text(letter + '#set text(font: "Noto Serif SC")\n受理通知书', encoding="utf-8")
    return render(folder, "letter.typ", {})


@pytest.fixture(scope="module")
def signed(plain: bytes, key: SigningKey) -> bytes:
    return sign_pdf(plain, key, reason="签发受理通知书", at=AT)


def test_a_signed_file_says_who_signed_it_and_when(signed: bytes, key: SigningKey) -> None:
    report = verify_pdf(signed, key)
    assert report.valid
    assert report.intact
    assert report.signer == NAME
    assert report.signed_at == AT


def test_it_is_a_pades_signature_that_allows_no_change(signed: bytes) -> None:
    assert b"/ETSI.CAdES.detached" in signed
    assert b"/DocMDP" in signed


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_flipped_bit_anywhere_is_found(data: st.DataObject, signed: bytes, key: SigningKey) -> None:
    place = data.draw(st.integers(0, len(signed) - 1))
    changed = bytearray(signed)
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    assert not verify_pdf(bytes(changed), key).valid


def signature_places(pdf: bytes) -> range:
    begin = pdf.index(b"/Contents <") + len(b"/Contents ")
    return range(begin, pdf.index(b">", begin) + 1)


@pytest.mark.parametrize("share", [0.0, 0.01, 0.05, 0.1, 0.2, 0.5, 0.9, 1.0])
def test_a_flipped_bit_in_the_signature_or_its_padding_is_found(signed: bytes, key: SigningKey, share: float) -> None:
    places = signature_places(signed)
    for bit in (0, 1, 5):
        changed = bytearray(signed)
        changed[places[round(share * (len(places) - 1))]] ^= 1 << bit
        assert not verify_pdf(bytes(changed), key).valid


def test_something_appended_is_found(signed: bytes, key: SigningKey) -> None:
    assert not verify_pdf(signed + b"\n", key).valid
    assert not verify_pdf(signed + signed[-1200:], key).valid


def test_a_file_with_two_signatures_is_no_original_of_ours(plain: bytes, key: SigningKey) -> None:
    twice = plain
    for field in ("First", "Second"):
        metadata = signers.PdfSignatureMetadata(field_name=field, md_algorithm="sha256")
        writer = IncrementalPdfFileWriter(io.BytesIO(twice))
        twice = signers.sign_pdf(writer, metadata, key.signer).getvalue()
    assert "多个数字签名" in verify_pdf(twice, key).why


def test_a_stranger_s_signature_is_intact_but_not_ours(plain: bytes, key: SigningKey, tmp_path: Path) -> None:
    stranger = ensure_signing_key(tmp_path, NAME)
    report = verify_pdf(sign_pdf(plain, stranger, reason="冒充", at=AT), key)
    assert report.intact
    assert not report.valid
    assert "不是本平台签发" in report.why


@pytest.mark.parametrize("junk", [b"", b"xx", b"%PDF-1.7\n%%EOF", b"\xff\xd8\xff\xe0" * 50])
def test_a_file_that_is_no_pdf_is_judged_and_not_raised(junk: bytes, key: SigningKey) -> None:
    report = verify_pdf(junk, key)
    assert not report.valid
    assert report.why.endswith("。")


def test_a_cut_file_is_not_valid(signed: bytes, key: SigningKey) -> None:
    assert not verify_pdf(signed[: len(signed) // 2], key).valid


def test_an_unsigned_file_says_so(plain: bytes, key: SigningKey) -> None:
    assert verify_pdf(plain, key).why == "文件没有数字签名。"


def test_a_file_signed_at_any_moment_of_the_demonstration_is_valid(plain: bytes, key: SigningKey) -> None:
    for year in (2018, 2026, 2049):
        at = datetime(year, 6, 1, 9, tzinfo=UTC)
        assert verify_pdf(sign_pdf(plain, key, reason="签发", at=at), key).signed_at == at


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    first = ensure_signing_key(folder, NAME)
    ensure_signing_key.cache_clear()
    again = ensure_signing_key(folder, NAME)
    assert first.trusted[0].dump() == again.trusted[0].dump()
    for name in (AUTHORITY, SIGNER):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert sorted(path.name for path in folder.iterdir()) == sorted([AUTHORITY, SIGNER])


def test_processes_that_start_together_end_up_with_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(6) as pool:
        keys = list(pool.map(lambda _: ensure_signing_key.__wrapped__(tmp_path, NAME), range(6)))
    assert len({key.trusted[0].dump() for key in keys}) == 1
    assert len({key.signer.signing_cert.dump() for key in keys if key.signer.signing_cert}) == 1
