"""Take the screenshots of the role pages: a house of its own with the demonstration, walked through by every role.

    shots.py [folder [folder of the help page]]      (default: docs/roles/img, and where the help page looks)
    SHOTS=shared shots.py                            (one walk only: day, village, author, examined, shared, online, hall)

Each picture is what a person sees on a real page with real content; none is drawn. Add a step to `walk` to add a picture.
"""

import io
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402 - a script's own folder is on the path, the project's is not
from playwright.sync_api import Page, sync_playwright  # noqa: E402

from tools import browser  # noqa: E402
from tools.shots_hall import hall  # noqa: E402
from tools.shots_online import applied  # noqa: E402

PORT = 18451
# Colours of a picture: those that cover most of it as they are, and some that are farthest apart, so that a small red badge stays red.
OFTEN, FAR = 64, 32
COUNTER, PHONE = {"width": 1366, "height": 768}, {"width": 360, "height": 800}
PERSON = {
    "name": "王小明",
    "id_number": "330181199503070010",
    "contact_name": "王小明",
    "contact_mobile": "13900001234",
}


def few_colours(picture: Image.Image) -> Image.Image:
    """Return a picture in the few colours that it needs, so that it is small."""
    found: list[Any] = sorted(picture.getcolors(1 << 24) or (), reverse=True)
    often = [part for _, colour in found[:OFTEN] for part in colour]
    far = picture.quantize(FAR, Image.Quantize.MAXCOVERAGE).getpalette() or []
    palette = Image.new("P", (1, 1))
    palette.putpalette([*often, *far[: 3 * FAR]])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


class Camera:
    """One browser in one house, and where its pictures go."""

    def __init__(self, page: Page, folder: Path, environment: dict[str, str]) -> None:
        self.page, self.folder, self.environment = page, folder, environment
        self.address = f"http://127.0.0.1:{environment['PORT']}"

    def enter(self, mobile: str) -> None:
        """Sign in with one click on the page of the demonstration's people."""
        self.page.context.clear_cookies()
        self.page.goto(f"{self.address}/demo/")
        self.page.locator(f"form:has(input[value='{mobile}']) button").click()
        self.page.wait_for_load_state("networkidle")

    def go(self, path: str) -> None:
        """Open a page."""
        self.page.goto(f"{self.address}{path}")
        self.page.wait_for_load_state("networkidle")

    def manage(self, *arguments: str) -> str:
        """Run a command of the house, and return what it printed."""
        command = [sys.executable, "-W", "ignore", "manage.py", *arguments]
        # The house runs on its own embedded database, where the clock may be moved; a command beside it has to be told so.
        environment = {**self.environment, "YICHUANG_MOVABLE_CLOCK": "1"}
        done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def take(self, name: str, size: dict[str, int] | None = None) -> None:
        """Take a picture at the counter's size, or another, with few colours."""
        self.take_of(self.page, name, size or COUNTER)
        self.page.set_viewport_size(COUNTER)  # type: ignore[arg-type]

    def take_of(self, page: Page, name: str, size: dict[str, int]) -> None:
        """Take a picture of another browser's page, such as a device's."""
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.wait_for_timeout(300)
        with Image.open(io.BytesIO(page.screenshot())) as picture:
            small = few_colours(picture.convert("RGB"))
        small.save(self.folder / f"{name}.png", optimize=True)
        print(f"{name}.png", flush=True)


def walk(camera: Camera) -> None:
    """Go through the house once, from the counter to the result."""
    page = camera.page
    camera.go("/demo/")
    camera.take("demo")
    camera.enter("13900000001")
    camera.go("/desk/?q=phys")
    camera.take("clerk-search")
    page.get_by_role("link", name="普通货物运输经营许可").first.click()
    for choice in ("个人", "首次申请", "是", "否"):
        page.locator("label.choice", has_text=choice).first.click()
        page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="下一题").click()
    for field, value in PERSON.items():
        page.locator(f"#f-{field}").fill(value)
    camera.take("clerk-desk")
    page.get_by_role("button", name="收件").click()
    page.wait_for_url(re.compile(r"/cases/\d+/"))
    number = re.findall(r"/cases/(\d+)/", page.url)[0]
    camera.go(f"/cases/{number}/receipt/")
    camera.take("clerk-receipt")
    camera.go(f"/cases/{number}/")
    page.keyboard.press("F8")
    for box in page.locator(".material-points input[type=checkbox]").all():
        box.check()
    page.locator(".material").first.scroll_into_view_if_needed()
    camera.take("clerk-materials")
    page.keyboard.press("F2")
    page.get_by_text("已受理").first.wait_for()
    camera.take("clerk-accepted")
    camera.go("/handovers/")
    camera.take("clerk-handover")
    camera.enter("13900000004")
    camera.go("/cases/?list=all")
    camera.take("supervisor-list")
    camera.enter("13900000011")
    camera.go("/cases/?list=to_decide")
    camera.take("officer-list")
    camera.go(f"/cases/{number}/")
    camera.take("officer-case")
    camera.enter("13900000013")
    camera.go("/approvals/")
    camera.take("head-approvals", PHONE)
    camera.enter("13900000005")
    camera.go("/issuing/")
    camera.take("issuer")
    page.context.clear_cookies()
    camera.go("/public/")
    camera.take("citizen-home")
    camera.go(f"/progress/?number={number}")
    camera.take("citizen-progress", PHONE)
    camera.go("/verify/")
    camera.take("citizen-verify")


