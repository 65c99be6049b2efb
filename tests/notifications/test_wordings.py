"""The centre's own wordings: versions, fields, who may, which counts where, back to the original (S2-32)."""

from datetime import datetime
from typing import Any

import pytest

from tests.notifications.test_holding_and_stopping import ASKED, MORNING, TO, keeper
from yichuang.foundations import ledger
from yichuang.foundations.actors import Place
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.notifications.models import Message, Wording, WordingVersion
from yichuang.notifications.operations.change_wording import change_wording, restore_wording
from yichuang.notifications.operations.deliver import letter_of
from yichuang.notifications.operations.send import send
from yichuang.notifications.queries.wordings import all_in_force, in_force
from yichuang.notifications.rules.templates import TEMPLATES

pytestmark = pytest.mark.django_db
OWN = "请为“{matter}”打分，网址 {link}。"


def change(version: int = 0, text: str = OWN, code: str = "SMS_9", **more: Any) -> Wording:
    given = {"actor": keeper(), "division": "330109", "template": "rating_asked", "now": MORNING, **more}
    return change_wording(text=text, gateway_code=code, version=version, **given)


def arriving(division: str, now: datetime = MORNING) -> Message:
    return send(to=TO, template="rating_asked", data=ASKED, now=now, place=Place(division=division))


def test_a_wording_counts_from_now_on_below_its_division_and_nowhere_else() -> None:
    before = arriving("330109118")
    row = change()
    assert (row.version, row.changed_by) == (1, "谢区管")
    assert "打分" not in letter_of(Message.objects.get(pk=before.pk)).text
    for division, own, code in (("330109", True, "SMS_9"), ("330109118203", True, "SMS_9"), ("330110", False, "")):
        letter = letter_of(Message.objects.get(pk=arriving(division).pk))
        assert ("打分" in letter.text, letter.code) == (own, code), division
        assert letter.text.startswith("【一窗受理平台】") and f"/stop/{letter.params['stop'][5:]}" in letter.text
    (event,) = ledger.history(row.stream)
    assert (event.type, event.payload["text"], event.payload["text_before"]) == ("wording.changed", OWN, "")


def test_a_town_s_own_counts_before_its_district_s_and_the_number_comes_from_above() -> None:
    change()
    change(division="330109118", text="{matter}{link}", code="", actor=keeper("330109118"))
    town = in_force("330109118", "rating_asked")
    assert (town.text, town.gateway_code, town.own) == ("{matter}{link}", "SMS_9", True)
    restore_wording(actor=keeper(), division="330109118", template="rating_asked", version=1, now=MORNING)
    assert in_force("330109118", "rating_asked").text == TEMPLATES["rating_asked"].text
    assert not all_in_force("330110")["rating_asked"].own


def test_every_change_is_a_version_and_the_original_can_be_had_back() -> None:
    change()
    change(1, text="{matter}：{link}")
    row = restore_wording(actor=keeper(), division="330109", template="rating_asked", version=2, now=MORNING)
    kept = [(one.number, one.text) for one in WordingVersion.objects.order_by("number")]
    assert kept == [(1, OWN), (2, "{matter}：{link}"), (3, "")]
    assert (row.text, row.gateway_code, in_force("330109", "rating_asked").own) == ("", "SMS_9", False)
    with pytest.raises(Refused, match="没有要变更"):
        change(3, text=TEMPLATES["rating_asked"].text)  # the original typed in is the original


def test_what_cannot_be_kept_is_refused_with_every_reason_and_leaves_no_row() -> None:
    with pytest.raises(Refused) as refusal:
        change(text="【签名】{nothing}", code="a b")
    assert [reason.code for reason in refusal.value.reasons] == ["signature", "unknown_field", "gateway_code"]
    assert not Wording.objects.exists()
    change()
    with pytest.raises(Refused) as meanwhile:
        change(0, text="{matter}{link}!")
    assert (meanwhile.value.status, meanwhile.value.reasons[0].code) == (409, "changed_meanwhile")
    with pytest.raises(NotFound):
        change(template="nothing")
    for stranger in (keeper("330110"), keeper("330109", "message.view")):
        with pytest.raises(NotAllowed):
            change(1, text="{matter}{link}", actor=stranger)
    assert Wording.objects.get().version == 1
