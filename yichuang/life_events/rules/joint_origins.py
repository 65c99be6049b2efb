"""Where each value of a member's forms came from, told by where it was filled in once (各栏来源, S2-51, S2-53)."""

from collections.abc import Mapping

from yichuang.cases.rules import base_form
from yichuang.cases.rules.origins import Origin
from yichuang.catalog.rules.own_form_filling import place
from yichuang.life_events.rules.spec import LifeEventSpec


def member_origins(
    spec: LifeEventSpec, member: str, rows: Mapping[str, Mapping[str, str]], typed: Origin | None = None
) -> dict[str, Origin]:
    """Return the origins of a member's two forms, by field of the base form or `own_form.<name>` of the matter's own.

    `rows`: the joint case's, by field of the base form or `own_form.<merged field>`; `typed`: what is said of the values that were typed
    (a member that opens later: at the joint intake, not when it opened); None leaves them out.
    """
    whence = {name: name for name in base_form.BY_NAME}
    for one in spec.fields:
        whence |= {place(feed.field): one.from_base or place(one.id) for feed in one.feeds if feed.member == member}
    found = {name: Origin(**rows[source]) if source in rows else typed for name, source in whence.items()}
    return {name: origin for name, origin in found.items() if origin is not None}