def village(camera: Camera) -> None:
    """A village point and its town hall: the agent collects on the spot, the hall accepts and hands out (S2-54)."""
    page = camera.page
    camera.enter("13900000034")
    camera.go("/desk/death_cancellation/?kind=person")
    while page.locator("label.choice").count():
        page.locator("label.choice").first.click()
        page.wait_for_load_state("networkidle")
    for field, value in PERSON.items():
        page.locator(f"#f-{field}").fill(value)
    camera.take("village-desk", PHONE)
    page.get_by_role("button", name="收件").click()
    page.wait_for_url(re.compile(r"/cases/\d+/"))
    number = re.findall(r"/cases/(\d+)/", page.url)[0]
    camera.enter("13900000031")
    camera.go(f"/cases/{number}/")
    camera.take("town-case")


def author(camera: Camera) -> None:
    """Sort a matter to the finest grain: the pictures of the authors' help page."""
    page = camera.page
    camera.enter("13900000011")
    camera.go("/catalog/freight_general/")
    page.get_by_role("button", name="编写下一版").click()
    page.wait_for_selector("#editor[data-ready]")
    camera.go(page.url.removeprefix(camera.address))
    page.wait_for_selector("#editor[data-ready]")
    camera.take("begin")
    page.locator("[data-act=checks]").click()
    camera.take("findings")
    page.get_by_role("button", name="拆分为 2 个四级情形").first.click()
    page.locator("[data-part=summary]").filter(has_text="11 处错误").wait_for()
    page.locator("[data-act=structure]").click()
    page.locator("[role=treeitem]").filter(has_text="委托代办人办理").nth(1).scroll_into_view_if_needed()
    camera.take("split")
    camera.go(page.url.removeprefix(camera.address) + "preview/")
    camera.take("preview")


def examined(camera: Camera) -> None:
    """Compare, review and simulate a next version with one word of help more: the pictures of the author's and the reviewer's pages."""
    page = camera.page
    camera.enter("13900000044")
    camera.go("/catalog/dictionary/")
    camera.take("dictionary")
    camera.enter("13900000019")
    camera.go("/catalog/vehicle_licence_replace/")
    page.get_by_role("button", name="编写下一版").click()
    page.wait_for_selector("#editor[data-ready]")
    draft = page.url.removeprefix(camera.address)
    page.locator("[role=treeitem]").filter(has_text="所有人类型").first.click()
    page.get_by_label("提示").fill("按行驶证上登记的所有人选择")
    page.wait_for_function("() => !window.studioEditor.saver.dirty()")
    page.locator("[role=treeitem]").filter(has_text="居民身份证").first.click()
    page.get_by_label("标准材料类型", exact=True).fill("sfz")
    page.locator(".pick-row").first.wait_for()
    camera.take("type-pick")
    page.keyboard.press("Escape")
    camera.go(f"{draft}compare/")
    camera.take("comparison")
    camera.go(f"{draft}review/")
    page.get_by_role("button", name="提交评审").click()
    page.get_by_text("已提交业务评审。").wait_for()
    camera.enter("13900000044")
    camera.go(f"{draft}review/")
    for name in ("柏评审", "水评审"):
        page.get_by_label(name, exact=True).check()
    page.get_by_role("button", name="指派", exact=True).click()
    for mobile in ("13900000051", "13900000052"):
        camera.enter(mobile)
        camera.go(f"{draft}review/")
        for item in page.locator(".review-item").all():
            item.get_by_label("高", exact=True).check()
        if mobile == "13900000051":
            camera.take("review")
        page.get_by_role("button", name="完成评审").click()
        page.locator("#ask-finish [data-confirm-yes]").click()
        page.get_by_text("已完成评审。").wait_for()
    camera.enter("13900000044")
    camera.go(f"{draft}simulation/")
    page.get_by_role("button", name="编写剧本").click()
    page.get_by_text("建议的分配", exact=True).wait_for()
    camera.take("simulation")


