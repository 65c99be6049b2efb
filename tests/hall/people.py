"""What tests of the hall share: sites, windows, sitting down, taking tickets."""

from datetime import datetime
from typing import Any

from tests.cases.people import who
from yichuang.foundations import clock
from yichuang.hall.models import Seat, Ticket
from yichuang.hall.operations.seats import open_seat
from yichuang.hall.operations.take_ticket import Asking, take_ticket
from yichuang.hall.queries.needs import Wanted
from yichuang.organizations.models import Site, Window


def centre() -> Site:
    return Site.objects.get(key="centre")


def window(number: str = "01", site: str = "centre") -> Window:
    return Window.objects.select_related("site", "board").get(site__key=site, number=number)


def sit(name: str, number: str = "01", at: datetime | None = None) -> Seat:
    return open_seat(actor=who(name), window_id=window(number).pk, now=at or clock.now())


def take(*matters: str, at: datetime | None = None, **said: Any) -> Ticket:
    wanted = [Wanted(matter=matter) for matter in matters] or [Wanted()]
    asking = Asking(wanted=said.pop("wanted", wanted), **said)
    return take_ticket(actor=who("林小窗"), site=centre(), asking=asking, now=at or clock.now())
