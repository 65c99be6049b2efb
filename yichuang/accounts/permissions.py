"""Who may do what: the one table, act × role × scope, readable by a lawyer (house.md, idea 4; S0-25, S2-27).

Scopes: `site` the post's service point; `hub` the same and, from a town hall or centre, its village points and outlets, which hand
nothing out themselves (乡镇前台综合受理，乡镇统一窗口出件: S2-54, S2-55); `department` the post's department, `division` the post's
division with all below it, `self` what the person received, `everywhere`. Operations ask `actor.may(act, place)`; nothing else grants
anything.
"""

from collections.abc import Iterable
from functools import lru_cache

from yichuang.accounts.rules.administration import reach_of
from yichuang.foundations.actors import Actor, Grant, Post

ROLES: dict[str, str] = {
    "clerk": "综合受理窗口人员",
    "issuer": "综合出件窗口人员",
    "supervisor": "窗口主管",
    "village_agent": "村社代办员",
    "guide": "导服人员",
    "officer": "审查人员",
    "department_head": "部门负责人",
    "department_admin": "单位管理员",
    "town_admin": "镇街管理员",
    "district_admin": "区管理员",
    "director": "中心主任",
    "auditor": "审计员",
    "reviewer": "评审专家",
}
S, H, D, V = "site", "hub", "department", "division"
COUNTER = {"clerk": S, "supervisor": S, "village_agent": S}
# What was received at a village point is gone on with at its town hall as well.
CASES = {"clerk": H, "supervisor": H, "village_agent": S}
DEPARTMENT = {"officer": D, "department_head": D}
ACCEPTORS = {"clerk": H, "supervisor": H, **DEPARTMENT}

