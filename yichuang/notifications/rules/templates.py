"""What messages say: every template in one table, in the words of the centre, with its kind, its fields, and what each field means.

A district may word a template otherwise (rules/wordings.py); what is here is the original.
"""

from collections.abc import Mapping

from yichuang.notifications.rules.kinds import FIELD as FIELD
from yichuang.notifications.rules.kinds import FIELDS as FIELDS
from yichuang.notifications.rules.kinds import HIDDEN as HIDDEN
from yichuang.notifications.rules.kinds import KINDS as KINDS
from yichuang.notifications.rules.kinds import SAMPLES as SAMPLES
from yichuang.notifications.rules.kinds import SIGNATURE as SIGNATURE
from yichuang.notifications.rules.kinds import SPARE as SPARE
from yichuang.notifications.rules.kinds import TICKET_NUMBER as TICKET_NUMBER
from yichuang.notifications.rules.kinds import Kind as Kind
from yichuang.notifications.rules.kinds import Template as Template
from yichuang.notifications.rules.originals import TEMPLATES as TEMPLATES


def text_of(key: str, data: Mapping[str, str], wording: str = "", stop: str = "") -> str:
    """Return the text of a message, with its signature in front; `wording` in place of the original, `stop` where one stops it.

    :raises LookupError: for an unknown template, or when a field is missing or too many.
    """
    template = TEMPLATES.get(key)
    if template is None:
        raise LookupError(f"no message template named {key}")
    if template.fields != data.keys():
        raise LookupError(f"template {key} wants {sorted(template.fields)}, was given {sorted(data)}")
    return composed(key, data, wording, stop)


def composed(key: str, data: Mapping[str, str], wording: str = "", stop: str = "") -> str:
    """Put a template's data into its wording; never by `str.format`, which would let a wording reach into objects."""
    text = FIELD.sub(lambda match: data.get(match[1], match[0]), wording or TEMPLATES[key].text)
    end = f"退订回TD，或打开 {stop}" if stop and TEMPLATES[key].may_stop else ""
    return SIGNATURE + text + end


def sample(key: str, base: str) -> dict[str, str]:
    """Return made-up data for a template; `base` is the house's own address."""
    made = {name: SAMPLES[name] for name in TEMPLATES[key].fields}
    if TEMPLATES[key].kind == "hall" and "number" in made:
        made["number"] = TICKET_NUMBER
    if "link" in made:
        made["link"] = base + made["link"]
    return made


def without_secrets(key: str, data: Mapping[str, str]) -> dict[str, str]:
    """Return what may be kept of a message's data once it is sent."""
    secret = TEMPLATES[key].secret
    return {name: HIDDEN if name in secret else value for name, value in data.items()}
