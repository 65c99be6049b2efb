"""The demonstration's opening calendars and appointment slots: 5+X at the centre, plainer hours in the towns (S2-38)."""

from datetime import date, datetime

from yichuang.accounts.permissions import SYSTEM
from yichuang.hall.models import OpeningPlan, SlotPlan
from yichuang.hall.operations.opening import set_opening
from yichuang.hall.operations.slot_plans import SlotTerms, add_plan
from yichuang.hall.rules.opening import MAKEUP, WEEKEND, WORKDAY, Blackout, Extra, Minutes, Rules, Turn
from yichuang.hall.rules.tickets import ISSUE
from yichuang.organizations.models import Site

WHOLE_DAY: tuple[Minutes, ...] = ((510, 720), (810, 1050))
MORNING: tuple[Minutes, ...] = ((540, 690),)
CENTRE = Rules(
    weekly=(*(WHOLE_DAY,) * 5, (), ()),
    makeup_as=0,
    extras=(
        Extra("午间值班不打烊", 720, 810, (WORKDAY, MAKEUP), boards=("A", "F")),
        Extra("延时服务（夜办事）", 1050, 1200, (WORKDAY,), weekdays=(2,), boards=("A", "B")),
        Extra("双休日服务", 540, 690, (WEEKEND,), weekdays=(5,)),
    ),
    turns=(
        Turn("公积金窗口轮休", 2, 810, 1050, boards=("D",), windows=("04",), fewer=1, every=2, since=date(2026, 1, 5)),
    ),
    blackouts=(Blackout("业务学习", 4, 960, 1050, nth=-1),),
)
TOWN = Rules(weekly=(*(WHOLE_DAY,) * 5, (), ()), extras=(Extra("双休日服务", 540, 690, (WEEKEND,), weekdays=(5,)),))
VILLAGE = Rules(weekly=(MORNING, (), MORNING, (), MORNING, (), ()))
# Site → its hours, and (board, purpose, minutes, places a slot, matters that take longer).
SITES = {
    "centre": (
        CENTRE,
        (
            ("A", "", 20, 3, {"freight_general": 40}),
            ("B", "", 30, 2, {}),
            ("C", "", 30, 2, {}),
            ("D", "", 30, 2, {}),
            ("E", "", 20, 2, {}),
            ("F", "", 15, 3, {}),
            ("G", "", 30, 2, {}),
            ("", ISSUE, 10, 3, {}),
        ),
    ),
    "yinong": (TOWN, (("", "", 20, 1, {}),)),
    "linpu": (TOWN, (("", "", 20, 1, {}),)),
    "sanwei": (VILLAGE, (("", "", 30, 1, {}),)),
}


def load_booking(now: datetime) -> None:
    """Load opening calendars and slots where nobody has set any; loading twice changes nothing."""
    for key, (rules, plans) in SITES.items():
        site = Site.objects.get(key=key)
        if not OpeningPlan.objects.filter(site=site).exists():
            set_opening(actor=SYSTEM, site=site, rules=rules, now=now)
        for board, purpose, minutes, capacity, lengths in plans:
            if SlotPlan.objects.filter(site=site, board=board, purpose=purpose or "receive").exists():
                continue
            terms = SlotTerms(minutes=minutes, capacity=capacity, lengths=lengths)
            add_plan(actor=SYSTEM, site=site, board=board, terms=terms, now=now, purpose=purpose or "receive")