# (act, 中文, {role: scope})
TABLE: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("case.receive", "收件", CASES),
    ("case.correct_on_the_spot", "当场更正", CASES),
    ("case.request_correction", "一次性告知补正", ACCEPTORS),
    ("case.request_second_correction", "再次告知补正", {"supervisor": H, "department_head": D}),
    ("case.supplement", "补正", CASES),
    ("case.accept", "受理", ACCEPTORS),
    ("case.refuse", "不予受理", ACCEPTORS),
    ("case.redirect", "不属本机关", ACCEPTORS),
    ("case.declare_not_required", "无需办理", ACCEPTORS),
    ("case.supplement_tolerated", "补交容缺材料", CASES),
    ("case.complete_instantly", "一人通办", {"clerk": S}),
    ("case.hand_over_first_handler", "移交首办责任", {"clerk": H, "supervisor": H}),
    ("case.withdraw", "撤回申请", CASES),
    ("case.take_up", "领办", DEPARTMENT),
    ("case.co_sign", "确认共同核查", DEPARTMENT),
    ("case.suspend", "启动特别程序", DEPARTMENT),
    ("case.resume", "结束特别程序", DEPARTMENT),
    ("case.extend", "延长期限", {"department_head": D}),
    ("case.decide", "作出决定", DEPARTMENT),
    ("case.send_to_issuing", "移交出件", DEPARTMENT),
    ("case.terminate", "终止办理", DEPARTMENT),
    ("case.hand_out", "出件", {"issuer": H}),
    ("case.send_by_courier", "交寄", {"issuer": H}),
    (
        "case.view",
        "查看办件",
        {**CASES, **DEPARTMENT, "issuer": H, "town_admin": V, "director": V, "auditor": V},
    ),
    # Online applications (S2-46): the department examines beforehand; nothing is received before a counter does it.
    ("online.view", "查看网上申请", {**DEPARTMENT, "director": V, "auditor": V}),
    ("case.preapprove", "网上预审通过", DEPARTMENT),
    ("case.return", "网上预审退回", DEPARTMENT),
    ("case.export", "导出办件", {"supervisor": H, "department_head": D, "director": V}),
    ("overview.view", "查看运行总览", {"supervisor": S, "department_head": D, "director": V}),
    ("document.revoke", "撤销文书", {"supervisor": H, "department_head": D}),
    ("handover.give", "移交材料", CASES),
    ("handover.take", "接收材料", DEPARTMENT),
    ("handover.give_results", "移交结果", DEPARTMENT),
    ("handover.take_results", "接收结果", {"issuer": H}),
    ("handover.arrange", "维护交接约定", {"supervisor": S}),
    ("handover.view", "查看交接", {**CASES, **DEPARTMENT, "issuer": H, "director": V, "auditor": V}),
    ("delegation.manage", "登记委托授权书", {"department_head": D}),
    ("matter.publish", "发布事项", {"district_admin": V}),
    (
        "draft.view",
        "查看事项草稿",
        {**DEPARTMENT, "district_admin": V, "director": V, "auditor": V, "reviewer": V},
    ),
    ("draft.write", "编写事项草稿", DEPARTMENT),
    ("draft.submit", "提交评审", DEPARTMENT),
    ("review.arrange", "组织业务评审", {"district_admin": V, "director": V}),
    ("review.judge", "业务评审", {"reviewer": V}),
    ("simulation.arrange", "组织模拟验收", {"district_admin": V, "director": V}),
    ("simulation.run", "模拟受理", {"clerk": S, "supervisor": S}),
    ("simulation.examine", "模拟验收后台审查", DEPARTMENT),
    (
        "adjustment.request",
        "提出动态调整",
        {
            **DEPARTMENT,
            "clerk": S,
            "supervisor": S,
            "village_agent": S,
            "district_admin": V,
            "director": V,
            "reviewer": V,
        },
    ),
    ("adjustment.decide", "决定动态调整", {"department_head": D, "district_admin": V, "director": V}),
    # Life events (一件事): composed where the lead department is, examined by every department concerned, published by the district.
    (
        "life_event.view",
        "查看一件事草稿和成效",
        {**DEPARTMENT, "clerk": S, "supervisor": S, "district_admin": V, "director": V, "auditor": V, "reviewer": V},
    ),
    ("life_event.write", "编排一件事", {**DEPARTMENT, "district_admin": V}),
    ("life_event.review", "评审一件事", {"department_head": D, "reviewer": V}),
    ("life_event.arrange", "组织一件事评审和模拟", {"district_admin": V, "director": V}),
    ("life_event.simulate", "模拟受理一件事", {"clerk": S, "supervisor": S}),
    ("life_event.publish", "发布一件事", {"district_admin": V}),
    # The joint case: received where any case is; extended by the head of the government of its level (行政许可法 42 II).
    ("joint.receive", "收件（一件事联办）", COUNTER),
    (
        "joint.view",
        "查看联办件",
        {**{**CASES, **DEPARTMENT, "issuer": H}, **{"town_admin": V, "director": V, "auditor": V}},
    ),
    ("joint.withdraw", "撤回联办申请", CASES),
    ("joint.extend", "延长联办期限", {"director": V}),
    ("joint.hand_out", "联办件一次出件", {"issuer": H}),
    ("mining.view", "查看关联分析", {"district_admin": V, "director": V}),
    ("mining.run", "运行关联分析和处理建议", {"district_admin": V, "director": V}),
    ("synonym.manage", "维护同义词", {**DEPARTMENT, "supervisor": S, "district_admin": V}),
    (
        "dictionary.view",
        "查看材料词典",
        {
            **{**COUNTER, **DEPARTMENT, "issuer": S, "guide": S, "department_admin": D},
            **{"town_admin": V, "district_admin": V, "director": V, "auditor": V, "reviewer": V},
        },
    ),
    # The centre keeps one dictionary for all departments; a department proposes, or two departments would name one paper twice (S2-15).
    ("dictionary.manage", "维护材料词典", {"district_admin": V}),
    ("dictionary.propose", "提出词典条目", {**DEPARTMENT, "supervisor": S}),
    ("exchange.manage", "管理业务系统和数据交换", {"district_admin": V}),
    # Without the opening sheet (S0-21, S0-22): a line of its own, so that a district may give it to fewer people.
    ("exchange.emergency", "紧急开通没有开通确认单的事项", {"district_admin": V}),
    (
        "exchange.view",
        "查看业务系统和数据交换",
        {"department_head": D, "department_admin": D, "district_admin": V, "director": V, "auditor": V},
    ),
    # The data-sharing platform: a department offers and decides over its own APIs; the counter only asks (S2-48, 716号令 7).
    (
        "sharing.view",
        "查看数据共享",
        {"department_head": D, "department_admin": D, "district_admin": V, "director": V, "auditor": V},
    ),
    ("sharing.register", "登记和维护共享接口", {"department_admin": D, "district_admin": V}),
    ("sharing.apply", "申请共享接口授权", {"department_admin": D, "district_admin": V}),
    ("sharing.approve", "审批共享接口授权", {"department_head": D, "district_admin": V}),
    ("sharing.use", "提取共享数据", COUNTER),
    # The hall: whoever has a counter calls; the guide desk takes tickets and helps (S2-27, S2-30).
    (
        "hall.view",
        "查看大厅",
        {**{**COUNTER, "issuer": S, "guide": S}, **{"town_admin": V, "district_admin": V, "director": V, "auditor": V}},
    ),
    ("hall.serve", "叫号办理", {**COUNTER, "issuer": S}),
    ("hall.guide", "取号导办", {**COUNTER, "issuer": S, "guide": S}),
    # Booking for a caller: the desks of a site, and for 12345 those who answer for a whole region (S2-35).
    (
        "hall.book",
        "代办预约",
        {**COUNTER, "issuer": S, "guide": S, "town_admin": V, "district_admin": V, "director": V},
    ),
    ("hall.arrange", "维护大厅", {"supervisor": S, "town_admin": V, "district_admin": V, "director": V}),
    # Feedback: ratings are read by those who lead, once sealed; what is told by telephone is entered by the counter and the guide desk.
    (
        "feedback.view",
        "查看评价",
        {"supervisor": S, "department_head": D, "town_admin": V, "district_admin": V, "director": V, "auditor": V},
    ),
    ("feedback.tell", "代录评价", {"clerk": S, "supervisor": S, "guide": S}),
    # A bad rating's work order goes to the unit that served; somebody else than its officer calls back, another one judges an appeal.
    (
        "rating_order.view",
        "查看差评工单",
        {"supervisor": S, "department_head": D, "town_admin": V, "district_admin": V, "director": V, "auditor": V},
    ),
    ("rating_order.assign", "指派差评回访", {"supervisor": S, "department_head": D, "town_admin": V, "director": V}),
    (
        "rating_order.handle",
        "差评回访整改",
        {**{**COUNTER, **DEPARTMENT, "issuer": S, "guide": S}, **{"town_admin": V, "district_admin": V, "director": V}},
    ),
    ("rating_order.appeal", "差评申诉", {**COUNTER, **DEPARTMENT, "issuer": S}),
    ("rating_order.review", "差评申诉复核", {"district_admin": V, "director": V}),
    # The “办不成事”反映窗口 takes, answers or routes; a department answers what was routed to it (S2-27③).
    (
        "complaint.view",
        "查看投诉代办",
        {**DEPARTMENT, "clerk": S, "supervisor": S, "town_admin": V, "district_admin": V, "director": V, "auditor": V},
    ),
    ("complaint.take", "登记投诉代办", {"clerk": S, "supervisor": S}),
    ("complaint.route", "分派投诉代办", {"clerk": S, "supervisor": S}),
    ("complaint.handle", "办理和答复投诉代办", {**DEPARTMENT, "clerk": S, "supervisor": S}),
    ("feedback.arrange", "维护评价和投诉参数", {"district_admin": V, "director": V}),
    ("calendar.manage", "维护工作日历", {"district_admin": V}),
    # Messages to people: each place looks at its own, the district words them and keeps who does not want them (S2-32).
    ("message.view", "查看消息记录和模板", {"supervisor": S, "district_admin": V, "director": V, "auditor": V}),
    ("message.manage", "维护消息模板和退订名单", {"district_admin": V, "director": V}),
    ("staff.view", "查看人员", {"department_admin": D, "town_admin": V, "district_admin": V}),
    ("staff.manage_department", "管理本单位人员", {"department_admin": D}),
    ("staff.manage_town", "管理镇街和村社区人员", {"town_admin": V}),
    ("staff.manage_district", "管理单位管理员、镇街管理员和区中心人员", {"district_admin": V}),
    # The organisation of a region is its administrator's, also its windows; authorities are the district's alone (S0-25).
    ("organization.view", "查看组织机构", {"town_admin": V, "district_admin": V, "director": V, "auditor": V}),
    ("organization.manage", "维护区划、服务点、板块和窗口", {"town_admin": V, "district_admin": V}),
    ("organization.manage_departments", "维护部门", {"district_admin": V}),
    ("case.reveal", "查看申请人完整信息", {**CASES, **DEPARTMENT, "issuer": H}),
    ("file.retention", "查看文件保存期限和销毁记录", {"district_admin": V, "director": V, "auditor": V}),
    ("file.hold", "登记和解除暂缓销毁", {"district_admin": V}),
    ("case.audit_views", "查阅个人信息查看记录", {"director": V, "auditor": V}),
)
# What a device of the hall may do, at its own site only: kind → acts (issue 5, 10). No person holds these.
DEVICES: dict[str, tuple[str, ...]] = {
    "kiosk": ("hall.take", "hall.show"),
    "guide": ("hall.show",),
    "hall": ("hall.show",),
    "board": ("hall.show",),
    "window": ("hall.show",),
    "tablet": ("hall.show", "hall.rate"),
}
# What a joined system may within its division, by a scope of its own beside those for cases (issue 5, 6). No person holds these.
SYSTEMS: dict[str, tuple[str, ...]] = {"appointments": ("hall.book_own",)}
# Three-level administration (S0-25): tier of an account → (act that manages it, 中文, {role that may be given: where}).
# Where: `department` the account's own, `town` the division of a town below the administrator's, `division` the administrator's own,
# `site` a service point of the administrator's division, `centre` one that belongs to the district itself and to no town.
TIERS: dict[str, tuple[str, str, dict[str, str]]] = {
    "district": (
        "staff.manage_district",
        "区管理员",
        {
            "department_admin": "department",
            "town_admin": "town",
            "clerk": "centre",
            "issuer": "centre",
            "supervisor": "centre",
            "guide": "centre",
            "director": "division",
            "auditor": "division",
            "reviewer": "division",
        },
    ),
    "department": (
        "staff.manage_department",
        "单位管理员",
        {"officer": "department", "department_head": "department", "clerk": "centre", "issuer": "centre"},
    ),
    "town": (
        "staff.manage_town",
        "镇街管理员",
        {"clerk": "site", "issuer": "site", "supervisor": "site", "village_agent": "site", "guide": "site"},
    ),
}
CLOCK = Actor(
    kind="clock",
    id="clock",
    name="系统时钟",
    grants=frozenset(Grant(act, "everywhere") for act in ("case.view", "case.deem_accept", "case.close")),
)
SYSTEM = Actor(
    kind="system",
    id="yichuang",
    name="一窗平台",
    grants=frozenset(
        Grant(act, "everywhere")
        for act in (
            *(
                "matter.load",
                "life_event.load",
                "mining.run",
                "mining.view",
                "matter.publish",
                "draft.write",
                "synonym.manage",
                "dictionary.view",
                "dictionary.manage",
                "hall.view",
                "hall.arrange",
                "calendar.manage",
                "exchange.manage",
                "exchange.view",
                "sharing.view",
                "sharing.register",
                "sharing.apply",
                "sharing.approve",
                "staff.manage_platform",
                "organization.view",
                "organization.manage",
                "organization.manage_departments",
                "hall.arrange",
            ),
            *(tier[0] for tier in TIERS.values()),
        )
    ),
)


