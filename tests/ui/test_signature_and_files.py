"""Signing with a pointer, undo, PNG; files checked before they are sent."""

import base64
import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.ui import pages

pytestmark = pytest.mark.browser
PAD = "[data-signature]"


@pytest.fixture
def signing(site: str, page: Page) -> Page:
    page.goto(site + "/bare/", wait_until="load")
    return page


def stroke(page: Page, *points: tuple[float, float]) -> None:
    box = page.locator(f"{PAD} canvas").bounding_box()
    assert box
    for place, (x, y) in enumerate(points):
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
        if place == 0:
            page.mouse.down()
    page.mouse.up()


def picture(page: Page) -> Image.Image | None:
    value = page.locator(f"{PAD} [data-signature-value]").input_value()
    if not value:
        return None
    assert value.startswith("data:image/png;base64,")
    return Image.open(io.BytesIO(base64.b64decode(value.split(",", 1)[1])))


def inked(image: Image.Image, left: float, top: float, right: float, bottom: float) -> bool:
    width, height = image.size
    part = image.convert("RGBA").crop((int(left * width), int(top * height), int(right * width), int(bottom * height)))
    highest = part.getchannel("A").getextrema()[1]
    return isinstance(highest, int | float) and highest > 0


def test_a_stroke_becomes_ink_where_it_was_drawn(signing: Page) -> None:
    stroke(signing, (0.1, 0.2), (0.2, 0.3), (0.4, 0.25))
    image = picture(signing)
    assert image is not None and image.format == "PNG" and image.size[0] <= 900
    assert inked(image, 0.08, 0.1, 0.42, 0.4)
    assert not inked(image, 0.5, 0.5, 1, 1)
    expect(signing.locator("[data-signature-state]")).to_have_text("已签 1 笔")


def test_undo_takes_the_last_stroke_and_clear_all(signing: Page) -> None:
    stroke(signing, (0.1, 0.2), (0.3, 0.3))
    stroke(signing, (0.6, 0.7), (0.8, 0.8))
    signing.click("[data-signature-undo]")
    image = picture(signing)
    assert image is not None and inked(image, 0.08, 0.1, 0.35, 0.4) and not inked(image, 0.5, 0.5, 1, 1)
    signing.click("[data-signature-clear]")
    assert picture(signing) is None
    expect(signing.locator("[data-signature-undo]")).to_be_disabled()


def test_without_a_signature_nothing_is_sent_and_the_form_stays_usable(signing: Page) -> None:
    signing.click("text=确认提交")
    expect(signing.locator("[data-signature-error]")).to_have_text("错误：还没有签名，请在框内书写后提交。")
    assert pages.received == []
    stroke(signing, (0.1, 0.2), (0.3, 0.3))
    expect(signing.locator("[data-signature-error]")).to_be_empty()
    signing.click("text=确认提交")
    signing.wait_for_selector("#done", state="attached")
    assert str(pages.received[0]["signature"]).startswith("data:image/png;base64,")


def test_signing_needs_no_network_until_it_is_sent(signing: Page) -> None:
    signing.context.set_offline(True)
    stroke(signing, (0.1, 0.2), (0.3, 0.3))
    assert picture(signing) is not None
    signing.context.set_offline(False)


def test_turning_the_tablet_keeps_the_signature(signing: Page) -> None:
    stroke(signing, (0.1, 0.2), (0.3, 0.3))
    signing.set_viewport_size({"width": 768, "height": 1024})
    signing.wait_for_function("""() => {
        const canvas = document.querySelector("canvas");
        const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
        return canvas.width < 800 && data.some((value, place) => place % 4 === 3 && value > 0);
    }""")


def choose(page: Page, *files: Path) -> None:
    page.locator("#sign-form input[type=file]").set_input_files([str(one) for one in files])


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    made = {"good": tmp_path / "身份证.png", "big": tmp_path / "大图.png", "kind": tmp_path / "表格.exe"}
    Image.new("RGB", (40, 30), "white").save(made["good"])
    made["big"].write_bytes(made["good"].read_bytes() + b"\0" * 1_100_000)
    made["kind"].write_bytes(b"MZ")
    return made


def test_a_good_file_is_listed_and_can_be_taken_out(site: str, page: Page, files: dict[str, Path]) -> None:
    page.goto(site + "/", wait_until="load")
    choose(page, files["good"])
    expect(page.locator("#sign-form .drop-list li")).to_contain_text("身份证.png")
    page.get_by_role("button", name="移除 身份证.png").click()
    expect(page.locator("#sign-form .drop-list li")).to_have_count(0)
    assert page.locator("#sign-form input[type=file]").evaluate("one => one.files.length") == 0


@pytest.mark.parametrize(("which", "says"), [("big", "超过 1 MB"), ("kind", "不是可接受的格式")])
def test_a_file_that_cannot_be_taken_is_named_with_its_reason(
    site: str, page: Page, files: dict[str, Path], which: str, says: str
) -> None:
    page.goto(site + "/", wait_until="load")
    choose(page, files[which])
    expect(page.locator("#sign-form .drop-list .wrong")).to_contain_text(says)
    assert page.locator("#sign-form input[type=file]").evaluate("one => one.files.length") == 0


def test_a_dropped_file_is_taken(site: str, page: Page) -> None:
    page.goto(site + "/", wait_until="load")
    page.evaluate("""() => {
        const data = new DataTransfer();
        data.items.add(new File(["x"], "协议.pdf", {type: "application/pdf"}));
        const drop = new DragEvent("drop", {dataTransfer: data, bubbles: true, cancelable: true});
        document.querySelector("#sign-form .drop-zone").dispatchEvent(drop);
    }""")
    expect(page.locator("#sign-form .drop-list li")).to_contain_text("协议.pdf")
    assert page.locator("#sign-form input[type=file]").evaluate("one => one.files.length") == 1