def shared(camera: Camera) -> None:
    """The form of one matter from its author to the case, and the data that other departments share with the counter (S2-48, S2-51)."""
    page = camera.page
    camera.enter("13900000011")
    camera.go("/catalog/freight_general/")
    page.get_by_role("button", name="编写下一版").click()
    page.wait_for_selector("#editor[data-ready]")
    camera.go(f"{page.url.removeprefix(camera.address)}form/")
    page.locator(".own-pick", has_text="停车场地面积").click()
    page.locator("#own-x-shared").scroll_into_view_if_needed()
    camera.take("author-own-form")
    camera.enter("13900000001")
    camera.go("/desk/freight_general/?kind=person&a.q2=a&a.q3=a&a.q4=b&done.q5=1")
    for field, value in PERSON.items():
        page.locator(f"#f-{field}").fill(value)
    page.get_by_label("申请人同意为办理本事项查询本人信息").check()
    page.get_by_role("button", name="提取").click()
    page.get_by_role("button", name="核对无误，填入").click()
    page.get_by_label("拟投入车辆数（辆）").fill("3")
    page.get_by_label("安全生产管理人员手机").fill("13900005678")
    page.get_by_label("经营场所地址").scroll_into_view_if_needed()
    camera.take("clerk-own-form")
    page.get_by_role("button", name="收件").click()
    page.wait_for_url(re.compile(r"/cases/\d+/"))
    page.get_by_text("安全生产管理人员手机").scroll_into_view_if_needed()
    camera.take("clerk-own-form-case")
    page.context.clear_cookies()
    camera.go("/prefill/freight_general/?kind=person&a.q2=a&a.q3=a&a.q4=b&a.q5=")
    camera.take("citizen-prefill", PHONE)
    for field, value in PERSON.items():
        page.locator(f"#f-{field}").fill(value)
    page.get_by_label("拟投入车辆数（辆）").fill("3")
    page.get_by_label("我同意").check()
    page.get_by_role("button", name="保存，取预填码").click()
    page.wait_for_url("**/prefill/")
    camera.take("citizen-prefill-code", PHONE)
    camera.enter("13900000043")
    for name, path in (
        ("sharing-apis", ""), ("sharing-api", "apis/household/"), ("sharing-grants", "grants/"), ("sharing-calls", "calls/"),
    ):  # fmt: skip
        camera.go(f"/sharing/{path}")
        camera.take(name)


# Name of a walk → what it does, and where its pictures go.
WALKS = {
    "day": (walk, "roles"),
    "village": (village, "roles"),
    "author": (author, "help"),
    "examined": (examined, "roles"),
    "shared": (shared, "roles"),
    "online": (applied, "roles"),
    "hall": (hall, "roles"),
}


def main(arguments: list[str]) -> int:
    """Open the house, walk, close it; return the exit code."""
    folder = Path(arguments[0]) if arguments else ROOT / "docs" / "roles" / "img"
    helped = Path(arguments[1]) if len(arguments) > 1 else ROOT / "yichuang" / "studio" / "static" / "studio" / "help"
    for place in (folder, helped):
        place.mkdir(parents=True, exist_ok=True)
    executable = browser.find_or_install()
    if not executable:
        print("No browser: name one with CHROMIUM=/path/to/it", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="yichuang-shots-", ignore_cleanup_errors=True) as data:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment |= {"YICHUANG_DATA": data, "PORT": str(PORT), "YICHUANG_DEMO": "1"}
        log = Path(data) / "shots.log"
        with log.open("w") as out:
            house = subprocess.Popen(
                [sys.executable, "-m", "yichuang.project.run"], cwd=ROOT, env=environment, stdout=out, stderr=out
            )
        try:
            until = time.monotonic() + 900  # where other work fills the machine, loading takes minutes
            while "Stop: Ctrl-C" not in log.read_text():
                if house.poll() is not None or time.monotonic() > until:
                    print(log.read_text(), file=sys.stderr)
                    return 1
                time.sleep(0.2)
            with sync_playwright() as driver:
                opened = driver.chromium.launch(executable_path=executable, args=["--no-sandbox", "--disable-gpu"])
                page = opened.new_context(viewport=COUNTER, locale="zh-CN").new_page()  # type: ignore[arg-type]
                only = os.environ.get("SHOTS", "")
                for name, (act, goes) in WALKS.items():
                    if only in ("", name):
                        act(Camera(page, helped if goes == "help" else folder, environment))
                opened.close()
        finally:
            house.send_signal(signal.SIGINT)
            house.wait(60)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
