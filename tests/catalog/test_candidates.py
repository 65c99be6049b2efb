"""Content is frozen, examined and only then published (rulebook 6.4, S2-21): state, event, refusal."""

import pytest
from django.db import DatabaseError, transaction

from tests.catalog.conftest import NOW, PUBLISHER, STRANGER
from tests.catalog.matters import spec_of
from yichuang.catalog import queries
from yichuang.catalog.models import Matter, MatterVersion
from yichuang.catalog.operations.candidates import freeze_candidate, settle_candidate
from yichuang.catalog.operations.publish import load_version, publish_candidate
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import ledger
from yichuang.foundations.problems import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.usefixtures("departments")
FREIGHT = "freight_general"


def changed(**fields) -> MatterSpec:
    return MatterSpec.model_validate({**spec_of(FREIGHT).model_dump(by_alias=True), **fields})


def test_a_candidate_has_no_number_and_no_channel_shows_it() -> None:
    version = freeze_candidate(actor=PUBLISHER, spec=spec_of(FREIGHT), now=NOW)
    assert (version.state, version.number, version.content_hash) == ("candidate", None, spec_of(FREIGHT).digest)
    assert queries.search("货运") == [] and not queries.matters().exists() and not queries.versions_of(FREIGHT)
    with pytest.raises(NotFound):
        queries.published(FREIGHT)
    assert queries.version_for(version.pk).number == 0


def test_an_approved_candidate_is_published_and_supersedes() -> None:
    first = load_version(actor=PUBLISHER, spec=spec_of(FREIGHT), now=NOW)
    version = freeze_candidate(actor=PUBLISHER, spec=changed(note="新版"), now=NOW)
    settle_candidate(actor=PUBLISHER, version_id=version.pk, approved=True, now=NOW)
    assert publish_candidate(actor=PUBLISHER, version_id=version.pk, now=NOW).number == 2
    first.refresh_from_db()
    assert first.state == "superseded" and queries.published(FREIGHT).version_id == version.pk
    assert [event.type for event in ledger.history(f"matter:{FREIGHT}")] == [
        "matter.published", "matter.candidate_frozen", "matter.candidate_settled", "matter.published",
    ]  # fmt: skip


@pytest.mark.parametrize("settled", [None, False])
def test_what_was_not_approved_is_not_published(settled: bool | None) -> None:
    version = freeze_candidate(actor=PUBLISHER, spec=spec_of(FREIGHT), now=NOW)
    if settled is not None:
        settle_candidate(actor=PUBLISHER, version_id=version.pk, approved=settled, now=NOW, why="材料名称不规范")
    with pytest.raises(Refused, match="没有通过评审和模拟验收"):
        publish_candidate(actor=PUBLISHER, version_id=version.pk, now=NOW)
    assert not queries.matters().exists()


def test_only_the_system_loads_past_the_examination() -> None:
    clerk = PUBLISHER.__class__(
        kind="staff", id="x", name="谢", grants=frozenset(g for g in PUBLISHER.grants if g.act != "matter.load")
    )
    with pytest.raises(NotAllowed):
        load_version(actor=clerk, spec=spec_of(FREIGHT), now=NOW)


def test_another_district_does_not_publish() -> None:
    version = freeze_candidate(actor=PUBLISHER, spec=spec_of(FREIGHT), now=NOW)
    settle_candidate(actor=PUBLISHER, version_id=version.pk, approved=True, now=NOW)
    with pytest.raises(NotAllowed):
        publish_candidate(actor=STRANGER, version_id=version.pk, now=NOW)


def test_one_candidate_at_a_time_and_one_conclusion_for_each() -> None:
    version = freeze_candidate(actor=PUBLISHER, spec=spec_of(FREIGHT), now=NOW)
    with pytest.raises(Refused, match="已有一稿"):
        freeze_candidate(actor=PUBLISHER, spec=changed(note="另一稿"), now=NOW)
    settle_candidate(actor=PUBLISHER, version_id=version.pk, approved=False, now=NOW)
    with pytest.raises(Refused, match="已经有了结论"):
        settle_candidate(actor=PUBLISHER, version_id=version.pk, approved=True, now=NOW)
    assert freeze_candidate(actor=PUBLISHER, spec=changed(note="另一稿"), now=NOW).pk != version.pk


def test_two_departments_cannot_claim_one_basic_code() -> None:
    load_version(actor=PUBLISHER, spec=spec_of(FREIGHT), now=NOW)
    theirs = changed(key="other", department="xs-market")
    with pytest.raises(Refused, match="已由xs-transport 局的“普通货物运输经营许可”使用"):
        freeze_candidate(actor=PUBLISHER, spec=theirs, now=NOW)
    assert Matter.objects.count() == 1


@pytest.mark.parametrize("change", [{"spec": {}}, {"content_hash": "x"}])
def test_the_database_refuses_to_change_what_is_examined(change: dict[str, object]) -> None:
    version = freeze_candidate(actor=PUBLISHER, spec=spec_of(FREIGHT), now=NOW)
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        MatterVersion.objects.filter(pk=version.pk).update(**change)
