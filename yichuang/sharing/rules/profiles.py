"""What the counter expects of an API that it uses itself (docs/sharing.md): an operation by its id, its one parameter, the fields it reads.

A use is a promise of the provider: the registry refuses a document for it that lacks the operation or the parameter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.sharing.rules.checking import Reader


@dataclass(frozen=True)
class Profile:
    """One use: the operation's id, where its parameter stands and what it is called, and base-form field → field of the answer."""

    operation: str
    place: str
    parameter: str
    fills: Mapping[str, str]
    shows: Mapping[str, str]


PROFILES: dict[str, Profile] = {
    "person": Profile(
        "household", "query", "id_number",
        {"name": "name", "id_number": "id_number", "address": "address"},
        {"性别": "sex", "出生日期": "born_on", "户别": "kind"},
    ),
    "licence": Profile("eLicence", "query", "id_number", {}, {}),
    "project": Profile(
        "project", "path", "code",
        {"project_code": "code", "project_name": "name", "organisation": "builder", "uscc": "builder_code"},
        {"建设地点": "location", "建设性质": "kind", "总投资（万元）": "total_investment", "备案机关": "recorded_by", "项目状态": "state"},
    ),
}  # fmt: skip


def faults_of_use(use: str, reader: Reader) -> list[str]:
    """Return why a document does not follow the profile of a use."""
    profile = PROFILES.get(use)
    if profile is None:
        return []
    operation = reader.by_id(profile.operation)
    if operation is None or operation.method != "GET":
        return [f"paths：柜台用途要求有 operationId 为 {profile.operation} 的 GET 操作"]
    if not any(one.get("name") == profile.parameter and one.get("in") == profile.place for one in operation.parameters):
        return [f"paths{operation.path}：柜台用途要求 {profile.place} 参数 {profile.parameter}"]
    return []


def texts(answer: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
    """Return what an answer says under our names, as text; what it leaves out is left out."""
    return {ours: str(answer[theirs]) for ours, theirs in names.items() if answer.get(theirs) not in (None, "")}
