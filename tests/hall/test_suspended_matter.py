"""A matter is suspended while people come for it: the ticket is taken, the officer's page works, nobody stands before an error (S2-31)."""

import pytest

from tests.cases.people import signed_in
from tests.hall.devices import paired
from tests.hall.people import centre, sit, take
from yichuang.accounts.permissions import SYSTEM
from yichuang.catalog.operations.suspend import suspend
from yichuang.foundations import clock
from yichuang.hall.models import Hall, Ticket
from yichuang.hall.queries.needs import frequent_of

pytestmark = pytest.mark.usefixtures("demo_district")
FREIGHT = "freight_general"


def stop() -> None:
    suspend(actor=SYSTEM, matter_key=FREIGHT, reason="省级系统割接", now=clock.now())


def test_the_officers_page_stands_with_a_frequent_matter_suspended_and_one_being_served() -> None:
    http = signed_in("林小窗")
    sit("林小窗")
    ticket = take(FREIGHT)
    assert FREIGHT in Hall.objects.get(site=centre()).frequent
    for verb, state in (("next", "called"), ("start", "serving")):
        assert http.post(f"/hall/calling/act/{verb}/").status_code == 302
        ticket.refresh_from_db()
        assert ticket.state == state
    stop()
    page = http.get("/hall/calling/")
    assert page.status_code == 200 and ticket.number in page.content.decode()
    assert FREIGHT not in dict(frequent_of(Hall.objects.select_related("site").get(site=centre())))
    assert http.post("/hall/calling/act/finish/").status_code == 302
    ticket.refresh_from_db()
    assert ticket.state == "done"


def test_the_kiosk_and_the_guide_give_a_ticket_to_ask_and_the_officer_reads_why() -> None:
    http, _ = paired()
    stop()
    page = http.get("/kiosk/take/", {"want": f"m:{FREIGHT}"})
    assert page.status_code == 200 and "咨询：普通货物运输经营许可" in page.content.decode()
    form = {"want": f"m:{FREIGHT}", "Idempotency-Key": "one-press"}
    assert http.post("/kiosk/take/", form)["Location"] == "/kiosk/slip/?print=1"
    ticket = Ticket.objects.get()
    assert "省级系统割接" in ticket.comment and ticket.items.get().matter == ""
    assert "咨询：普通货物运输经营许可" in http.get("/kiosk/slip/").content.decode()
    assert take(FREIGHT).items.get().name.startswith("咨询：")
    guide = signed_in("俞导服")
    assert guide.get("/hall/guide/", {"want": f"m:{FREIGHT}"}).status_code == 200
