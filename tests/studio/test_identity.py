"""Identity is the matter, not the version (lessons 2.4): grants, words, numbers, links and requests survive a new version."""

import pytest
from django.test import Client

from tests.cases.people import who
from tests.counter import Desk
from tests.studio.approved import CARD as KEY
from tests.studio.approved import LOST, approved_draft, card_in_force
from yichuang.cases.models import Delegation
from yichuang.cases.operations.record_delegation import Instrument, record_delegation
from yichuang.catalog.operations.add_synonym import add_synonym
from yichuang.catalog.queries import published, search
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.organizations.models import Site
from yichuang.studio.models import AdjustmentRequest, MatterVolume
from yichuang.studio.operations.count_volumes import recount_volumes
from yichuang.studio.operations.publish_draft import publish_draft
from yichuang.studio.operations.request_adjustment import Wanted, request_adjustment

pytestmark = pytest.mark.usefixtures("demo_district")


def test_what_hangs_on_a_matter_hangs_on_it_after_a_new_version() -> None:
    card_in_force(case_type="instant_single_clerk")
    now, before = clock.now(), published(KEY)
    instrument = Instrument(
        "萧交委〔2026〕9号", KEY, Site.objects.get(key="centre").pk, "受理、审查、制证", day_of(now)
    )
    delegation = record_delegation(actor=who("孙局长"), instrument=instrument, now=now)
    add_synonym(actor=who("赵审查"), everyday="补跑车证", official=before.spec.name, now=now)
    Desk("林小窗").receive(KEY, LOST)
    asked = request_adjustment(actor=who("林小窗"), wanted=Wanted(KEY, "law", "法规已修订"), now=now)
    codes = [before.spec.codes.basic, before.spec.codes.implementation, KEY]

    draft = approved_draft(name="网约车驾驶员证补发")
    publish_draft(actor=who("谢区管"), draft_id=draft.pk, now=now)

    after = published(KEY)
    assert (after.matter_id, after.number) == (before.matter_id, before.number + 1)
    kept = Delegation.objects.get(pk=delegation.pk)
    assert kept.matter_id == after.matter_id and kept.revoked_at is None
    assert search("补跑车证")[0].key == KEY
    Desk("林小窗").receive(KEY, LOST)
    recount_volumes()
    assert MatterVolume.objects.get(matter_id=after.matter_id).count == 2
    assert AdjustmentRequest.objects.get(pk=asked.pk).matter_id == after.matter_id
    assert [Client().get(f"/matters/{code}/").status_code for code in codes] == [200, 200, 200]
    assert Client().get(f"/api/matters/{codes[0]}").json()["version"] == after.number


def test_a_running_case_keeps_its_version_and_the_next_has_the_new_one() -> None:
    card_in_force()
    desk = Desk("林小窗")
    number, items = desk.receive(KEY, LOST), desk.materials(KEY, LOST)
    publish_draft(actor=who("谢区管"), draft_id=approved_draft().pk, now=clock.now())
    desk.must(number, "materials", items=items)
    assert desk.must(number, "accept")["state"] == "accepted"
