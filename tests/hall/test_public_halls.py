"""What the public sees of a hall before going there (S2-31, S2-37)."""

import pytest
from django.test import Client

from tests.hall.people import centre, sit, take
from yichuang.hall.models import Hall

pytestmark = pytest.mark.usefixtures("demo_district")


def test_the_public_sees_who_waits_for_what_and_how_long() -> None:
    take("freight_general", name="王小明")
    http = Client()
    assert "/halls/centre/" in http.get("/halls/").content.decode()
    page = http.get("/halls/centre/").content.decode()
    assert "暂时无法估计" in page and "王小明" not in page, "no window is open"
    sit("林小窗")
    page = http.get("/halls/centre/").content.decode()
    assert "分钟" in page and "不是承诺" in page


def test_a_centre_that_shows_no_numbers_shows_none() -> None:
    take("freight_general")
    Hall.objects.filter(site=centre()).update(shows_counts=False, notice="周五下午系统维护")
    page = Client().get("/halls/centre/").content.decode()
    assert "不公布等候人数" in page and "周五下午系统维护" in page and "预计等候" not in page.split("不公布")[1]
    assert Client().get("/halls/nowhere/").status_code == 404
