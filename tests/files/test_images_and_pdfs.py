"""Pictures are encoded anew; PDF files are kept but looked into (quality.md, security)."""

import io

import pytest
from PIL import Image

from tests.files import samples
from yichuang.files import images, pdfs
from yichuang.files.rules import media
from yichuang.foundations.problems import Refused


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_metadata_is_gone_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a phone
    exif[0x010F] = "Phone of Wang Xiaoming"
    picture = images.reencode(samples.picture("JPEG", (300, 200), exif=exif, comment=b"secret"), media.JPEG)
    assert (picture.width, picture.height) == (200, 300)
    assert not opened(picture.data).getexif()
    assert b"Wang" not in picture.data and b"secret" not in picture.data


def test_bytes_appended_to_a_picture_are_gone() -> None:
    assert b"<script>" not in images.reencode(samples.picture() + samples.HTML, media.JPEG).data


@pytest.mark.parametrize(
    "size, expected", [((5000, 2500), (2480, 1240)), ((2480, 1754), (2480, 1754)), ((100, 50), (100, 50))]
)
def test_the_long_edge_is_capped_and_nothing_is_enlarged(size: tuple[int, int], expected: tuple[int, int]) -> None:
    for kind, medium in (("JPEG", media.JPEG), ("PNG", media.PNG)):
        picture = images.reencode(samples.picture(kind, size), medium)
        assert (picture.width, picture.height) == expected
        assert opened(picture.data).size == expected


@pytest.mark.parametrize(
    "kind, mode, medium, result",
    [
        ("PNG", "RGBA", media.PNG, "image/png"),
        ("PNG", "P", media.PNG, "image/jpeg"),
        ("PNG", "L", media.PNG, "image/jpeg"),
        ("PNG", "1", media.PNG, "image/jpeg"),
        ("PNG", "I;16", media.PNG, "image/jpeg"),
        ("TIFF", "1", media.TIFF, "image/jpeg"),
        ("JPEG", "CMYK", media.JPEG, "image/jpeg"),
        ("WEBP", "RGB", media.WEBP, "image/jpeg"),
        ("BMP", "RGB", media.BMP, "image/jpeg"),
    ],
)  # fmt: skip
def test_every_colour_mode_becomes_jpeg_and_transparency_stays_png(
    kind: str, mode: str, medium: media.Medium, result: str
) -> None:
    data = samples.picture(kind, mode=mode) if mode != "CMYK" else _cmyk()
    picture = images.reencode(data, medium)
    assert picture.media_type == result
    assert opened(picture.data).size == (60, 40)


def _cmyk() -> bytes:
    out = io.BytesIO()
    Image.new("CMYK", (60, 40)).save(out, "JPEG")
    return out.getvalue()


def test_a_sixteen_bit_scan_keeps_its_greys() -> None:
    out = io.BytesIO()
    Image.new("I;16", (20, 20), 32768).save(out, "PNG")
    assert abs(opened(images.reencode(out.getvalue(), media.PNG).data).getpixel((5, 5)) - 128) <= 2  # type: ignore[operator]


def test_a_decompression_bomb_is_refused_before_it_is_decoded() -> None:
    bomb = samples.picture("PNG", (20_000, 20_000), mode="1")
    assert len(bomb) < 100_000
    with pytest.raises(Refused) as refusal:
        images.reencode(bomb, media.PNG)
    assert refusal.value.reasons[0].code == "image_too_many_pixels"


@pytest.mark.parametrize(
    "data", [samples.picture("JPEG", (400, 400))[:-300], b"\xff\xd8\xff" + b"junk" * 50, samples.picture("PNG")]
)
def test_a_damaged_or_disguised_picture_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        images.reencode(data, media.JPEG)
    assert refusal.value.reasons[0].code == "image_broken"
    assert refusal.value.status == 422


def test_a_tiff_of_several_pages_is_refused_rather_than_cut() -> None:
    out = io.BytesIO()
    page = Image.new("1", (50, 50))
    page.save(out, "TIFF", save_all=True, append_images=[page])
    with pytest.raises(Refused) as refusal:
        images.reencode(out.getvalue(), media.TIFF)
    assert refusal.value.reasons[0].code == "image_pages"


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_a_thumbnail_is_a_small_jpeg(mode: str) -> None:
    small = opened(images.thumbnail(samples.picture("PNG", (1200, 600), mode=mode)))
    assert (small.format, small.size) == ("JPEG", (360, 180))


@pytest.mark.parametrize("pages", [1, 3, 40])
def test_pages_of_a_pdf_are_counted(pages: int) -> None:
    assert pdfs.inspect(samples.pdf(pages)) == pdfs.PdfFacts(pages)


@pytest.mark.parametrize(
    "catalog, said",
    [
        (b"/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>", "脚本"),
        (b"/OpenAction << /S /J#61vaScript /J#53 (x) >>", "脚本"),
        (b"/Names << /JavaScript << /Names [] >> >>", "脚本"),
        (b"/AA << /WC << /S /Launch /F (cmd.exe) >> >>", "启动程序"),
        (b"/AcroForm << /XFA (x) >>", "动态表单"),
    ],
)
def test_a_pdf_that_can_act_is_refused(catalog: bytes, said: str) -> None:
    with pytest.raises(Refused) as refusal:
        pdfs.inspect(samples.pdf(1, catalog))
    assert refusal.value.reasons[0].code == "pdf_active"
    assert said in refusal.value.reasons[0].message


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7\nnothing", samples.pdf()[:80], samples.pdf().replace(b"/Pages 2 0 R", b"/Pages 9 0 R")]
)
def test_a_damaged_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        pdfs.inspect(data)
    assert refusal.value.reasons[0].code == "pdf_broken"


def test_the_picture_inside_a_scanned_pdf_can_be_taken_out() -> None:
    scan = pdfs.inspect(samples.picture("PDF", (800, 500))).scan
    assert scan is not None and opened(scan).size == (800, 500)
