"""Turn the demonstration's package (catalog/v1) and our readings of it into a `LifeEventSpec`."""

from collections.abc import Mapping
from typing import Any

from yichuang.catalog.rules.own_form import rows_of
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.life_events.rules.spec import LifeEventSpec


def life_event_of(
    package: Mapping[str, Any], reading: Mapping[str, Any], matters: Mapping[str, tuple[int, MatterSpec]]
) -> LifeEventSpec:
    """Return the spec of a package; `matters`: version number and spec of each matter by key.

    :raises ValueError: when the parts do not hang together. :raises KeyError: for a matter or field that is not there.
    """
    stages = package["sequence"]
    members = [
        {
            "id": key,
            "matter": key,
            "version": matters[key][0],
            "after": [one for earlier in stages[:number] for one in earlier],
            **reading["members"].get(key, {}),
        }
        for number, stage in enumerate(stages)
        for key in stage
    ]
    told = {key: reading[key] for key in ("summary", "for_whom", "hand_out") if key in reading}
    kinds = list(matters[members[0]["id"]][1].applicant_kinds)
    return LifeEventSpec.model_validate(
        {
            "key": package["key"],
            "name": package["name"],
            "theme": package["theme"],
            "trigger": package["trigger"],
            "lead_departments": package["lead_departments"],
            "applicant_kinds": kinds,
            "members": members,
            "questions": [_question(row) for row in reading.get("questions", ())],
            "fields": [_field(row, matters) for row in reading.get("fields", ())],
            "materials": [_material(row) for row in reading.get("materials", ())],
            "promised_limit": package["promise"],
            "max_visits": package["max_visits"],
            "remedies": matters[members[0]["id"]][1].remedies,
            **told,
        }
    )


def _question(row: Mapping[str, Any]) -> dict[str, Any]:
    options = [{"id": key, "text": text} for key, text in row["options"].items()]
    asks = [{"member": member, **one} for member, one in row.get("asks", {}).items()]
    return {**row, "options": options, "asks": asks}


def _field(row: Mapping[str, Any], matters: Mapping[str, tuple[int, MatterSpec]]) -> dict[str, Any]:
    """Take the field as the first member writes it, in the order of the reading."""
    feeds = [{"member": member, "field": name} for member, name in row["feeds"].items()]
    first = feeds[0]
    found = dict(rows_of(matters[first["member"]][1].form))[first["field"]]
    return {"row": found, **{key: value for key, value in row.items() if key != "feeds"}, "feeds": feeds}


def _material(row: Mapping[str, Any]) -> dict[str, Any]:
    listed = [
        {"member": member, "material": one}
        for member, ids in row["gives"].items()
        for one in (ids if isinstance(ids, list) else [ids])
    ]
    return {**row, "gives": listed}
