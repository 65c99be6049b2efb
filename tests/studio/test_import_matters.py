"""Real matters of other places as drafts: none lost, every oddity named, telephone numbers left out (issue 3, 5)."""

import json
import os
from collections import Counter
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.cases.people import signed_in, who
from tests.cases.test_budgets import statements
from tests.house.reading import ROOT
from yichuang.accounts.permissions import SYSTEM
from yichuang.foundations import clock, ledger
from yichuang.foundations.problems import NotAllowed, Refused
from yichuang.studio.models import Draft, DraftRevision, FindingCount
from yichuang.studio.operations.count_findings import count_findings
from yichuang.studio.operations.import_records import Imported, import_records
from yichuang.studio.operations.save_draft import save_draft
from yichuang.studio.queries.naming import rules_found, totals
from yichuang.studio.rules.foreign import guangan, guangdong
from yichuang.studio.rules.foreign.records import LEFT_OUT, Record, begin

SAMPLES = Path(__file__).parent / "real"
WHOLE = Path(os.environ.get("YICHUANG_MATTERS", ROOT.parent / "shared" / "data" / "matters"))
district = pytest.mark.usefixtures("demo_district")
GUANGDONG = (SAMPLES / "guangdong_sample.jsonl").read_text(encoding="utf-8")
GUANGAN = (SAMPLES / "guangan_sample.json").read_text(encoding="utf-8")


def odd(record: Record) -> dict[str, str]:
    return {oddity.field: oddity.reason for oddity in record.oddities}


def test_a_matter_of_guangdong_keeps_what_was_published() -> None:
    record = guangdong.records(GUANGDONG)[0]
    row = json.loads(GUANGDONG.splitlines()[0])
    document = record.document
    assert (record.name, record.source, record.code) == (row["TASK_NAME"], row["DEPT_NAME"], row["TASK_CODE"])
    assert document["codes"]["basic"] == row["CATAID"] == row["TASK_CODE"][19:31]
    assert [material["name"] for material in document["materials"]] == row["material_intro"]
    assert document["statutory_limit"]["unit"] == "workday" and document["matter_type"] == "行政许可"
    assert document["conditions"] == [row["accept_standard"]]


def test_no_row_is_lost_and_every_oddity_has_its_reason() -> None:
    found = guangdong.records(GUANGDONG)
    assert [record.number for record in found] == list(range(1, 13))
    reasons = Counter(oddity.reason for record in found for oddity in record.oddities)
    for reason in ("前 18 位不是有效的统一社会信用代码", "文中的电话号码没有导入", "没有列出材料", "没有写明"):
        assert reasons[reason], reasons
    open_ended = [record for record in found if odd(record).get("法定期限") == "没有写明"]
    assert open_ended and all("statutory_limit" not in record.document for record in open_ended)


@pytest.mark.parametrize(
    ("change", "field", "reason"),
    [
        ({"TASK_CODE": "123"}, "实施编码", "前 18 位不是有效的统一社会信用代码"),
        ({"CATAID": "999999999999"}, "基本编码", "与实施编码的后 12 位不同"),
        ({"matter_type": "许可"}, "事项类型", "不在事项类型表内"),
        ({"handle_time": "二十天"}, "法定期限", "写法无法识别"),
        ({"handle_time": "5(工作日)", "handle_time_limit": "9(工作日)"}, "承诺期限", "长于法定期限"),
        ({"visit_number": "若干"}, "到现场次数", "不是数字"),
        ({"service_object_name": ["火星人"]}, "服务对象", "没有写明服务对象"),
        ({"material_intro": ["身份证", "身份证"]}, "材料", "材料名称重复，两份都已导入"),
        ({"material_intro": ["身份证", " "]}, "材料", "第 2 份材料没有名称，没有导入"),
        ({"TASK_NAME": ""}, "名称", "没有事项名称"),
    ],
)
def test_an_odd_row_is_imported_and_named(change: dict[str, object], field: str, reason: str) -> None:
    row = json.loads(GUANGDONG.splitlines()[0]) | change
    (record,) = guangdong.records(json.dumps(row))
    assert odd(record)[field] == reason and record.document["name"]


def test_a_line_that_cannot_be_read_is_a_draft_with_its_number() -> None:
    first, broken = guangdong.records(GUANGDONG.splitlines()[0] + "\n{坏\n")
    assert broken.name == "第 2 行（无法读取）" and odd(broken)["整行"].startswith("不是 JSON")
    assert first.number == 1


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("咨询电话：020-83134173。", f"咨询电话：{LEFT_OUT}。"),
        ("电话 83134173", f"电话{LEFT_OUT}"),
        ("联系13812345678咨询", f"联系{LEFT_OUT}咨询"),
        ("（020）83134173转801", f"{LEFT_OUT}转801"),
        ("文号 20190302 号、统一代码 11440000006939756B", "文号 20190302 号、统一代码 11440000006939756B"),
        ("无", ""),
    ],
)
def test_telephone_numbers_stay_out_and_other_numbers_stay(text: str, left: str) -> None:
    assert begin(1, "事项", "c", "s").clean("受理条件", text) == left


def test_matters_of_guangan_have_names_codes_and_types() -> None:
    found = guangan.records(GUANGAN)
    assert len(found) == 13 and len({record.code for record in found}) == 13
    first = found[0]
    assert (first.source, first.document["matter_type"]) == ("区经信局", "其他行政权力")
    assert first.document["codes"]["basic"] == "511Z07001006"
    twice = [record for record in found if odd(record).get("名称", "").startswith("同一部门下与第")]
    assert [record.name for record in twice] == ["求职创业补贴申领"]


