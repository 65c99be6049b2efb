"""Publishing, superseding, suspending: identity stays, versions never change (lessons 2.4; S2-22, S2-26)."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.catalog.conftest import CLERK, NOW, PUBLISHER, STRANGER
from tests.catalog.matters import documents, readings, spec_of
from yichuang.catalog import queries
from yichuang.catalog.models import LifeEventContent, Matter, MatterVersion
from yichuang.catalog.operations.import_content import import_content, import_life_events, import_synonyms
from yichuang.catalog.operations.publish import load_version
from yichuang.catalog.operations.suspend import suspend
from yichuang.catalog.rules.notices import NotInForce
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import ledger
from yichuang.foundations.problems import NotAllowed, Refused

pytestmark = pytest.mark.usefixtures("departments")
FREIGHT = "freight_general"


def changed(**fields) -> MatterSpec:
    return MatterSpec.model_validate({**spec_of(FREIGHT).model_dump(by_alias=True), **fields})


def test_a_published_matter_is_found_by_key_and_by_either_code() -> None:
    version = load_version(actor=PUBLISHER, spec=spec_of(FREIGHT), now=NOW)
    for wanted in (FREIGHT, "330111001001", "11330109900000102M4330111001001"):
        matter = queries.published(wanted)
        assert (matter.version_id, matter.number, matter.department_code) == (version.pk, 1, "11")
        assert matter.spec == spec_of(FREIGHT)


def test_reading_a_published_matter_again_costs_one_statement(django_assert_num_queries) -> None:
    load_version(actor=PUBLISHER, spec=spec_of(FREIGHT), now=NOW)
    queries.published(FREIGHT)
    with django_assert_num_queries(1):
        queries.published(FREIGHT)


def test_the_next_version_supersedes_and_the_old_one_stays_readable() -> None:
    first = load_version(actor=PUBLISHER, spec=spec_of(FREIGHT), now=NOW)
    second = load_version(actor=PUBLISHER, spec=changed(name="普通货物道路运输经营许可"), now=NOW)
    first.refresh_from_db()
    assert (first.state, second.state, second.number) == ("superseded", "published", 2)
    assert Matter.objects.count() == 1
    assert queries.spec_of(first.pk).name == "普通货物运输经营许可"
    assert queries.published(FREIGHT).spec.name == "普通货物道路运输经营许可"
    assert [event.type for event in ledger.history(f"matter:{FREIGHT}")] == ["matter.published", "matter.published"]


def test_publishing_the_same_content_again_changes_nothing() -> None:
    first = load_version(actor=PUBLISHER, spec=spec_of(FREIGHT), now=NOW)
    assert load_version(actor=PUBLISHER, spec=spec_of(FREIGHT), now=NOW).pk == first.pk
    assert MatterVersion.objects.count() == 1


@pytest.mark.parametrize("actor", [STRANGER, CLERK])
def test_nobody_publishes_outside_their_division(actor) -> None:
    with pytest.raises(NotAllowed):
        load_version(actor=actor, spec=spec_of(FREIGHT), now=NOW)
    assert not Matter.objects.exists()


def test_a_promise_longer_than_the_law_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        load_version(actor=PUBLISHER, spec=changed(promised_limit={"value": 21, "unit": "workday"}), now=NOW)
    assert refused.value.status == 422
    assert "长于法定期限" in str(refused.value)


def test_an_unknown_department_is_refused() -> None:
    with pytest.raises(Refused, match="没有编号"):
        load_version(actor=PUBLISHER, spec=changed(department="nowhere"), now=NOW)


@pytest.mark.parametrize("change", [{"spec": {}}, {"content_hash": "x"}, {"number": 9}])
def test_the_database_itself_refuses_to_change_a_version(change) -> None:
    version = load_version(actor=PUBLISHER, spec=spec_of(FREIGHT), now=NOW)
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        MatterVersion.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        MatterVersion.objects.filter(pk=version.pk).delete()
    with pytest.raises(ValueError, match="immutable"):
        version.save()


def test_two_published_versions_of_one_matter_cannot_exist() -> None:
    version = load_version(actor=PUBLISHER, spec=spec_of(FREIGHT), now=NOW)
    twin = {"matter": version.matter, "spec": {}, "content_hash": "", "published_at": NOW, "published_by_name": "甲"}
    with pytest.raises(IntegrityError), transaction.atomic():
        MatterVersion.objects.create(number=2, **twin)


def test_a_suspended_matter_is_not_offered_and_running_cases_keep_its_spec() -> None:
    version = load_version(actor=PUBLISHER, spec=spec_of(FREIGHT), now=NOW)
    suspend(actor=PUBLISHER, matter_key=FREIGHT, reason="法规修改", now=NOW)
    with pytest.raises(NotInForce, match="暂停办理：法规修改"):
        queries.published(FREIGHT)
    assert [(hit.key, hit.mark) for hit in queries.search("货运")] == [(FREIGHT, "暂停办理")]
    assert queries.spec_of(version.pk).key == FREIGHT
    with pytest.raises(Refused, match="没有已发布的版本"):
        suspend(actor=PUBLISHER, matter_key=FREIGHT, reason="再来一次", now=NOW)
    assert load_version(actor=PUBLISHER, spec=spec_of(FREIGHT), now=NOW).number == 2


def test_suspending_needs_a_reason_and_the_right() -> None:
    load_version(actor=PUBLISHER, spec=spec_of(FREIGHT), now=NOW)
    with pytest.raises(Refused, match="原因"):
        suspend(actor=PUBLISHER, matter_key=FREIGHT, reason=" ", now=NOW)
    with pytest.raises(NotAllowed):
        suspend(actor=STRANGER, matter_key=FREIGHT, reason="x", now=NOW)


def test_search_follows_publications_and_synonyms_with_one_statement(django_assert_num_queries) -> None:
    load_version(actor=PUBLISHER, spec=spec_of(FREIGHT), now=NOW)
    assert queries.search("phys")[0].entry.key == FREIGHT
    with django_assert_num_queries(1):
        queries.search("跑运输")
    import_synonyms(actor=PUBLISHER, rows=[{"everyday": "跑运输", "official": "普通货物运输经营许可"}], now=NOW)
    assert queries.search("跑运输")[0].because == "跑运输"
    load_version(actor=PUBLISHER, spec=spec_of("id_card_renew"), now=NOW)
    assert queries.search("sfz")[0].entry.key == "id_card_renew"


def test_the_whole_content_is_imported_once() -> None:
    report = import_content(actor=PUBLISHER, documents=documents(), readings=readings(), now=NOW)
    assert Matter.objects.count() == 14
    assert len(report.same_material_leaves) == 7
    import_content(actor=PUBLISHER, documents=documents(), readings=readings(), now=NOW)
    assert MatterVersion.objects.count() == 14


def test_importing_nothing_is_not_a_success() -> None:
    with pytest.raises(Refused, match="没有找到任何事项"):
        import_content(actor=PUBLISHER, documents={"x.yaml": {"kind": "regions"}}, readings=readings(), now=NOW)


def test_life_events_are_kept_as_content() -> None:
    package = {"key": "birth", "name": "出生“一件事”", "matters": ["birth_registration"]}
    assert import_life_events(actor=PUBLISHER, packages=[package], now=NOW) == 1
    assert import_life_events(actor=PUBLISHER, packages=[package], now=NOW) == 0
    assert LifeEventContent.objects.get().content["matters"] == ["birth_registration"]
