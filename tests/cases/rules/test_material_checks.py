"""What is said of a material that has not come in (S2-14, S2-39; 行政许可法 32)."""

import pytest

from yichuang.cases.rules.facts import CaseFacts, MaterialFacts, MoveInput
from yichuang.cases.rules.lifecycle import BY_VERB
from yichuang.cases.rules.material_checks import every_material_settled
from yichuang.cases.rules.states import State


@pytest.mark.parametrize(
    ("material", "ways", "not_said"),
    [
        (MaterialFacts("m", "申请表"), ["请收取该材料，或出具一次性告知书"], ["共享", "容缺"]),
        (
            MaterialFacts("m", "制度文本", tolerable=True, tolerance_days=10),
            ["容缺承诺（10 个工作日内补交）"],
            ["共享"],
        ),
        (MaterialFacts("m", "营业执照", shareable=True), ["请先共享获取", "取不到的，请收取该材料"], ["容缺"]),
        (MaterialFacts("m", "户口簿", shareable=True, tolerable=True, tolerance_days=5), ["共享获取", "容缺承诺"], []),
    ],
)
def test_the_refusal_says_each_way_out(material: MaterialFacts, ways: list[str], not_said: list[str]) -> None:
    facts = CaseFacts("1", State.RECEIVED, "accept", "promised", "lin", materials=(material,))
    (reason,) = every_material_settled(facts, MoveInput(actor_id="a"), BY_VERB["accept"])
    assert reason.code == "material_missing" and material.name in reason.message
    assert all(way in reason.todo for way in ways)
    assert not any(word in reason.todo for word in not_said)