def imported(**more: Any) -> Imported:
    """Import the sample of Guangdong."""
    records = guangdong.records(GUANGDONG)
    given = {"actor": SYSTEM, "department_key": "xs-info", "records": records, "source": guangdong.SOURCE, **more}
    return import_records(now=clock.now(), **given)


@district
def test_every_record_is_a_draft_with_its_revision_and_its_event() -> None:
    assert imported().opened == 12
    drafts = list(Draft.objects.filter(origin="import"))
    assert len(drafts) == 12 and DraftRevision.objects.filter(draft__in=drafts, number=1).count() == 12
    assert {draft.document["key"] == draft.key and draft.department.key for draft in drafts} == {"xs-info"}
    (event,) = ledger.history(drafts[0].stream)
    assert event.type == "draft.opened" and drafts[0].chain_seq == 1


@district
def test_importing_again_opens_no_second_draft() -> None:
    imported()
    again = imported()
    assert again.opened == 0 and len(again.there_already) == 12


@district
def test_importing_nothing_is_refused_and_only_the_department_may() -> None:
    with pytest.raises(Refused, match="没有任何事项"):
        imported(records=[])
    with pytest.raises(NotAllowed):
        imported(actor=who("赵审查"))
    assert not Draft.objects.exists()


@district
def test_the_command_reports_every_row(tmp_path: Path) -> None:
    file, report, out = tmp_path / "matters.jsonl", tmp_path / "report.csv", StringIO()
    file.write_text(GUANGDONG, encoding="utf-8")
    call_command(
        "import_matters",
        str(file),
        "--format",
        "guangdong",
        "--department",
        "xs-info",
        "--report",
        str(report),
        stdout=out,
    )
    assert "读到 12 个事项，新建草稿 12 份" in out.getvalue()
    lines = report.read_text(encoding="utf-8-sig").splitlines()
    oddities = [oddity for record in guangdong.records(GUANGDONG) for oddity in record.oddities]
    assert lines[0].startswith("序号,事项名称") and len(lines) == 1 + len(oddities)
    with pytest.raises(CommandError, match="没有编号为"):
        call_command("import_matters", str(file), "--format", "guangdong", "--department", "nobody")
    with pytest.raises(CommandError, match="无法读取"):
        call_command("import_matters", str(file), "--format", "guangan", "--department", "xs-info")


@district
def test_the_overview_sums_up_what_the_checks_found() -> None:
    imported()
    drafts = list(Draft.objects.filter(origin="import"))
    count_findings(draft_ids=[draft.pk for draft in drafts])
    found = rules_found(who("谢区管"), "")
    assert found and sum(rule.total for rule in found) == sum(row.count for row in FindingCount.objects.all())
    assert totals(who("谢区管"), "").judged == 12
    assert rules_found(who("李登记"), "") == [], "another department's officer"
    http = signed_in("谢区管")
    with statements() as seen:
        page = http.get("/studio/naming/", {"code": found[0].code})
    assert len(seen) <= 7, seen  # session 2, departments, totals, rules, the drafts of one rule with theirs
    assert page.status_code == 200 and found[0].sample in unescape(page.content.decode())
    exported = http.get("/studio/naming/export/")
    assert exported["Content-Type"].endswith("sheet") and exported.content.startswith(b"PK")


@pytest.mark.skipif(not WHOLE.is_dir(), reason="the whole files are outside the repository")
@pytest.mark.parametrize(
    ("source", "name", "count"),
    [(guangdong, "guangdong_policy.jsonl", 2262), (guangan, "guangan_qianfeng_matters.json", 1135)],
)
@district
def test_the_whole_files_are_imported_with_none_lost(source: Any, name: str, count: int) -> None:
    records = source.records((WHOLE / name).read_text(encoding="utf-8"))
    assert imported(records=records, source=source.SOURCE).opened == count
    assert Draft.objects.filter(origin="import").count() == count
    assert DraftRevision.objects.count() == count


@district
def test_a_save_counts_the_findings_of_an_imported_draft_anew() -> None:
    """The overview says what is true of the draft as it stands, not as it was imported."""
    imported(department_key="xs-transport")
    draft = Draft.objects.order_by("pk").first()
    assert draft is not None
    count_findings(draft_ids=[draft.pk])
    before = {row.code: row.count for row in FindingCount.objects.filter(draft=draft)}
    worse = {**draft.document, "materials": [{"id": "m1", "name": "其他材料"}]}
    save_draft(actor=who("赵审查"), draft_id=draft.pk, document=worse, base_revision=1, now=clock.now())
    after = {row.code: row.count for row in FindingCount.objects.filter(draft=draft)}
    assert after != before and any(code.startswith("name.") for code in set(after) - set(before))
    assert {row.revision for row in FindingCount.objects.filter(draft=draft)} == {2}
    kept = Draft.objects.get(pk=draft.pk)
    said = FindingCount.objects.filter(draft=draft, severity="error").values_list("count", flat=True)
    assert (kept.judged_revision, kept.errors) == (2, sum(said))


@district
def test_a_list_does_not_give_the_errors_of_an_earlier_state() -> None:
    imported(department_key="xs-transport")
    draft = Draft.objects.order_by("pk").first()
    assert draft is not None
    Draft.objects.filter(pk=draft.pk).update(errors=7, judged_revision=1, revision=2)
    page = signed_in("赵审查").get("/studio/", {"q": draft.name}).content.decode()
    assert draft.name in page and "待校验" in page and "7 处错误" not in page
