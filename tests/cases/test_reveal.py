"""Personal data is masked, sealed in the database, and shown for a reason that is on record (issue 2, 8)."""

import pytest
from django.db import connection

from tests.cases.people import signed_in, who
from tests.counter import PERSON, Desk
from yichuang.cases.operations.reveal import reveal
from yichuang.foundations import clock, ledger
from yichuang.foundations.problems import NotAllowed, NotFound, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
NUMBER, MOBILE = PERSON["id_number"], PERSON["contact_mobile"]


def test_a_reason_opens_the_data_once_and_stays_in_the_history() -> None:
    number = Desk("林小窗").receive()
    browser = signed_in("林小窗")
    assert NUMBER not in browser.get(f"/cases/{number}/").content.decode()
    assert NUMBER not in browser.get(f"/cases/{number}/reveal/").content.decode()
    page = browser.post(f"/cases/{number}/reveal/", {"reason": "contact"}).content.decode()
    assert NUMBER in page and MOBILE in page
    event = ledger.history(f"case:{number}")[-1]
    assert (event.type, event.actor_name) == ("case.personal_data_revealed", "林小窗")
    assert "联系申请人" in event.payload["reason"] and NUMBER not in str(event.payload)
    audit = signed_in("喻审计").get("/reveals/").content.decode()
    assert "林小窗" in audit and number in audit


def test_without_a_reason_or_a_right_nothing_is_shown() -> None:
    number = Desk("林小窗").receive()
    for reason, words in (("", ""), ("other", ""), ("other", "看看"), ("nosy", "我想看看")):
        with pytest.raises(Refused):
            reveal(actor=who("林小窗"), number=number, reason=reason, words=words, now=clock.now())
    for name, error in (("邹主任", NotAllowed), ("吴益农", NotFound), ("李登记", NotFound)):
        with pytest.raises(error):
            reveal(actor=who(name), number=number, reason="contact", words="", now=clock.now())
    answer = signed_in("林小窗").post(f"/cases/{number}/reveal/", {"words": "x"})
    assert answer.status_code == 422 and "请选择“查看的事由”" in answer.content.decode()
    assert signed_in("林小窗").get("/reveals/").status_code == 403
    assert not [event for event in ledger.history(f"case:{number}") if "revealed" in event.type]


def test_no_table_holds_a_number_in_clear() -> None:
    Desk("林小窗").receive()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema='public'"
            " AND data_type IN ('text', 'character varying', 'jsonb')"
        )
        for table, column in cursor.fetchall():
            if table.startswith(
                ("cases_", "accounts_", "foundations_", "files_", "notifications_", "procrastinate_jobs")
            ):
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" WHERE "{column}"::text LIKE %s OR "{column}"::text LIKE %s',
                    [f"%{NUMBER}%", f"%{MOBILE}%"],
                )
                assert cursor.fetchone() == (0,), f"{table}.{column}"
