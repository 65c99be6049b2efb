"""What the officers' shell shows on every page: navigation and the way out."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.ui.navigation import Entry, Group

# Group → (act that opens it, or several of which one is enough; label, address, icon).
GROUPS: tuple[tuple[str, tuple[tuple[str | tuple[str, ...], str, str, str], ...]], ...] = (
    (
        "办理",
        (
            ("case.receive", "收件", "/desk/", "plus"),
            ("case.view", "办件", "/cases/", "inbox"),
            (("online.view", "case.receive"), "网上申请", "/online/", "file-upload"),
            ("joint.view", "联办件", "/joint/", "versions"),
            ("overview.view", "运行总览", "/overview/", "chart-bar"),
            ("case.decide", "待审批", "/approvals/", "gavel"),
            ("case.hand_out", "出件", "/issuing/", "certificate"),
            ("handover.view", "材料交接", "/handovers/", "transfer"),
        ),
    ),
    (
        "大厅",
        (
            ("hall.serve", "叫号", "/hall/calling/", "speakerphone"),
            ("hall.guide", "导服台", "/hall/guide/", "ticket"),
            ("hall.view", "预约", "/hall/appointments/", "calendar-event"),
            ("hall.view", "大厅运行", "/hall/floor/", "layout-dashboard"),
            ("feedback.view", "评价", "/feedback/", "star"),
            ("rating_order.appeal", "我的评价", "/feedback/mine/", "user-check"),
            (("complaint.view", "complaint.take"), "投诉代办", "/feedback/complaints/", "message"),
            ("hall.view", "大厅分析", "/hall/statistics/", "chart-line"),
            ("hall.arrange", "大厅推演", "/hall/twin/", "test-pipe"),
            ("hall.arrange", "设备", "/hall/devices/", "device-desktop"),
            ("hall.arrange", "大厅设置", "/hall/settings/", "settings"),
        ),
    ),
    (
        "事项",
        (
            (("case.view", "matter.publish"), "事项库", "/catalog/", "books"),
            ("draft.view", "事项梳理", "/studio/", "sitemap"),
            ("adjustment.request", "动态调整", "/studio/adjustments/", "message-circle"),
            (("review.judge", "review.arrange"), "业务评审", "/studio/reviews/", "checklist"),
            (
                ("simulation.run", "simulation.examine", "simulation.arrange"),
                "模拟验收",
                "/studio/simulations/",
                "list-check",
            ),
            ("life_event.view", "一件事成效", "/life-events/results/", "chart-bar"),
            (("mining.view", "life_event.write"), "关联分析", "/mining/", "chart-line"),
            ("life_event.view", "一件事编排", "/life-events/compose/", "package"),
            ("delegation.manage", "委托授权书", "/delegations/", "license"),
            ("synonym.manage", "同义词", "/catalog/synonyms/", "language"),
            ("dictionary.view", "材料词典", "/catalog/dictionary/", "book"),
        ),
    ),
    (
        "管理",
        (
            ("staff.view", "人员管理", "/accounts/", "users"),
            ("organization.view", "组织机构", "/organisation/", "hierarchy"),
            ("exchange.view", "业务系统", "/exchange/", "transfer"),
            ("sharing.view", "数据共享", "/sharing/", "database"),
            ("message.view", "消息", "/messages/", "message"),
            ("calendar.manage", "工作日历", "/calendar/", "calendar"),
            ("file.retention", "文件保存期限", "/retention/", "archive"),
            ("case.audit_views", "信息查看记录", "/reveals/", "eye-check"),
        ),
    ),
)
ADDRESSES = tuple(address for _, entries in GROUPS for _, _, address, _ in entries)
MENU = [{"label": "我的账号", "url": "/account/", "icon": "user"}]


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the navigation that the actor's posts open, and when the login is over."""
    actor = getattr(request, "actor", None)
    if not actor:
        return {}
    navigation = _navigation(actor.acts, _here(request.path))
    shown = {"navigation": navigation, "home_url": home_of(actor), "sign_out_url": "/sign-out/", "user_menu": MENU}
    return {**shown, **_session_ends(actor)}


@lru_cache(maxsize=1024)
def _navigation(held: frozenset[str], here: str) -> tuple[Group, ...]:
    """Return the groups with the entries that these acts open; `here` is the address of the entry the page belongs to."""
    groups = []
    for name, entries in GROUPS:
        items = tuple(
            Entry(label, url, icon, current=url == here)
            for acts, label, url, icon in entries
            if held.intersection((acts,) if isinstance(acts, str) else acts)
        )
        if items:
            groups.append(Group(name, items))
    return tuple(groups)


def _session_ends(actor: Actor) -> dict[str, int]:
    """Return in how many seconds the page's login is over: without use, and at the latest (interface.md: announced two minutes before)."""
    if actor.session_until is None:
        return {}
    latest = max(1, int((actor.session_until - clock.now()).total_seconds()))
    return {"session_ends_in": min(latest, int(settings.SESSION_IDLES.total_seconds())), "session_latest": latest}


# Where the day of each role begins; whoever holds several posts begins at the first of them here.
HOMES: tuple[tuple[str, str], ...] = (
    ("department_head", "/approvals/"),
    ("officer", "/cases/?list=to_decide"),
    ("supervisor", "/cases/"),
    ("clerk", "/desk/"),
    ("village_agent", "/desk/"),
    ("issuer", "/issuing/"),
    ("guide", "/hall/guide/"),
    ("district_admin", "/accounts/"),
    ("department_admin", "/accounts/"),
    ("town_admin", "/accounts/"),
    ("reviewer", "/studio/reviews/"),
    ("director", "/overview/"),
)


def home_of(actor: Actor) -> str:
    """Return where an officer begins: at the work of his post, else at the cases."""
    return next((url for role, url in HOMES if role in actor.roles), "/cases/")


def _here(path: str) -> str:
    """Return the address of the entry a page belongs to: the longest of the navigation that the page's begins with; empty for none."""
    return max((address for address in ADDRESSES if path.startswith(address)), key=len, default="")
