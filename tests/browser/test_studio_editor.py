"""The editor of a draft in a browser (S2-24, S2-18): by buttons, keyboard and mouse, with axe at both sizes; nobody's work is lost."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser.axe import assert_accessible, both_sizes
from tests.browser.studio_steps import document, labels, node, open_editor, row, saved, typed
from tests.browser.visits import apart, sign_in
from tests.cases.people import who
from tests.studio.pictures import contrast, striped
from yichuang.foundations import clock
from yichuang.studio.models import Draft
from yichuang.studio.operations.open_draft import open_draft, open_next_version
from yichuang.studio.operations.save_draft import save_draft
from yichuang.studio.queries.judging import judge

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENSHOT = [
    (3, "买了房子还没有办房产证"),
    (3, "其他情况"),
    (4, "经营场所是否是住宅改为商用?"),
    (5, "是"),
    (5, "否"),
    (3, "要登记的地址已经被注册过了"),
    (3, "申请登记为家庭经营"),
    (3, "已经经过名称核准"),
    (3, "委托他人办理"),
    (3, "经营范围中有需要依法前置的"),
]


def blank() -> Draft:
    actor = who("赵审查")
    return open_draft(
        actor=actor, department_id=actor.posts[0].department_id or 0, name="个体工商户开业", now=clock.now()
    )


def freight() -> Draft:
    return open_next_version(actor=who("赵审查"), matter_key="freight_general", now=clock.now())


def business() -> Draft:
    return open_next_version(actor=who("李登记"), matter_key="individual_business_setup", now=clock.now())


def kept(draft: Draft) -> Draft:
    return apart(lambda: Draft.objects.get(pk=draft.pk))


def rebuild(page: Page) -> None:
    """Build the screenshot of S2-24 node by node: two by the buttons, the others by the keyboard."""
    page.get_by_role("button", name="添加多选题").click()
    typed(page, "您属于下列哪些情况？")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    typed(page, "买了房子还没有办房产证")
    page.keyboard.press("Insert")
    typed(page, "其他情况")
    page.get_by_role("button", name="添加单选题").click()
    typed(page, "经营场所是否是住宅改为商用?")
    page.keyboard.press("ArrowUp")
    for _, text in SCREENSHOT[5:]:
        page.keyboard.press("Insert")
        typed(page, text)


def test_the_screenshot_is_rebuilt_node_by_node(page: Page, live_server: LiveServer, demo_again: None) -> None:
    draft = apart(blank)
    sign_in(page, live_server.url, "赵审查")
    open_editor(page, live_server.url, draft.pk)
    both_sizes(page)
    rebuild(page)
    saved(page)
    question = (2, "您属于下列哪些情况？")
    assert [one for one in labels(page) if one in SCREENSHOT or one == question] == [question, *SCREENSHOT]
    both_sizes(page)
    made = kept(draft).document
    asked, nested = made["questions"]
    assert (asked["kind"], nested["kind"]) == ("multi", "single")
    assert nested["ask_if"] == {"fact": asked["options"][1]["fact"], "in": ["yes"]}
    facts = {fact["id"]: fact for fact in made["facts"]}
    assert {option["text"] for option in asked["options"]} == {
        facts[option["fact"]]["text"] for option in asked["options"]
    }
    assert [value["text"] for value in facts[nested["fact"]]["values"]] == ["是", "否"]
    _moves(page)
    _conditions(page)
    _deletes(page)
    both_sizes(page)


def _moves(page: Page) -> None:
    """Up and down by the keyboard, back by undo, on by redo; one more by the mouse."""
    node(page, "委托他人办理").click()
    page.keyboard.press("Alt+ArrowUp")
    order = [text for _, text in labels(page)]
    assert order.index("委托他人办理") < order.index("已经经过名称核准")
    page.keyboard.press("Control+z")
    order = [text for _, text in labels(page)]
    assert order.index("委托他人办理") > order.index("已经经过名称核准")
    page.keyboard.press("Control+y")
    page.keyboard.press("Control+z")
    node(page, "委托他人办理").drag_to(node(page, "买了房子还没有办房产证"), target_position={"x": 60, "y": 3})
    assert labels(page)[labels(page).index((2, "您属于下列哪些情况？")) + 1] == (3, "委托他人办理")
    page.get_by_role("button", name="撤销", exact=True).first.click()


def _conditions(page: Page) -> None:
    """A material that is needed after one answer or for one kind of applicant, read as a sentence."""
    row(page, "申请材料").click()
    page.keyboard.press("Insert")
    typed(page, "房屋租赁合同")
    page.keyboard.press("F9")
    page.locator(".condition-fact").select_option(label="经营场所是否是住宅改为商用?")
    page.locator(".condition-values").get_by_text("是", exact=True).click()
    page.get_by_role("button", name="添加条件", exact=True).last.click()
    page.locator(".condition-fact").last.select_option(label="申请人类型")
    page.locator(".condition-values").last.get_by_text("企业", exact=True).click()
    page.locator(".condition-how").select_option(label="任一满足")
    said = "也就是：经营场所是否是住宅改为商用：是；或者申请人类型：企业"
    expect(page.locator(".condition-sentence")).to_have_text(said)
    saved(page)
    assert set(document(page)["materials"][0]["needed_if"]) == {"any"}
    both_sizes(page)


def _deletes(page: Page) -> None:
    """A question that a condition uses: what happens is said first, and it can be taken back."""
    before = document(page)
    if page.locator("[data-act=back]").is_visible():
        page.locator("[data-act=back]").click()
    row(page, "经营场所是否").click()
    page.keyboard.press("Delete")
    dialog = page.get_by_role("dialog")
    dialog.get_by_text("房屋租赁合同").wait_for()
    assert_accessible(page, within="dialog[open]")
    dialog.get_by_role("button", name="不删除").click()
    assert document(page) == before
    page.keyboard.press("Delete")
    page.get_by_role("dialog").get_by_role("button", name="只删除，条件留待修改").click()
    saved(page)
    # The condition that hangs in the air, and a material for which no law was named (S2-16).
    node(page, "房屋租赁合同").get_by_text("2 处错误").wait_for(state="attached")
    node(page, "房屋租赁合同").click()
    page.get_by_role("button", name="去掉已失效的条件").first.click()
    page.get_by_text("已修复：去掉已失效的条件").wait_for()
    assert document(page)["materials"][0]["needed_if"]["fact"] == "applicant_kind"
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    saved(page)
    assert document(page) == before


def test_two_authors_in_one_place_choose_side_by_side(
    page: Page, chromium: Browser, live_server: LiveServer, demo_again: None
) -> None:
    draft = apart(freight)
    other = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN").new_page()
    for one, name in ((page, "赵审查"), (other, "钱复核")):
        sign_in(one, live_server.url, name)
        open_editor(one, live_server.url, draft.pk)
    for one, material, name in ((page, "居民身份证", "身份证明"), (other, "授权委托书", "委托书")):
        node(one, material).click()
        one.get_by_label("材料名称").fill(name)
        saved(one)
    other.get_by_text("同事的修改已合并进来").wait_for()
    names = [material["name"] for material in kept(draft).document["materials"]]
    assert "身份证明" in names and "委托书" in names, "different places: merged without a question"

    for one, name in ((page, "货运申请表"), (other, "经营申请表")):
        node(one, "道路货物运输经营申请表").click()
        one.get_by_label("材料名称").fill(name)
    saved(page)
    dialog = other.get_by_role("dialog")
    dialog.wait_for()
    both_sizes(other)
    assert "货运申请表" in dialog.inner_text() and "经营申请表" in dialog.inner_text()
    dialog.get_by_role("button", name="稍后再选").click()
    other.locator("[data-part=save-state]").get_by_role("button", name="选择").click()
    dialog.get_by_label("我的").check()
    dialog.get_by_role("button", name="按选择保存").click()
    saved(other)
    assert "经营申请表" in [material["name"] for material in kept(draft).document["materials"]]

    # Taking back one's own step leaves alone what the colleague did.
    other.keyboard.press("Control+z")
    saved(other)
    left = [material["name"] for material in kept(draft).document["materials"]]
    assert "身份证明" in left and "经营申请表" not in left
    other.context.close()


def test_what_was_written_without_network_is_saved_when_it_is_back(
    page: Page, live_server: LiveServer, demo_again: None
) -> None:
    draft = apart(freight)
    sign_in(page, live_server.url, "赵审查")
    open_editor(page, live_server.url, draft.pk)
    page.context.set_offline(True)
    node(page, "居民身份证").click()
    page.get_by_label("材料名称").fill("居民身份证件")
    page.locator("[data-part=save-state]").get_by_text("未保存，网络恢复后自动重试").wait_for()
    assert kept(draft).revision == 1
    stored = page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "居民身份证件" not in stored, "the next person at this machine must not find it"
    page.context.set_offline(False)
    saved(page)
    assert "居民身份证件" in [material["name"] for material in kept(draft).document["materials"]]


def test_all_coarse_situations_are_split_at_once_and_undone_as_one(
    page: Page, live_server: LiveServer, demo_again: None
) -> None:
    draft = apart(business)
    sign_in(page, live_server.url, "李登记")
    open_editor(page, live_server.url, draft.pk)
    before = document(page)
    page.locator("[data-act=checks]").click()
    together = page.locator(".findings-together")
    together.get_by_text("可以一次全部拆分").wait_for()
    both_sizes(page)
    page.set_viewport_size({"width": 1366, "height": 768})
    together.get_by_role("button", name="全部拆分").click()
    page.get_by_text("已修复：全部拆分").wait_for()
    together.wait_for(state="detached")
    saved(page)
    assert not [one for one in judge(kept(draft).document).findings if one.code == "finest_grain"]
    assert document(page)["materials"] == before["materials"]
    page.keyboard.press("Control+z")
    saved(page)
    assert document(page) == before


def test_a_sample_is_blurred_marked_and_seen_in_the_preview(
    page: Page, live_server: LiveServer, demo_again: None, tmp_path: Path
) -> None:
    draft = apart(freight)
    sign_in(page, live_server.url, "赵审查")
    open_editor(page, live_server.url, draft.pk)
    node(page, "居民身份证").click()
    original = tmp_path / "身份证.png"
    original.write_bytes(striped((600, 400)))
    page.locator(".samples input[type=file]").set_input_files(original)
    page.get_by_role("button", name="模糊处理并保存").click()
    page.get_by_text("请框出隐私内容，或确认图中没有。").wait_for()
    box = page.locator(".board-marks").bounding_box()
    assert box
    page.mouse.move(box["x"] + 1, box["y"] + 1)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 1, steps=3)
    page.mouse.up()
    both_sizes(page)
    page.set_viewport_size({"width": 1366, "height": 768})
    page.get_by_role("button", name="模糊处理并保存").click()
    page.get_by_role("button", name="添加标注").click()
    page.get_by_label("左 1").fill("600")
    page.get_by_label("怎样看、裁量标准 1").fill("看有效期限")
    both_sizes(page)
    page.get_by_role("button", name="完成").click()
    saved(page)
    found: Any = next(one for one in kept(draft).document["materials"] if one["samples"])["samples"][0]
    assert found["marks"][0]["area"]["x"] == 600 and found["marks"][0]["note"] == "看有效期限"
    published = page.request.get(f"{live_server.url}/studio/{draft.pk}/files/{found['file']}/").body()
    assert contrast(published, (20, 20, 260, 360)) < 90, "blurred in the file itself"
    assert contrast(published, (340, 20, 560, 360)) > 200

    answers = "a.q1=a&a.q2=a&a.q3=a&a.q4=b&a.q5="
    page.goto(f"{live_server.url}/studio/{draft.pk}/preview/?{answers}")
    page.get_by_text("预览，尚未发布").wait_for()
    page.get_by_text("看有效期限").wait_for()
    both_sizes(page)
    for address in ("history/", "history/2/", "situations/?applicants=1"):
        page.goto(f"{live_server.url}/studio/{draft.pk}/{address}")
        both_sizes(page)


def large() -> Draft:
    """A draft of five hundred nodes: 100 questions of four options."""
    draft = blank()
    questions, facts = [], []
    for at in range(100):
        values = [{"id": f"v{place}", "text": f"选项 {at}-{place}"} for place in range(4)]
        facts.append({"id": f"f{at}", "text": f"第 {at} 题", "values": values, "source": "asked", "since": None})
        options = [{"id": one["id"], "text": one["text"], "values": [one["id"]]} for one in values]
        questions.append(
            {"id": f"q{at}", "text": f"第 {at} 题", "kind": "single", "fact": f"f{at}", "options": options}
        )
    whole = {**draft.document, "questions": questions, "facts": facts}
    return save_draft(actor=who("赵审查"), draft_id=draft.pk, document=whole, base_revision=1, now=clock.now()).draft


def test_an_edit_in_five_hundred_nodes_draws_only_what_changed(
    page: Page, live_server: LiveServer, demo_again: None
) -> None:
    draft = apart(large)
    sign_in(page, live_server.url, "赵审查")
    open_editor(page, live_server.url, draft.pk)
    assert page.locator("[role=treeitem]").count() > 500
    node(page, "第 50 题").click()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    before = page.evaluate("() => window.studioEditor.tree.drawn")
    page.get_by_label("题目").press_sequentially("换了", delay=20)
    saved(page)
    assert page.evaluate("() => window.studioEditor.tree.drawn") - before == 2, "one row for each letter"
    assert len(sent) == 1, "one save for all letters"
    for _ in range(120):
        page.get_by_label("题目").press("a")
        page.evaluate("() => { window.studioEditor.store.last.at = 0; }")
    for _ in range(120):
        page.evaluate("() => window.studioEditor.store.undo()")
    assert "a" not in document(page)["questions"][50]["text"], "a hundred steps and more can be taken back"
