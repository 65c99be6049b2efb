"""The walk of an online application for the screenshots: a phone, the department's desk, the counter (S2-46). Called by shots.py."""

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

if TYPE_CHECKING:
    from tools.shots import Camera

PHONE = {"width": 360, "height": 800}
ZHAO, LIN = "13900000011", "13900000001"
PERSON = {
    "name": "王小明",
    "id_number": "330181199503070010",
    "contact_name": "王小明",
    "contact_mobile": "13900001234",
}


def paper(title: str) -> bytes:
    """Return a made-up scan: a sheet with a line of text and no data."""
    sheet = Image.new("RGB", (900, 640), "#f7f5ee")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((40, 40, 860, 600), outline="#8a8577", width=3)
    pen.text((80, 80), title, fill="#333333", font=ImageFont.load_default(36))
    for line in range(6):
        pen.line((80, 190 + 60 * line, 820 - 70 * (line % 3), 190 + 60 * line), fill="#b9b3a2", width=8)
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=70)
    return out.getvalue()


def applied(camera: "Camera") -> None:
    """Fill in, upload, submit; examine; receive: a picture of each desk."""
    page = camera.page
    page.context.clear_cookies()
    camera.go("/prefill/freight_general/?kind=person&a.q2=a&a.q3=a&a.q4=b&a.q5=")
    for field, value in PERSON.items():
        page.locator(f"#f-{field}").fill(value)
    page.get_by_label("拟投入车辆数（辆）").fill("3")
    page.get_by_label("我同意").check()
    page.get_by_role("button", name="保存，取预填码").click()
    page.get_by_role("button", name="网上申请").click()
    page.get_by_role("heading", name="申请还没有提交").wait_for()
    chosen, sent = page.locator(".apply-add input[type=file]"), page.locator(".apply-add button")
    for place in range(chosen.count()):
        file = {"name": f"scan-{place + 1}.jpg", "mimeType": "image/jpeg", "buffer": paper(f"Sample {place + 1}")}
        chosen.nth(place).set_input_files(file)  # type: ignore[arg-type]
        sent.nth(place).click()
        page.get_by_text("已上传").first.wait_for()
    camera.take("citizen-apply", PHONE)
    page.get_by_label("我确认").check()
    page.get_by_role("button", name="提交").click()
    page.get_by_role("heading", name="部门正在网上预审").wait_for()
    number = page.locator("dd.number strong").first.inner_text().split("-")[0].replace(" ", "")
    camera.enter(ZHAO)
    camera.go(f"/online/{number}/")
    page.get_by_text("道路货物运输经营申请表").first.scroll_into_view_if_needed()
    camera.take("officer-online")
    for point in page.get_by_label("符合", exact=True).all():
        point.check()
    page.get_by_role("button", name="预审通过").click()
    page.get_by_text("已短信告知申请人").wait_for()
    camera.enter(LIN)
    camera.go(f"/online/{number}/receive/")
    camera.take("clerk-online")
