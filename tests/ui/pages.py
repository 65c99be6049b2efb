"""The style pages as a small site of its own: addresses, example data, and answers to what its scripts send.

Run by `tests/ui/conftest.py`; `received` keeps what forms and autosave posted.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path

from yichuang.foundations.actors import Actor, Post
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.ui.navigation import Entry, Group
from yichuang.ui.templatetags._marks import STATES

received: list[dict[str, Any]] = []
DAY = date(2026, 11, 20)
KINDS = [("own", "本人办理"), ("agent", "委托代理人办理"), ("guardian", "监护人代为办理")]
REFUSAL = Refused(
    Reason("age", "企业登记未满一年，不符合本项补助的申请条件。", rule="S2-21、行政许可法 32", kept="已填内容和 3 件材料都已保留。",
           todo="满一年（2027-03-01）后再来办理，或改办“首次创业补贴”。"),
    Reason("missing", "还缺“竣工验收备案表”。", rule="S2-18", todo="补交原件一份；可以容缺受理，签署承诺书后 10 个工作日内补齐。"),
)  # fmt: skip


class Example(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label="姓名或名称", max_length=60)
    id_number = forms.CharField(label="证件号码", help_text="居民身份证 18 位；其他证件照证件填写")
    phone = forms.CharField(label="手机号码", required=False)
    area = forms.DecimalField(label="建筑面积", required=False)
    born = forms.CharField(label="出生日期", required=False)
    town = forms.ChoiceField(label="镇街", choices=[("", "请选择"), ("c", "城厢街道"), ("b", "北干街道")])
    note = forms.CharField(label="备注", required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(label="由谁来办？", choices=KINDS, widget=forms.RadioSelect)
    ways = forms.MultipleChoiceField(
        label="结果怎样送达",
        required=False,
        choices=[("w", "窗口领取"), ("m", "邮寄"), ("e", "电子证照")],
        widget=forms.CheckboxSelectMultiple,
    )
    promise = forms.BooleanField(label="我承诺以上内容真实")
    scan = forms.FileField(
        label="材料扫描件", widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"})
    )


class Filters(forms.Form):
    """What a list is filtered by."""

    q = forms.CharField(label="查询", required=False)
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *((code, text[2]) for code, text in STATES.items())]
    )
    day = forms.CharField(label="收件日期", required=False)


@dataclass(frozen=True)
class Clock:
    """Looks like `cases.rules.clocks.ClockReading`."""

    colour: str
    left: int | None
    due: date | None
    why: str
    state: str = "running"
    provisional: bool = False


CLOCKS = [
    Clock("green", 5, DAY + timedelta(days=7), "承诺期限 8 个工作日，已用 3 个（行政许可法第四十二条）。"),
    Clock("yellow", 1, DAY + timedelta(days=3), "只剩 1 个工作日。"),
    Clock("yellow", 0, DAY, "今天是最后一天。"),
    Clock("red", -2, DAY - timedelta(days=2), "超过承诺期限 2 个工作日。"),
    Clock("grey", 6, None, "特别程序期间不计时（行政许可法第四十五条）。", state="standing"),
    Clock("grey", None, None, "尚未受理。", state="not_started"),
    Clock("green", 3, DAY, "按期作出决定。", state="stopped"),
    Clock("green", 20, date(2027, 1, 8), "跨到尚未公布放假安排的年份，先按周一至周五计算。", provisional=True),
]
MATTERS = [
    "不动产转移登记",
    "老旧小区加装电梯财政补助",
    "食品经营许可（新办）",
    "机动车驾驶证期满换证",
    "新生儿入户",
    "企业设立登记",
    "城乡居民医保参保登记",
    "临时占道许可",
]
PEOPLE = ["王小明", "李桂芳", "杭州示例餐饮有限公司", "陈大海", "赵一一", "浙江样例电梯服务有限公司", "孙文", "周小川"]
CASES = [
    {"number": f"33010902026112010001{place}", "matter": MATTERS[place], "applicant": PEOPLE[place], "received": f"11-20 09:{10 + place}",
     "clock": CLOCKS[place], "state": list(STATES)[place + 4]}
    for place in range(8)
]  # fmt: skip


@dataclass(frozen=True)
class Cursors:
    """Looks like `foundations.pages.Page`."""

    next: str = "bmV4dA"
    previous: str = "cHJldmlvdXM"


def item(label: str, icon: str, count: int = 0, current: bool = False) -> Entry:
    """One entry of the navigation."""
    return Entry(label, "/", icon, current, count)


NAVIGATION = (
    Group("", (item("首页", "home"), item("待办", "inbox", 12))),
    Group(
        "受理", (item("综合窗口", "device-desktop", current=True), item("补正", "pencil", 3), item("出件", "package"))
    ),
    Group("审批", (item("审查", "eye-check", 7), item("决定", "gavel"), item("特别程序", "clock-pause"))),
    Group("事项", (item("事项库", "books"), item("编制", "edit"), item("模拟受理", "test-pipe"))),
    Group("管理", (item("人员与权限", "users"), item("日志", "history"))),
)
OFFICER = Actor(
    kind="staff",
    id="1",
    name="林小满",
    window="3 号窗口",
    posts=(Post("clerk", department_name="区政务服务中心", site_name="区政务服务中心"),),
)


def house(request: HttpRequest) -> dict[str, Any]:
    """What the house tells every page (in its stead: no database here)."""
    return {"demo": True, "demo_now": None, "today": DAY, "navigation": NAVIGATION}


STEPS = ["选情形", "收材料", {"label": "核对", "note": "逐条勾选"}, "受理"]
CRUMBS = [{"label": "受理", "url": "/"}, {"label": "样式页"}]
FACTS = [
    ("申请人", "王小明"),
    ("证件号码", "440524********0014"),
    ("手机号码", "138****0000"),
    ("住址", "杭州市萧山区城厢街道"),
    ("邮编", ""),
]


SAMPLE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 260'%3E%3Crect width='400' height='260' fill='white'/%3E"
    "%3Cpath d='M130 40h140M40 80h320M40 110h320M40 140h320M40 170h200M60 220h90M250 220h90' stroke='%23667' stroke-width='6'/%3E%3C/svg%3E"
)
MARKS = [
    {"number": 1, "x": 12.5, "y": 78, "width": 28, "height": 14, "text": "业主签字齐全"},
    {"number": 2, "x": 8, "y": 27, "width": 84, "height": 12, "text": "面积与人数"},
]


def example(request: HttpRequest) -> dict[str, Any]:
    """Everything the style pages show; `?errors`, `?refusal` and `?ends=600` show what goes wrong."""
    return {
        "form": Example(),
        "broken": Example({"born": "?"}) if "errors" in request.GET else Example(),
        "filters": Filters(request.GET),
        "refusal": REFUSAL if "refusal" in request.GET else None,
        "states": list(STATES),
        "clocks": CLOCKS,
        "cases": CASES,
        "page": Cursors(),
        "session_ends_in": int(request.GET.get("ends", "0")),
        "sample": {"url": SAMPLE, "marks": MARKS},
        "steps": STEPS,
        "crumbs": CRUMBS,
        "facts": FACTS,
    }


def style(template: str, officer: bool = False) -> Any:
    """A view that shows one style page."""

    def view(request: HttpRequest) -> HttpResponse:
        request.actor = OFFICER if officer else None  # type: ignore[attr-defined]
        return render(request, template, example(request))

    return view


def problem(request: HttpRequest) -> HttpResponse:
    """A refusal that no page handled."""
    request.actor = OFFICER if "officer" in request.GET else None  # type: ignore[attr-defined]
    refused = NotFound("办件") if "one" in request.GET else REFUSAL
    return render(request, "ui/problem.html", {"problem": refused, "reasons": refused.reasons}, status=refused.status)


def submit(request: HttpRequest) -> HttpResponse:
    """Keep what was posted."""
    received.append(
        {"path": "submit", **request.POST.dict(), "files": [getattr(one, "name", "") for one in request.FILES.values()]}
    )
    return HttpResponse("<!doctype html><title>好</title><p id=done>好", status=200)


def save(request: HttpRequest) -> HttpResponse:
    """Keep what autosave sent; a note of `拒绝` is refused."""
    received.append({"path": "save", **request.POST.dict(), "csrf": request.headers.get("X-CSRFToken", "")})
    if request.POST.get("note") == "拒绝":
        return JsonResponse({"detail": "备注不能是这两个字。"}, status=422)
    return HttpResponse(status=204)


def poll(request: HttpRequest) -> HttpResponse:
    """The job is done."""
    return HttpResponse('<p id="polled">受理通知书已生成</p>')


urlpatterns = [
    path("", style("ui/styleguide.html", officer=True)),
    path("desk/", style("ui/styleguide_desk.html", officer=True)),
    path("public/", style("ui/styleguide_public.html")),
    path("bare/", style("ui/styleguide_bare.html")),
    path("problem/", problem),
    path("error/<str:code>/", lambda request, code: render(request, f"{code}.html", status=200)),
    path("submit/", submit),
    path("save/", save),
    path("poll/", poll),
]
