"""What the pages of mining take: the parameters of an analysis, and what narrows the lists."""

from collections.abc import Sequence
from typing import Any

from django import forms

from yichuang.mining.models import KINDS, RUN_STATES
from yichuang.mining.operations.run_mining import MOST_MONTHS, Parameters
from yichuang.mining.queries.proposals import LISTS
from yichuang.mining.rules.baskets import GRAINS, LEAST_WINDOW, MATTER, MOST_WINDOW
from yichuang.mining.rules.measures import FLOOR_PERSONS, LONGEST, USUAL_PERSONS

USUAL = Parameters()


class _Plain(forms.Form):
    """A form whose ids begin like those of every page."""

    def __init__(self, *args: Any, **more: Any) -> None:
        more.setdefault("auto_id", "f-%s")
        super().__init__(*args, **more)


class RunForm(_Plain):
    """The parameters of an analysis; the lift is typed in times, such as 1.5."""

    division = forms.ChoiceField(label="区划")
    window_days = forms.IntegerField(
        label="前后多少天内算一起办", min_value=LEAST_WINDOW, max_value=MOST_WINDOW, initial=USUAL.window_days,
        help_text="从第一件办件起算",
    )  # fmt: skip
    months = forms.IntegerField(label="分析最近几个月", min_value=1, max_value=MOST_MONTHS, initial=USUAL.months)
    kind = forms.ChoiceField(label="申请人", required=False, choices=list(KINDS.items()))
    grain = forms.ChoiceField(
        label="按什么统计", choices=list(GRAINS.items()), initial=MATTER, help_text="分到情形更细，但常因人数少而不保留"
    )
    least_persons = forms.IntegerField(
        label="至少涉及多少人", min_value=FLOOR_PERSONS, initial=USUAL_PERSONS,
        help_text=f"不能低于 {FLOOR_PERSONS} 人；人数不够的结果不保存、不显示",
        error_messages={"min_value": f"不能低于 {FLOOR_PERSONS} 人：再少就可能看出是谁"},
    )  # fmt: skip
    least_confidence = forms.IntegerField(
        label="办了前者又办后者的，不低于", min_value=1, max_value=100, initial=USUAL.least_confidence
    )
    least_lift = forms.DecimalField(
        label="比平常多，不低于", min_value=1, max_value=1000, decimal_places=2, initial="1.5"
    )
    longest = forms.IntegerField(label="一个组合最多几项", min_value=2, max_value=LONGEST, initial=USUAL.longest)

    def __init__(self, data: Any, divisions: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        field = self.fields["division"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(divisions)

    def parameters(self) -> Parameters:
        """Return what was asked for."""
        given = self.cleaned_data
        names = ("window_days", "months", "least_persons", "longest", "least_confidence", "grain", "kind")
        return Parameters(least_lift=int(given["least_lift"] * 100), **{name: given[name] for name in names})


class ProposalFilter(_Plain):
    """What narrows the list of proposals."""

    q = forms.CharField(label="事项或部门", required=False, max_length=60)
    state = forms.ChoiceField(label="状态", required=False, choices=list(LISTS.items()))


class RunFilter(_Plain):
    """What narrows the list of runs."""

    q = forms.CharField(label="提出人", required=False, max_length=60)
    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *RUN_STATES.items()])


class AssociationFilter(_Plain):
    """What narrows what a run found."""

    q = forms.CharField(label="事项", required=False, max_length=60)
