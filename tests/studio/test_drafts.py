"""Beginning and giving up drafts (S2-9, S2-26): state, event, refusal; one open draft for a matter; departments apart."""

import pytest

from tests.cases.people import who
from yichuang.foundations import clock, ledger
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.organizations.models import Department
from yichuang.studio.models import Draft, DraftRevision
from yichuang.studio.operations.discard_draft import discard_draft
from yichuang.studio.operations.open_draft import open_draft, open_next_version
from yichuang.studio.queries import draft_for, visible_drafts

pytestmark = pytest.mark.usefixtures("demo_district")
FREIGHT = "freight_general"


def transport() -> int:
    return Department.objects.get(key="xs-transport").pk


def test_a_new_matter_begins_blank_with_a_key_of_its_own() -> None:
    draft = open_draft(actor=who("赵审查"), department_id=transport(), name="  网络预约车 许可 ", now=clock.now())
    assert (draft.state, draft.name, draft.revision) == ("draft", "网络预约车 许可", 1)
    assert draft.key.startswith("wlyycxk-") and draft.document["key"] == draft.key
    assert DraftRevision.objects.get(draft=draft).document == draft.document
    assert [event.type for event in ledger.history(draft.stream)] == ["draft.opened"]


def test_the_next_version_begins_with_what_is_in_force() -> None:
    draft = open_next_version(actor=who("孙局长"), matter_key=FREIGHT, now=clock.now())
    assert draft.base_version is not None and draft.base_version.number == 1
    assert draft.document["materials"] and draft.key == FREIGHT
    assert ledger.history(draft.stream)[0].payload["from_version"] == 1


def test_a_matter_has_one_open_draft() -> None:
    first = open_next_version(actor=who("赵审查"), matter_key=FREIGHT, now=clock.now())
    with pytest.raises(Refused, match="已有一份草稿"):
        open_next_version(actor=who("孙局长"), matter_key=FREIGHT, now=clock.now())
    discard_draft(actor=who("孙局长"), draft_id=first.pk, reason="重来", now=clock.now())
    assert open_next_version(actor=who("孙局长"), matter_key=FREIGHT, now=clock.now()).pk != first.pk


@pytest.mark.parametrize("name", ["李登记", "谢区管", "林小窗", "邹主任"])
def test_only_the_matter_s_own_department_writes(name: str) -> None:
    with pytest.raises(NotAllowed):
        open_next_version(actor=who(name), matter_key=FREIGHT, now=clock.now())
    with pytest.raises(NotAllowed):
        open_draft(actor=who(name), department_id=transport(), name="网络预约车许可", now=clock.now())
    assert not Draft.objects.exists()


def test_another_department_does_not_see_a_draft_and_the_district_does() -> None:
    draft = open_next_version(actor=who("赵审查"), matter_key=FREIGHT, now=clock.now())
    for name, sees in (("孙局长", True), ("谢区管", True), ("柏评审", True), ("李登记", False), ("林小窗", False)):
        assert visible_drafts(who(name)).filter(pk=draft.pk).exists() is sees, name
    with pytest.raises(NotFound):
        draft_for(who("李登记"), draft.pk)
    with pytest.raises(NotFound):
        draft_for(who("赵审查"), "no-such-id")


def test_a_draft_is_given_up_with_a_reason_and_stays_on_record() -> None:
    draft = open_next_version(actor=who("赵审查"), matter_key=FREIGHT, now=clock.now())
    with pytest.raises(Refused, match="原因"):
        discard_draft(actor=who("赵审查"), draft_id=draft.pk, reason=" ", now=clock.now())
    discard_draft(actor=who("赵审查"), draft_id=draft.pk, reason="政策未定", now=clock.now())
    draft.refresh_from_db()
    assert draft.state == "discarded" and DraftRevision.objects.filter(draft=draft).count() == 1
    assert ledger.history(draft.stream)[-1].payload["reason"] == "政策未定"
    with pytest.raises(Refused, match="已作废"):
        discard_draft(actor=who("赵审查"), draft_id=draft.pk, reason="再来", now=clock.now())


def test_a_name_is_needed() -> None:
    with pytest.raises(Refused, match="事项名称"):
        open_draft(actor=who("赵审查"), department_id=transport(), name="x", now=clock.now())