def device_grants(kind: str, site_id: int) -> frozenset[Grant]:
    """Return what a device of a kind may do at the site where it stands; nothing for a kind that is not in the table."""
    return frozenset(Grant(act, "site", str(site_id)) for act in DEVICES.get(kind, ()))


def system_grants(scope: str, division: str) -> frozenset[Grant]:
    """Return what a scope lets a joined system do in the division of its department and below; nothing for other scopes."""
    return frozenset(Grant(act, "division", reach_of(division)) for act in SYSTEMS.get(scope, ()))


def who_may(act: str) -> str:
    """Return the Chinese names of the roles that an act is given to, as a refusal names them."""
    return "、".join(ROLES[role] for name, _, roles in TABLE if name == act for role in roles)


def grants_for(posts: Iterable[Post]) -> frozenset[Grant]:
    """Return every grant that the posts give; a post without the place its scope needs gives nothing."""
    return _grants_for(tuple(posts))


@lru_cache(maxsize=4096)
def _grants_for(posts: tuple[Post, ...]) -> frozenset[Grant]:
    # The table is part of the program: the same posts give the same grants as long as a process lives.
    grants = set()
    for post in posts:
        own = (post.site_id,) if post.site_id else ()
        values: dict[str, tuple[int | str | None, ...]] = {
            S: own,
            H: (*own, *post.outlets),
            D: (post.department_id,),
            V: (post.division,),
        }
        for act, _, roles in TABLE:
            scope = roles.get(post.role, "")
            reached = S if scope == H else scope
            grants |= {Grant(act, reached, str(value)) for value in values.get(scope, ()) if value}
    return frozenset(grants)
