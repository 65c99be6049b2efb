"""What somebody may propose for the material dictionary, what becomes of it, and how its history reads (S2-15).

A department proposes and the centre decides: two departments that each named a paper would give it two names.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.catalog.rules.dictionary import EMPTY, Dictionary
from yichuang.catalog.rules.material_types import TypeEntry, faults
from yichuang.catalog.rules.search_text import normalise
from yichuang.foundations.problems import Reason

OPEN, ACCEPTED, MERGED, REFUSED = "open", "accepted", "merged", "refused"
STATES: dict[str, str] = {OPEN: "待处理", ACCEPTED: "已登记", MERGED: "已作为别名", REFUSED: "没有采纳"}
TONES: dict[str, str] = {OPEN: "blue", ACCEPTED: "green", MERGED: "green", REFUSED: "grey"}
KEPT = "没有提出，词典没有改动。"
UNDECIDED = "这条提议没有改动，词典也没有改动。"
LONGEST_WHY, LONGEST_SOURCE, LONGEST_REASON = 300, 200, 300


@dataclass(frozen=True)
class Proposal:
    """What somebody misses: a name with its other names, who issues it, why it is needed, and in which matter he missed it."""

    name: str
    aliases: tuple[str, ...] = ()
    issuer: str = ""
    why: str = ""
    source: str = ""

    def trimmed(self) -> "Proposal":
        """Return it without blanks around, and each alias once."""
        aliases = tuple(dict.fromkeys(alias for one in self.aliases if (alias := one.strip())))
        return Proposal(self.name.strip(), aliases, self.issuer.strip(), self.why.strip(), self.source.strip())

    @property
    def names(self) -> tuple[str, ...]:
        """Return all its names, the proper one first."""
        return (self.name, *self.aliases)


def proposal_faults(proposal: Proposal, known: Dictionary, waiting: Iterable[tuple[str, str]]) -> list[Reason]:
    """Return why it cannot be proposed; `waiting` are the names proposed already, each with who proposed it."""
    entry = TypeEntry(proposal.name, proposal.aliases, issuer=proposal.issuer)
    # The rules for an entry say where its fault is under the entry's own names of fields.
    reasons = [
        Reason(one.code, one.message, _field(one.field), one.rule, KEPT, one.todo) for one in faults(entry, EMPTY)
    ]
    for where, name in (("name", proposal.name), *(("aliases", alias) for alias in proposal.aliases)):
        if (there := known.named(name)) is not None:
            said = f"“{name}”词典里已经有了，标准名称是“{there.standard_name}”。"
            reasons.append(Reason("taken", said, where, "S2-15", KEPT, f"请直接选用“{there.standard_name}”。"))
    named = {normalise(name): (name, who) for name, who in waiting}
    for name in proposal.names:
        if name and (first := named.get(normalise(name))):
            said = f"{first[1]}已经提出过“{first[0]}”，正在等待处理。"
            reasons.append(Reason("proposed", said, "name", "S2-15", KEPT, "请等待处理结果，不用再次提出。"))
            break
    if not proposal.why:
        todo = "请写明办理什么事项时用到、依据是什么。"
        reasons.append(Reason("why", "没有写明为什么需要。", "why", "S2-15", KEPT, todo))
    for where, what, longest in (("why", "理由", LONGEST_WHY), ("source", "来自哪个事项", LONGEST_SOURCE)):
        if len(getattr(proposal, where)) > longest:
            reasons.append(Reason("long", f"“{what}”超过 {longest} 字。", where, kept=KEPT, todo="请缩短。"))
    return reasons


def _field(name: str) -> str:
    return "name" if name == "standard_name" else name


def proposal_line(type_: str, payload: Mapping[str, Any]) -> str:
    """Return one line of a proposal's history."""
    match type_:
        case "type_proposal.made":
            return f"提出“{payload['name']}”：{payload['why']}"
        case "type_proposal.accepted":
            return f"登记为“{payload['standard_name']}”"
        case "type_proposal.merged":
            return f"作为“{payload['standard_name']}”的别名：{'、'.join(payload['names']) or '这些名称已在其中'}"
        case "type_proposal.refused":
            return f"没有采纳：{payload['reason']}"
    return "其他记录"
