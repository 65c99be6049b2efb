"""A published version keeps its name: fields that matter/v1 gained later change no hash while they are empty."""

import json

from tests.catalog.matters import spec_of
from yichuang.catalog.rules.spec import LATER, LATER_OF_MATERIALS, MatterSpec, canonical_json


def test_what_was_added_later_stays_out_of_the_canonical_spelling_until_it_is_used() -> None:
    spec = spec_of("freight_general")
    body = json.loads(canonical_json(spec))
    assert not set(LATER) & set(body)
    assert all(not set(LATER_OF_MATERIALS) & set(material) for material in body["materials"])

    told = MatterSpec.model_validate({**spec.model_dump(by_alias=True), "guide": {"hours": "工作日 9:00—17:00"}})
    assert json.loads(canonical_json(told))["guide"]["hours"] == "工作日 9:00—17:00"
    assert told.digest != spec.digest
