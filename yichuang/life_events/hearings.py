"""What the room listens to – cases of joint cases, calendars, its own news – and what it adds to the pages of the rooms below."""

from datetime import datetime

from yichuang.accounts.permissions import SYSTEM
from yichuang.cases.ports import add_company, add_opener, add_panel, add_shelf, set_book
from yichuang.catalog.ports import set_bundles
from yichuang.files.ports import tell_endings
from yichuang.foundations import jobs, ledger
from yichuang.foundations.jobs import Later
from yichuang.foundations.models import Event
from yichuang.life_events.operations.count_savings import ENDED, RECEIVED, count_ended, count_received
from yichuang.life_events.operations.joint_files import OWNER
from yichuang.life_events.operations.joint_follow import MOVES, joint_follow
from yichuang.life_events.operations.practice import JointBook
from yichuang.life_events.panels import LifeEventShelf, joint_company, joint_panel
from yichuang.life_events.queries.joint import endings, joint_case, running_joint_numbers
from yichuang.life_events.queries.practice import NAME
from yichuang.life_events.queries.public import Composed


def _hear_case(event: Event, now: datetime) -> None:
    """Let the joint case of a case follow it."""
    number = event.stream.removeprefix("case:")
    joint_follow(actor=SYSTEM, number=number, event=event.type, payload=event.payload, now=now)


def _hear_calendar(event: Event, now: datetime) -> None:
    """Have every running joint case counted again: a year's holidays were loaded."""
    jobs.defer([Later("life_events.recount_joint", {"number": number}) for number in running_joint_numbers()])


def _hear_joint(event: Event, now: datetime) -> None:
    """Count what a joint case saves."""
    if event.type == RECEIVED:
        count_received(event.payload, event.at)
    else:
        count_ended(event.payload)


ledger.subscribe("life_events.calendar", ["calendar.year_loaded"], _hear_calendar, "default")
ledger.subscribe("life_events.joint", MOVES, _hear_case, "default")
add_panel("joint", joint_panel)
add_company("joint", joint_company)
add_shelf("life_events", LifeEventShelf())
add_opener("joint", joint_case)
set_book(NAME, JointBook())
ledger.subscribe("life_events.savings", (RECEIVED, ENDED), _hear_joint, "default")
set_bundles(Composed())
tell_endings(OWNER, endings)
