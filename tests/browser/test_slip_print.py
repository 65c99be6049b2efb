"""The slip on 80 mm paper as the kiosk's printer gets it (S2-31): one page, nothing cut off, also the longest slip there can be."""

import io
import unicodedata

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

from tests.browser.visits import apart, sign_in
from tests.hall.people import take
from yichuang.catalog.models import Matter
from yichuang.hall.models import Ticket
from yichuang.hall.queries.needs import Wanted
from yichuang.hall.rules.wanted import MOST

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_again")]
MM = 72 / 25.4


def longest() -> Ticket:
    """Take the longest slip: the green channel, and as many matters of the longest names as one ticket has."""
    names = sorted(Matter.objects.values_list("name", "key"), key=lambda one: -len(one[0]))
    return take(wanted=[Wanted(matter=key) for _, key in names[:MOST]], green="elderly", mobile="13900001234")


@pytest.mark.parametrize("many", [False, True], ids=["one matter", "the longest"])
def test_a_slip_fills_one_page_of_80_mm_and_nothing_is_cut_off(page: Page, live_server: LiveServer, many: bool) -> None:
    ticket = apart(longest if many else lambda: take("freight_general"))
    sign_in(page, live_server.url, "俞导服")
    page.goto(f"{live_server.url}/hall/guide/{ticket.pk}/slip/")
    page.locator(".slip-number").wait_for()
    page.wait_for_timeout(500)
    printed = PdfReader(io.BytesIO(page.pdf(width="80mm", prefer_css_page_size=True)))
    assert len(printed.pages) == 1
    (sheet,) = printed.pages
    assert round(float(sheet.mediabox.width) / MM) == 80
    height = float(sheet.mediabox.height) / MM
    assert height < (240 if many else 150), f"{height:.0f} mm of paper"
    # The font names 民 by its radical, which no normal form knows.
    said = "".join(unicodedata.normalize("NFKC", sheet.extract_text()).replace("⺠", "民").split())
    for item in apart(lambda: list(ticket.items.values_list("name", flat=True))):
        assert unicodedata.normalize("NFKC", item) in said, said
    assert ticket.number in said and "过号请到导服台" in said, said
    page.emulate_media(media="print")
    page.set_viewport_size({"width": round(74 / 25.4 * 96), "height": 600})
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{wide} px are cut off at the right"
