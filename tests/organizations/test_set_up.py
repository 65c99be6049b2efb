"""`manage.py set_up` opens a real house: places from a workbook, all or none, and the first administrator (issue 2; S0-24, S0-25)."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.organizations.sheets import DIVISIONS, WHOLE, workbook
from yichuang.accounts.models import PasswordReset, Posting, Staff
from yichuang.foundations import ledger
from yichuang.foundations.checkpoints import verify_ledger
from yichuang.foundations.models import CalendarYear, Event
from yichuang.notifications.models import Message
from yichuang.organizations.models import Board, Department, Division, Site, Window

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_house")]
MOBILE = "13911112222"
PASSWORD = "春江花月夜-12097"


def set_up(*given: str) -> str:
    out = StringIO()
    call_command("set_up", *given, stdout=out)
    return out.getvalue()


def appoint(name: str = "丁首任", mobile: str = MOBILE) -> str:
    return set_up("--district", "420102", "--name", name, "--mobile", mobile)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "organisation.xlsx"
    path.write_bytes(workbook(**WHOLE))
    return path


def test_a_workbook_opens_the_house_and_again_changes_nothing(book: Path) -> None:
    said = set_up(str(book))
    assert "行政区划新增 4、变更 0" in said and "窗口新增 2" in said and "工作日历已载入 2018—2026 年" in said
    window = Window.objects.get(number="01")
    assert (window.site.key, window.board and window.board.letter) == ("ja-centre", "A")
    assert [event.type for event in ledger.history("division:420102001")] == ["place.added"]
    assert Event.objects.filter(type="place.added").count() == 9
    said = set_up(str(book))
    assert "不变 9" in said and "新增" not in said
    assert Event.objects.filter(type__startswith="place.").count() == 9
    assert CalendarYear.objects.count() == 9
    assert verify_ledger().faults == []


def test_a_changed_row_is_changed_and_said_so(book: Path) -> None:
    set_up(str(book))
    book.write_bytes(
        workbook(department=(("ja-market", "江岸区市场监管局", "420102", "16", "岸市监", "", "政府工作部门"),))
    )
    assert "部门新增 0、变更 1" in set_up(str(book))
    assert Department.objects.get().name == "江岸区市场监管局"
    last = ledger.history("department:ja-market")[-1]
    assert last.payload["fields"] == {"name": ["江岸区市场监督管理局", "江岸区市场监管局"]}


def test_a_dry_run_tells_everything_and_writes_nothing(book: Path) -> None:
    said = set_up(str(book), "--dry-run", "--district", "420102", "--name", "丁首任", "--mobile", MOBILE)
    assert "新增 窗口 ja-centre:01 综合窗口" in said and "没有写入" in said and "会任命丁首任" in said
    assert not Division.objects.exists() and not Staff.objects.exists() and not Event.objects.exists()
    assert not CalendarYear.objects.exists()


def test_one_unusable_row_keeps_the_whole_file_out_and_names_its_cell(book: Path) -> None:
    rows = {
        **WHOLE,
        "division": (*DIVISIONS, ("420102002", "大智街道", "街道", "420102")),
        "department": (
            ("ja-market", "市场监管局", "420102", "16", "岸市监", "", "政府工作部门"),
            ("ja-tax", "税务局", "420102", "16", "岸税", "", "政府工作部门"),
        ),
        "site": (("Centre!", "中心", "大厅", "420109", "岸中"),),
    }
    book.write_bytes(workbook(**rows))
    out = StringIO()
    with pytest.raises(CommandError, match="一行也没有导入"):
        call_command("set_up", str(book), stdout=out)
    said = out.getvalue()
    assert "行政区划!B6：同一处已有名为“大智街道”的行政区划" in said
    assert "部门!D3：申报编码部门段“16”已被本区县的其他部门使用" in said
    assert "服务点!C2：“类型”没有“大厅”这一种" in said
    assert "板块!A2：服务点“ja-centre”没有登记" in said
    assert not Division.objects.exists() and not Site.objects.exists() and not Board.objects.exists()


def test_what_is_no_workbook_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "organisation.xlsx"
    path.write_bytes(b"not a workbook")
    with pytest.raises(CommandError, match=r"请上传 \.xlsx 文件"):
        set_up(str(path))
    with pytest.raises(CommandError, match="没有这个文件"):
        set_up(str(tmp_path / "nothing.xlsx"))
    with pytest.raises(CommandError, match="--blank"):
        set_up()
    with pytest.raises(CommandError, match="同时给出"):
        set_up("--name", "丁首任")


def test_the_blank_workbook_explains_itself_and_reads_as_empty(tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    set_up("--blank", str(path))
    with pytest.raises(CommandError, match="没有一行可以使用"):
        set_up(str(path))


def test_the_first_administrator_signs_in_at_once_with_the_code_from_the_console(book: Path) -> None:
    assert "平台还没有开通" in Client().get("/sign-in/").content.decode()
    set_up(str(book))
    said = appoint()
    code = re.findall(r"验证码：(\d{6})", said)[0]
    person = Staff.objects.get()
    assert "即时生效" in said and code not in str(Event.objects.values_list("payload", flat=True))
    assert not Message.objects.exists(), "nothing is sent: a new house may have no gateway"
    event = Event.objects.get(type="staff.administrator_appointed")
    assert event.payload == {"district": "420102", "at_once": True, "appointed_on": event.payload["appointed_on"]}
    browser = Client()
    given = {"mobile": MOBILE, "code": code, "password": PASSWORD, "again": PASSWORD}
    assert browser.post("/account/reset/code/", given).status_code == 302
    assert browser.post("/account/reset/code/", given).status_code == 409, "the code is spent"
    assert browser.post("/sign-in/", {"mobile": MOBILE, "password": PASSWORD}).status_code == 302
    assert browser.get("/accounts/").status_code == 200
    assert "平台还没有开通" not in Client().get("/sign-in/").content.decode()
    assert person.tier == "platform" and verify_ledger().faults == []


def test_asked_again_there_is_one_account_and_a_new_code_until_a_password_is_set(book: Path) -> None:
    set_up(str(book))
    first, second = (re.findall(r"验证码：(\d{6})", appoint())[0] for _ in range(2))
    assert Staff.objects.count() == 1 and Posting.objects.count() == 1
    assert list(PasswordReset.objects.order_by("pk").values_list("tries_left", flat=True)) == [0, 5]
    Client().post("/account/reset/code/", {"mobile": MOBILE, "code": second, "password": PASSWORD, "again": PASSWORD})
    assert first != second and Staff.objects.get().check_password(PASSWORD)
    said = appoint()
    assert "没有改动" in said and "验证码：" not in said


def test_a_second_administrator_begins_the_next_day_and_a_stranger_is_refused(book: Path) -> None:
    set_up(str(book))
    appoint()
    assert "次日生效" in appoint("戊次任", "13911113333")
    with pytest.raises(CommandError, match="这个手机号已由丁首任注册"):
        appoint("己冒名")
    with pytest.raises(CommandError, match="不是已登记、在用的区县"):
        set_up("--district", "420103", "--name", "庚外区", "--mobile", "13911114444")
    assert Staff.objects.count() == 2
