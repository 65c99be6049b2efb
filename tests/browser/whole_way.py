"""The steps of one journey of a matter through the whole studio, by buttons and keys as its users press them (issue 3)."""

from playwright.sync_api import Page

from tests.browser.studio_steps import node, row, saved, typed
from tests.browser.visits import all_of

ASKED, PAPER = "是否委托他人办理", "机动车业务授权委托书"


def open_editor_page(page: Page, address: str) -> None:
    """Open a draft's editor by its address."""
    page.goto(address)
    page.wait_for_selector("#editor[data-ready]")


def ask_who_comes(page: Page) -> None:
    """Add by keyboard: a question below the answer 丢失, a material, its condition, a review point."""
    node(page, "丢失").click()
    page.keyboard.press("F7")
    typed(page, ASKED)
    row(page, "申请材料").focus()
    page.keyboard.press("End")
    row(page, "申请材料").click()
    page.keyboard.press("Insert")
    typed(page, PAPER)
    page.keyboard.press("F9")
    page.locator(".condition-fact").last.select_option(label=ASKED)
    page.locator(".condition-values").last.get_by_text("是", exact=True).click()
    row(page, PAPER).focus()
    page.keyboard.press("Insert")
    typed(page, "委托人签字，写明委托事项")
    row(page, PAPER).click()
    page.get_by_label("法律依据").fill("机动车登记规定 第八十三条")
    saved(page)


def repair_everything(page: Page) -> list[str]:
    """Press the first repair that an error offers until no error is left; return what was pressed."""
    pressed: list[str] = []
    page.locator("[data-act=checks]").click()
    page.locator(".editor-checks").wait_for()
    while page.locator(".editor-checks .finding-error").count():
        button = page.locator(".editor-checks .finding-error .btn").first
        pressed.append(button.inner_text())
        before = page.locator("[data-part=summary]").inner_text()
        button.click()
        script = "before => document.querySelector('[data-part=summary]').innerText !== before"
        page.wait_for_function(script, arg=before)
        saved(page)
        assert len(pressed) < 30, pressed
    page.locator("[data-act=structure]").click()
    return pressed


def submit(page: Page) -> None:
    """Submit from the editor: asked once, then the review's page."""
    page.get_by_role("button", name="提交", exact=True).click()
    page.locator("#ask-submit [data-confirm-yes]").click()
    page.get_by_text("已提交业务评审。").wait_for()


def name_experts(page: Page, names: tuple[str, ...]) -> None:
    """Name the experts on the review's page."""
    for name in names:
        page.get_by_label(name, exact=True).check()
    page.get_by_role("button", name="指派", exact=True).click()
    page.get_by_text("已指派评审专家并发送通知。").wait_for()


def grade_high(page: Page) -> None:
    """Grade 高 whatever is open to be graded."""
    for item in all_of(page.locator(".review-item")):
        if item.get_by_label("高", exact=True).is_visible():
            item.get_by_label("高", exact=True).check()


def grade_medium(page: Page, item: str, place: str, reason: str) -> None:
    """Grade one item 中 with the reason, pointing at the material beside it."""
    graded = page.locator(f"#item-{item}")
    graded.get_by_label("中", exact=True).check()
    card = page.locator(".node", has_text=place).filter(has=page.locator(".node-kind", has_text="材料")).first
    card.get_by_role("button", name="标注").click()
    graded.get_by_label("理由").fill(reason)
    page.locator("[data-save-state]").get_by_text("已保存").wait_for()


def finish_review(page: Page) -> None:
    """Say that the review is done."""
    page.get_by_role("button", name="完成评审").click()
    page.locator("#ask-finish [data-confirm-yes]").click()
    page.get_by_text("已完成评审。").wait_for()


def settle_in_the_editor(page: Page, note: str) -> None:
    """Say beside the chosen node how its remark was dealt with."""
    page.get_by_role("button", name="标为已处理").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("怎样处理的").fill(note)
    dialog.get_by_role("button", name="标为已处理").click()
    page.locator(".toast-item", has_text="已记录处理说明").last.wait_for()
    saved(page)


def start_run(page: Page) -> None:
    """Say at which window one stands, and open the desk."""
    page.get_by_role("button", name="我在这个窗口，开始受理").click()
    page.get_by_role("link", name="打开收件台").click()


def declare(page: Page, kind: str, answers: list[tuple[list[str], bool]], form: dict[str, str]) -> None:
    """Do at the desk what the script says, as far as the receipt."""
    page.locator("label.choice", has_text=kind).click()
    page.wait_for_load_state("networkidle")
    for chosen, several in answers:
        for one in chosen:
            page.locator("fieldset.question label.choice", has=page.get_by_text(one, exact=True)).click()
        if several:
            page.get_by_role("button", name="下一题").click()
        page.wait_for_load_state("networkidle")
    page.get_by_text("情形：").wait_for()
    for field, value in form.items():
        if field not in ("courier", "quantity"):
            page.locator(f"#f-{field}").fill(value)
    page.keyboard.press("F2")
    page.wait_for_url("**/cases/*/?desk=1")


def accept(page: Page) -> None:
    """Take what was brought as paper, what needs not be brought as shared data, tick every point and accept."""
    page.keyboard.press("F8")
    for way in page.locator("select[data-exempt]").all():
        way.select_option("shared")
    for box in all_of(page.locator(".material-points input[type=checkbox]")):
        box.check()
    page.keyboard.press("F2")
    page.get_by_text("已受理").first.wait_for()


def object_to(page: Page, place: str, text: str) -> None:
    """Raise an objection on the page of the run."""
    places = page.get_by_label("位置")
    places.select_option(value=places.locator("option", has_text=place).first.get_attribute("value"))
    page.get_by_label("哪里不对").fill(text)
    page.get_by_role("button", name="提出异议").click()
    page.get_by_text("异议已记录").wait_for()
