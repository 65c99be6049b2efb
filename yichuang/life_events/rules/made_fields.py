"""Made-up contents of the merged form for a scripted applicant (S2-21②): what each field takes, nobody's data."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from yichuang.catalog.rules.own_form import OwnField, fields_of
from yichuang.foundations.rules.identifiers import make_id_number, make_uscc


def made_fields(form: Mapping[str, Any], asked: Collection[str], number: int, on: date) -> dict[str, Any]:
    """Return a value for each of the fields asked that must be filled, as the form's own rule takes it; of script `number`."""
    return {field.name: _made(field, number, on) for field in fields_of(form) if field.name in asked and field.required}


def _made(field: OwnField, number: int, on: date) -> Any:
    match field.kind:
        case "yes_no":
            return True
        case "choice":
            return field.options[0]
        case "several":
            return [field.options[0]]
        case "date":
            return on.isoformat()
        case "integer" | "number":
            return field.low if field.low is not None else min(1, field.high if field.high is not None else 1)
        case _:
            return _identifier(field.check, number) if field.check else _text(field, number)


def _identifier(check: str, number: int) -> str:
    """Return an identifier with the right check digits that nobody bears."""
    return {
        "mobile": f"1390999{number % 10000:04d}",
        "id_number": make_id_number(f"33018119900101{number % 1000:03d}"),
        "uscc": make_uscc(f"91330109MA2X{number % 10000:04d}"),
        "postcode": "311200",
        "project_code": f"2611-330109-04-01-{100000 + number % 100000}",
    }[check]


def _text(field: OwnField, number: int) -> str:
    """Return a text that says it is made up, as long as the field wants it and no longer than it takes."""
    text = f"练习{field.label}{number:02d}"
    longest, shortest = field.high or 200, field.low or 1
    return text[:longest].ljust(min(shortest, longest), "练")
