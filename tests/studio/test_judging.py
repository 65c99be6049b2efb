"""One question, one answer: structure, proof, law, names and cuts are judged together (matters.md, “The prover”)."""

import pytest

from tests.catalog.matters import spec_of
from yichuang.studio.queries.judging import judge

pytestmark = pytest.mark.usefixtures("demo_district")


def test_everything_that_can_be_wrong_is_asked_at_once() -> None:
    document = spec_of("freight_general").model_dump(mode="json", by_alias=True)
    document["promised_limit"] = {"value": 40, "unit": "workday"}
    document["materials"][0]["name"] = "其他相关材料"
    document["materials"][1]["legal_basis"] = ""
    document["codes"] = {}
    found = judge(document)
    assert {"S2-11", "S2-15", "行政许可法 42"} <= {finding.rule for finding in found.errors}
    assert "S2-16" in {finding.rule for finding in found.findings}
    assert {"missing_field", "finest_grain", "complete"} <= {finding.code for finding in found.errors}
    assert any("承诺期限" in finding.message for finding in found.errors)
    assert found.spec is not None and found.proof is not None and found.proof.paths == 55
    severities = [finding.severity for finding in found.findings]
    assert severities == sorted(severities, key=("error", "undecided", "advice").index)


@pytest.mark.parametrize(
    "document", [{}, {"schema": "matter/v1", "questions": 3}, {"facts": [None], "situations": "x"}]
)
def test_an_unfinished_document_is_judged_and_never_raises(document: dict[str, object]) -> None:
    assert judge(document).errors


def test_a_limit_that_nobody_has_written_is_missing_and_not_too_short() -> None:
    document = spec_of("freight_general").model_dump(mode="json", by_alias=True)
    del document["statutory_limit"]
    found = judge(document).findings
    assert any(finding.code == "missing_field" and finding.place.field == "statutory_limit" for finding in found)
    assert not [finding for finding in found if finding.code == "promise"]
