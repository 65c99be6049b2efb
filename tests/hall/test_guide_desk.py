"""The guide desk takes tickets for people, finds them, corrects and lets them go; its place in the queue stays (S2-30, S2-31)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cases.people import signed_in, who
from tests.hall.people import sit, take, window
from yichuang.foundations import clock
from yichuang.foundations.models import Event
from yichuang.foundations.problems import NotFound, Refused
from yichuang.hall.models import Ticket
from yichuang.hall.operations.call import call_next
from yichuang.hall.operations.correct_ticket import Correction, correct_ticket
from yichuang.hall.operations.pass_by import give_up, leave
from yichuang.hall.operations.serve import start
from yichuang.hall.queries.needs import Wanted
from yichuang.notifications.models import Message

pytestmark = pytest.mark.usefixtures("demo_district")
FREIGHT = "freight_general"


def post(http: Client, **form: Any) -> Any:
    return http.post("/hall/guide/", {"Idempotency-Key": "k1", "mobile": "", "green": "", **form})


def test_a_ticket_is_taken_at_the_desk_with_a_wish_and_a_comment() -> None:
    http = signed_in("俞导服")
    assert "货物运输" in http.get("/hall/guide/?find=huoyun").content.decode()
    bad = post(http, want=f"m:{FREIGHT}", mobile="0571-82600000")
    assert bad.status_code == 422 and "收不到短信" in bad.content.decode()
    form = {"want": f"m:{FREIGHT}", "mobile": "13900000999", "green": "ill", "name": "王老伯", "comment": "听力不好"}
    done = post(http, window=str(window("02").pk), **form)
    assert done.status_code == 302
    ticket = Ticket.objects.get()
    assert (ticket.source, ticket.green, ticket.comment, ticket.window_wanted_id) == (
        "guide", "ill", "听力不好", window("02").pk,
    )  # fmt: skip
    assert Message.objects.get().template == "ticket_taken"
    page = http.get(done["Location"]).content.decode()
    assert ticket.number in page and "打印凭条" in page
    assert ticket.number in http.get(f"/hall/guide/{ticket.pk}/slip/").content.decode()
    assert (
        post(http, window=str(window("02").pk), **form)["Location"] == done["Location"] and Ticket.objects.count() == 1
    )


def test_people_are_found_by_number_and_by_mobile_whatever_their_state() -> None:
    http = signed_in("俞导服")
    first, other = take(mobile="13900000999"), take()
    leave(actor=who("俞导服"), ticket_id=str(first.pk), why="", now=clock.now())
    assert f"/hall/guide/{first.pk}/" not in http.get("/hall/guide/").content.decode()
    for asked in ("13900000999", first.number.lower()):
        page = http.get("/hall/guide/", {"q": asked}).content.decode()
        assert f"/hall/guide/{first.pk}/" in page and f"/hall/guide/{other.pk}/" not in page
    assert f"/hall/guide/{first.pk}/" in http.get("/hall/guide/?state=over").content.decode()
    shown = http.get(f"/hall/guide/{first.pk}/").content.decode()
    assert "139****0999" in shown and "13900000999" not in shown
    assert http.get("/hall/guide/export/?state=all").status_code == 200


def test_a_correction_keeps_number_and_place_and_is_on_record() -> None:
    now = clock.now()
    ticket = take(FREIGHT, at=now)
    change = Correction(wanted=[Wanted(board="D")], green="pregnant", comment="要轮椅", window=window("04").pk)
    changed = correct_ticket(
        actor=who("俞导服"), ticket_id=ticket.pk, correction=change, now=now + timedelta(minutes=3)
    )
    assert (changed.number, changed.queued_at, changed.green) == (ticket.number, ticket.queued_at, "pregnant")
    assert [item.board for item in changed.items.all()] == ["D"]
    event = Event.objects.filter(stream=ticket.stream).latest("seq")
    assert event.type == "ticket.changed" and set(event.payload["fields"]) == {"items", "green", "comment", "window"}
    correct_ticket(actor=who("俞导服"), ticket_id=ticket.pk, correction=change, now=now)
    assert Event.objects.filter(stream=ticket.stream).count() == 2, "nothing changed, nothing written"
    with pytest.raises(Refused, match="不在本大厅"):
        elsewhere = window("01", "yinong").pk
        correct_ticket(actor=who("俞导服"), ticket_id=ticket.pk, correction=Correction(window=elsewhere), now=now)
    with pytest.raises(NotFound):
        correct_ticket(actor=who("吴益农"), ticket_id=ticket.pk, correction=Correction(green=""), now=now)


def test_who_is_served_is_not_corrected_and_does_not_leave_by_phone() -> None:
    now = clock.now()
    ticket = take(FREIGHT, at=now)
    sit("林小窗")
    call_next(actor=who("林小窗"), now=now)
    start(actor=who("林小窗"), now=now)
    with pytest.raises(Refused, match="不能更正"):
        correct_ticket(actor=who("俞导服"), ticket_id=ticket.pk, correction=Correction(green="ill"), now=now)
    with pytest.raises(Refused, match="正在窗口办理"):
        give_up(token=ticket.token, now=now)
    gone = leave(actor=who("俞导服"), ticket_id=str(ticket.pk), why="突然离开", now=now)
    assert gone.state == "left" and gone.seat is None
    assert call_next(actor=who("林小窗"), now=now) is None, "the window is free again"


def test_the_pages_of_one_ticket() -> None:
    http, ticket = signed_in("俞导服"), take()
    base = f"/hall/guide/{ticket.pk}"
    assert http.get(f"{base}/?find=huoyun").status_code == 200
    assert http.post(f"{base}/act/correct/", {"want": f"m:{FREIGHT}"}).status_code == 302
    assert http.post(f"{base}/act/correct/", {"green": "ill", "window": "", "comment": "慢"}).status_code == 302
    assert http.post(f"{base}/act/left/", {"why": ""}).status_code == 302
    assert http.post(f"{base}/act/correct/", {"green": ""}).status_code == 409
    assert http.post(f"{base}/act/dance/").status_code == 404
    assert signed_in("吴益农").get(f"{base}/").status_code == 404
    assert signed_in("赵审查").get("/hall/guide/").status_code == 403
