"""What narrows the hall's statistics."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from yichuang.organizations.queries import Site

PERIODS = {"1": "一天", "7": "七天", "28": "四周", "84": "十二周"}


class StatisticsFilter(forms.Form):
    """Which hall, which period, up to which day."""

    site = forms.ChoiceField(label="服务点", required=False)
    period = forms.ChoiceField(label="时段", required=False, choices=list(PERIODS.items()))
    day = forms.DateField(label="截止日期", required=False)

    def __init__(self, data: Any, sites: Sequence[Site]) -> None:
        super().__init__(data, auto_id="f-%s")
        self.sites = sites
        field = self.fields["site"]
        assert isinstance(field, forms.ChoiceField)
        everywhere = [("", "全部服务点")] if len(sites) > 1 else []
        field.choices = [*everywhere, *((str(site.pk), site.name) for site in sites)]

    def chosen(self, today: date) -> tuple[list[Site], date, str]:
        """Return the sites, the last day and the period; what cannot be read narrows nothing and is told on the page."""
        given = self.cleaned_data if self.is_valid() else {}
        sites = [site for site in self.sites if str(site.pk) == given.get("site")] or list(self.sites)
        return sites, min(given.get("day") or today, today), given.get("period") or "7"
