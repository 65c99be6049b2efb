"""What the pages of joint cases send: the intake as it travels in one form, the filters of the list, and the acts on a joint case."""

from collections.abc import Collection, Iterable
from typing import Any

from django import forms

from yichuang.life_events.queries import life_events_in_force
from yichuang.life_events.queries.joint_plan import LeftOut
from yichuang.life_events.rules.joint_papers import PaperGiven, defaults_of
from yichuang.life_events.rules.spec import LifeEventSpec
from yichuang.life_events.rules.together import Line

# What the counter says of a member: received now, finished before, or not this time.
CHOICES: dict[str, str] = {"": "办理", "already": "以前已办", "not_now": "本次不办"}
KEPT = "kept."
NOT_NOW = "申请人本次不办理这一项。"


def left_out_in(spec: LifeEventSpec, given: Any) -> LeftOut:
    """Return which members the page leaves out: finished before with what was written, or not this time."""
    already, not_now = {}, {}
    for member in spec.members:
        choice, why = given.get(f"do.{member.id}", ""), given.get(f"why.{member.id}", "").strip()[:200]
        if choice == "already":
            already[member.id] = why
        elif choice == "not_now":
            not_now[member.id] = why or NOT_NOW
    return LeftOut(already, not_now)


def papers_in(lines: Iterable[Line], given: Any) -> dict[str, PaperGiven]:
    """Return what the page says of each material; one that was not shown yet stands as it is usually received, unchecked."""
    found = {}
    for line in lines:
        usual = defaults_of(line)
        way = given.get(f"paper.{line.id}.way")
        if way is None:
            found[line.id] = usual
            continue
        ticked = frozenset(given.getlist(f"paper.{line.id}.point"))
        texts = {point.text for _, stated in line.asked for point in stated.review_points if point.kind == "formal"}
        found[line.id] = PaperGiven(
            received_as=way,
            originals=_count(given.get(f"paper.{line.id}.originals"), usual.originals),
            copies=_count(given.get(f"paper.{line.id}.copies"), usual.copies),
            checked=f"paper.{line.id}.checked" in given or (bool(texts) and texts <= ticked),
            note=given.get(f"paper.{line.id}.note", "").strip()[:200],
            ticked=ticked,
        )
    return found


def kept_in(lines: Iterable[Line], given: Any) -> dict[str, list[str]]:
    """Return by line the ids of the scans that the page has laid on the desk already."""
    return {line.id: given.getlist(f"{KEPT}{line.id}") for line in lines}


def carried_in(given: Any, shown: Collection[str]) -> list[tuple[str, str]]:
    """Return the hidden inputs that carry on what was said of papers that the page does not show now: an answer given anew loses none."""
    pairs = []
    for name in given:
        part, _, rest = name.partition(".")
        line = rest.rpartition(".")[0] if part == "paper" else rest
        if part in ("paper", "kept", "licence", "consent") and line not in shown:
            pairs += [(name, text) for text in given.getlist(name)]
    return pairs


def _count(text: str | None, usual: int) -> int:
    """Return a typed count; what is no count is refused by the rule (it is out of its range)."""
    if text is None:
        return usual
    clean = text.strip()
    return int(clean) if clean.isdigit() and len(clean) < 4 else 0 if not clean else 100


class JointFilter(forms.Form):
    """What the list of joint cases is narrowed by; everything may be left empty."""

    q = forms.CharField(label="联办件编号或申请人", required=False, max_length=80)
    life_event = forms.ChoiceField(label="一件事", required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        field = self.fields["life_event"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "全部"), *((event.key, event.name) for event in life_events_in_force())]


class JointWithdrawForm(forms.Form):
    """The applicant's written request: which members, and why."""

    members = forms.MultipleChoiceField(label="撤回哪些事项", required=False, widget=forms.CheckboxSelectMultiple)
    reasons = forms.CharField(label="撤回理由", required=False, max_length=500, help_text="按申请人的书面申请填写")
    in_writing = forms.BooleanField(label="已收到申请人的书面撤回申请", required=False)

    def __init__(self, data: Any = None, *, choices: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__(data)
        field = self.fields["members"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = list(choices)


class JointExtendForm(forms.Form):
    """How long the joint period is extended, and why."""

    days = forms.IntegerField(
        label="延长几个工作日", min_value=1, max_value=15, help_text="最多 15 个，只能延长一次",
        error_messages={"required": "请填写延长几个工作日。", "invalid": "请填写 1 至 15 的整数。",
                        "min_value": "请填写 1 至 15 的整数。", "max_value": "最多延长 15 个工作日。"},
    )  # fmt: skip
    reasons = forms.CharField(
        label="延长的理由", max_length=500, help_text="将告知申请人", error_messages={"required": "请填写延长的理由。"}
    )


class JointUrgeForm(forms.Form):
    """What is said with the urging."""

    note = forms.CharField(label="催办说明", required=False, max_length=300, help_text="记入联办件的经过")
