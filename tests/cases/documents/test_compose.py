"""Every kind becomes a paper: whole, one page, the same every time, with a code that a camera reads."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import typst
import zxingcpp
from PIL import Image, UnidentifiedImageError

from tests.cases.documents.samples import ISSUED, MATERIALS, sample, signature_png
from yichuang.cases.documents.compose import (
    TEMPLATES,
    IncompleteDocument,
    compose,
    payload,
    picture_svg,
    signature_svg,
    unprintable,
    words_of,
)
from yichuang.cases.documents.data import REQUIRED, DocumentData
from yichuang.cases.rules.document_kinds import KINDS
from yichuang.foundations.paper.glyphs import FONTS


def pages(kind: str, data: DocumentData, folder: Path) -> list[Image.Image]:
    typst.compile(
        TEMPLATES / f"{kind}.typ",
        output=folder / "page-{p}.png",
        root=TEMPLATES,
        format="png",
        ppi=110,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(payload(kind, data))},
    )
    return [Image.open(path).convert("RGB") for path in sorted(folder.glob("page-*.png"))]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("licence", [True, False], ids=["licence", "service"])
def test_every_kind_fits_one_page_and_stays_small(kind: str, licence: bool) -> None:
    pdf = compose(kind, sample(kind, licence=licence, demo=True, signature=signature_png()))
    assert pdf.startswith(b"%PDF-")
    assert len(pdf) < 130_000
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_the_same_data_gives_the_same_bytes() -> None:
    data = sample("acceptance_notice")
    assert compose("acceptance_notice", data) == compose("acceptance_notice", data)


def test_the_file_carries_the_day_of_issue() -> None:
    assert f"{ISSUED:%Y%m%d}".encode() in compose("refusal_notice", sample("refusal_notice"))


def test_the_code_on_the_paper_leads_to_the_verification_page(tmp_path: Path) -> None:
    data = sample("acceptance_notice")
    read = zxingcpp.read_barcode(pages("acceptance_notice", data, tmp_path)[0])
    assert read is not None
    assert read.text == data.verify_url


def test_a_long_list_runs_on_and_the_signature_never_stands_alone(tmp_path: Path) -> None:
    for count in range(6, 14):
        folder = tmp_path / str(count)
        folder.mkdir()
        data = sample("acceptance_notice", materials=(MATERIALS * 3)[:count])
        last = pages("acceptance_notice", data, folder)[-1]
        # The paragraph before the sign-off comes along: black letters left of the middle, above the foot.
        body = last.crop((0, 0, last.width // 3, int(last.height * 0.84))).convert("L")
        assert sum(body.histogram()[:60]) > 0


def test_the_notice_of_the_demonstration_s_longest_list_is_one_page(tmp_path: Path) -> None:
    """普通货物运输经营许可 asks for seven materials; its notice is printed more often than any other paper."""
    begins, base = "自2026年11月30日受理的次一工作日起算，", "道路货物运输及站场管理规定第11条"
    promised = f"{begins}承诺期限7个工作日（服务承诺，不长于{base}的法定期限）"
    limits: dict[str, Any] = {
        "promised": {"due": "2026-12-09", "why": promised},
        "statutory": {"due": "2026-12-28", "why": f"{begins}法定期限20个工作日（{base}）"},
    }
    data = sample("acceptance_notice", materials=[*MATERIALS[:4], *MATERIALS[:3]], demo=True, **limits)
    assert len(pages("acceptance_notice", data, tmp_path)) == 1


def test_who_comes_for_himself_leaves_no_empty_line_on_the_receipt(tmp_path: Path) -> None:
    """His number stands in the application; what was checked at the window is said."""
    himself, other = (sample("service_receipt", receiver_number=one) for one in ("", "E1****78"))
    assert "领取人证件号码" not in words_of("service_receipt", himself)
    assert "领取人证件号码" in words_of("service_receipt", other)


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_without_what_it_must_say_is_not_made(kind: str) -> None:
    for name in REQUIRED[kind]:
        whole = sample(kind)
        empty = type(getattr(whole, name))() if getattr(whole, name).__class__ in (str, int, tuple) else None
        with pytest.raises(IncompleteDocument) as refused:
            compose(kind, whole.model_copy(update={name: empty}))
        assert refused.value.fields == [name]


def test_every_adverse_kind_requires_remedies() -> None:
    assert {code for code, row in KINDS.items() if row.adverse} == {
        code for code, names in REQUIRED.items() if "remedies" in names
    }


def test_every_kind_has_its_template_and_its_requirements() -> None:
    assert {path.stem for path in TEMPLATES.glob("*.typ")} == {*KINDS, "official"}
    assert set(REQUIRED) == set(KINDS)


def test_a_name_that_cannot_be_printed_is_marked_named_and_reported() -> None:
    data = sample("refusal_notice", applicant_name="王𠮷")
    assert unprintable(data) == ["𠮷"]
    assert "王〓：" in words_of("refusal_notice", data)
    assert payload("refusal_notice", data)["missing"] == ["U+20BB7"]
    assert compose("refusal_notice", data).startswith(b"%PDF-")


def test_a_name_full_of_typesetting_signs_is_only_a_name() -> None:
    name = '#let x = 1 $y$ *z* [a](b) \\ <c> @d "e" // f'
    assert f"{name}：" in words_of("refusal_notice", sample("refusal_notice", applicant_name=name))


def test_demonstration_and_practice_are_written_across_the_paper(tmp_path: Path) -> None:
    assert payload("receipt", sample("receipt", demo=True))["watermark"] == "演示"
    assert payload("receipt", sample("receipt", practice=True))["watermark"] == "练习件"
    assert payload("receipt", sample("receipt", practice=True, demo=True))["watermark"] == "练习件"
    assert payload("receipt", sample("receipt"))["watermark"] == ""
    compared = []
    for name, demo in (("clean", False), ("marked", True)):
        (tmp_path / name).mkdir()
        compared.append(pages("receipt", sample("receipt", demo=demo), tmp_path / name)[0].tobytes())
    assert compared[0] != compared[1]


def test_what_needs_no_seal_has_none() -> None:
    for kind, row in KINDS.items():
        assert bool(payload(kind, sample(kind))["seal"]) == row.needs_seal


def test_a_case_number_is_shown_with_its_check_digit() -> None:
    assert re.fullmatch(r"330109 11 261120 8 000017-\d", payload("receipt", sample("receipt"))["case_display"])


def test_old_rows_with_unknown_keys_can_still_be_read() -> None:
    row = sample("receipt").model_dump(mode="json", exclude={"signature"}) | {"department_id": 7, "gone": True}
    assert DocumentData(**row) == sample("receipt")


def test_a_signature_is_drawn_anew_small_and_grey() -> None:
    svg = signature_svg(signature_png())
    assert 'viewBox="0 0 900' in svg
    assert len(svg) < 40_000
    with pytest.raises(UnidentifiedImageError):
        signature_svg(b"<svg onload='x'/>")


def test_the_print_of_an_online_application_has_a_page_for_each_picture(tmp_path: Path) -> None:
    bare = sample("online_print")
    scan = {"material": "居民身份证", "name": "身份证.jpg", "sha256": "cd" * 32, "svg": picture_svg(signature_png())}
    whole = sample("online_print", attached=[scan, scan])
    assert [len(pages("online_print", data, tmp_path)) for data in (bare, whole)] == [1, 3]
