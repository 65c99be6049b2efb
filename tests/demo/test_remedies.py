"""The guide of a demonstration matter names the government that its documents name (行政许可法 38; rulebook 2.2)."""

import pytest

from yichuang.catalog.models import MatterVersion
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.organizations.models import Department


@pytest.mark.django_db
def test_the_guide_and_the_documents_name_the_same_government(demo_district: None) -> None:
    governments = dict(Department.objects.values_list("key", "government"))
    specs = [MatterSpec.model_validate(version.spec) for version in MatterVersion.objects.all()]
    assert len(specs) == 14
    assert [spec.key for spec in specs if governments[spec.department] not in spec.remedies[0]] == []
