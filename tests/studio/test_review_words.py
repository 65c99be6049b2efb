"""What experts and authors read has no code of the platform in it: choices, types of the dictionary, files in Chinese (S2-21)."""

import re
from copy import deepcopy
from typing import Any

import pytest

from tests.cases.people import signed_in, who
from tests.catalog.matters import converted
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import clock
from yichuang.foundations.problems import Refused
from yichuang.studio.operations.open_draft import open_next_version
from yichuang.studio.operations.save_draft import save_draft
from yichuang.studio.rules.review_changes import node_changes
from yichuang.studio.views.review_content import Part, only_changes, whole

pytestmark = pytest.mark.usefixtures("demo_district")
# A word of Latin letters with an underscore, or one of the plain words that codes are.
CODE = re.compile(
    r"[a-z][a-z0-9]*_[a-z0-9_]+|\b(?:applicant|intermediary|certificate|approval|notice|receipt|passport|none|paper)\b"
)
# What the author writes in his own words may be anything.
FREE = ("note",)


def codes(parts: list[Part]) -> list[tuple[str, str]]:
    """Return every code on the page with the field that it stands in."""
    told = []
    for row in (row for part in parts for row in part.rows):
        told += [("title", row.title)]
        told += [(cell.field, cell.words) for cell in row.cells]
        told += [(one.field, one.before + one.after) for one in (row.change.fields if row.change else ())]
    return [(field, text) for field, text in told if field not in FREE and CODE.search(text)]


def emptied(spec: MatterSpec) -> MatterSpec:
    """Return the spec with other choices everywhere, so that each of them stands in the comparison."""
    document = deepcopy(spec.model_dump(mode="json", by_alias=True))
    for material in document["materials"]:
        material |= {"standard_type": "", "source_type": "", "blank_file": "", "medium": "electronic"}
    document["results"] = []
    return MatterSpec.model_validate(document)


@pytest.mark.parametrize("key", sorted(converted()))
def test_no_code_is_on_the_page_of_a_review(key: str) -> None:
    spec, _ = converted()[key]
    assert codes(whole(spec, {})) == []
    changes = node_changes(spec, emptied(spec))
    assert changes and codes(only_changes(emptied(spec), changes)) == []


def changed(document: dict[str, Any], **fields: Any) -> dict[str, Any]:
    copy = deepcopy(document)
    copy["materials"][0] |= fields
    return copy


def test_history_and_conflicts_call_a_type_by_its_name() -> None:
    draft = open_next_version(actor=who("赵审查"), matter_key="freight_general", now=clock.now())
    first = draft.document
    mine = changed(first, standard_type="id_card")
    save_draft(actor=who("赵审查"), draft_id=draft.pk, document=mine, base_revision=1, now=clock.now())
    page = signed_in("赵审查").get(f"/studio/{draft.pk}/history/2/").content.decode()
    assert "居民身份证" in page and "id_card" not in page
    theirs = changed(first, standard_type="household_register")
    with pytest.raises(Refused) as refused:
        save_draft(actor=who("钱复核"), draft_id=draft.pk, document=theirs, base_revision=1, now=clock.now())
    (conflict,) = refused.value.more["conflicts"]
    assert (conflict["theirs"], conflict["mine"]) == ("居民身份证", "居民户口簿")
