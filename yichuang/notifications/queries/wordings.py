"""Reads of wordings: what is in force in a division, and its history."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F

from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound
from yichuang.notifications.models import Wording, WordingVersion
from yichuang.notifications.policies import MANAGE, VIEW
from yichuang.notifications.rules.templates import TEMPLATES, Template

# Where divisions end inside a code: district, town, village.
ENDS = (6, 9, 12)


@dataclass(frozen=True)
class InForce:
    """How a template is worded in a division: by which version (none: the original), and what its gateway calls it."""

    template: Template
    version: WordingVersion | None
    gateway_code: str

    @property
    def text(self) -> str:
        """Return the text in force."""
        return (self.version.text if self.version else "") or self.template.text

    @property
    def own(self) -> bool:
        """Tell whether the text is not the original."""
        return bool(self.version and self.version.text)


def template_for(key: str) -> Template:
    """Return a template. :raises NotFound: when there is none."""
    if key not in TEMPLATES:
        raise NotFound("这个消息模板", "请从模板列表中选择。")
    return TEMPLATES[key]


def versions_in_force(division: str, keys: Sequence[str]) -> dict[str, list[WordingVersion]]:
    """Return the current versions of templates in a division and above it, the nearest first (one statement)."""
    codes = {division[:end] for end in ENDS if len(division) >= end}
    found: dict[str, list[WordingVersion]] = {key: [] for key in keys}
    if codes:
        rows = WordingVersion.objects.filter(
            wording__division__in=codes, wording__template__in=keys, number=F("wording__version")
        ).select_related("wording")
        for row in sorted(rows, key=lambda row: -len(row.wording.division)):
            found[row.wording.template].append(row)
    return found


def in_force(division: str, key: str) -> InForce:
    """Return how one template is worded in a division: the nearest wording counts, a gateway's number also from above."""
    return all_in_force(division, [key])[key]


def all_in_force(division: str, keys: Sequence[str] | None = None) -> dict[str, InForce]:
    """Return how templates (all of them) are worded in a division."""
    wanted = list(TEMPLATES) if keys is None else list(keys)
    versions = versions_in_force(division, wanted)
    return {
        key: InForce(TEMPLATES[key], versions[key][0] if versions[key] else None, _code(key, versions[key]))
        for key in wanted
    }


def _code(key: str, versions: Sequence[WordingVersion]) -> str:
    default = str(settings.SMS_GATEWAY["codes"].get(key, ""))
    return next((row.gateway_code for row in versions if row.gateway_code), default)


def wording_of(division: str, key: str) -> Wording | None:
    """Return a division's own wording, None before it has one."""
    return Wording.objects.filter(division=division, template=key).first()


def history_of(wording: Wording | None) -> list[WordingVersion]:
    """Return the versions of a wording, the newest first."""
    return list(wording.versions.order_by("-number")) if wording else []


def divisions_of(actor: Actor, act: str = VIEW) -> list[str]:
    """Return the divisions whose messages the actor looks at (or looks after), by code."""
    return sorted({grant.value for grant in actor.scopes(act) if grant.scope == "division" and grant.value})


def manages(actor: Actor) -> bool:
    """Tell whether the actor words messages anywhere."""
    return bool(divisions_of(actor, MANAGE))
