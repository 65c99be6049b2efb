"""What the law demands of a matter and the demonstration content leaves out: remedies (行政许可法 38), a promise within the statute (42).

The words stand in `demo/readings.yaml`; each is reported when loading.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from yichuang.catalog.rules.own_form import fields_of
from yichuang.catalog.rules.spec import MatterSpec


def completed(department: str, reading: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of the spec that are completed: remedies by the department's reconsideration bodies, promised limit, form."""
    made: dict[str, Any] = {}
    if bodies := _bodies(department, shared):
        made["remedies"] = [text.format(bodies="或者".join(bodies)) for text in shared["remedies"]["texts"]]
    if stated := reading.get("promised_limit"):
        made["promised_limit"] = stated["value"]
    if form := reading.get("own_form"):
        made["form"] = form["value"]
    return made


def completions(spec: MatterSpec, reading: Mapping[str, Any], shared: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what was completed, with the reason."""
    if _bodies(spec.department, shared):
        yield f"救济途径 {len(spec.remedies)} 条", shared["remedies"]["why"]
    if stated := reading.get("promised_limit"):
        yield f"承诺期限改为 {spec.promised_limit.words()}", stated["why"]
    if form := reading.get("own_form"):
        yield f"申请表 {len(fields_of(spec.form))} 栏", form["why"]


def _bodies(department: str, shared: Mapping[str, Any]) -> list[str]:
    """Return who reconsiders a department's decisions; none where it is not known, for a body is never guessed."""
    return list(shared.get("remedies", {}).get("bodies", {}).get(department, ()))
