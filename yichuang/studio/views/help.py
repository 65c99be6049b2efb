"""The authors' help: how a matter is sorted to the finest grain, worked through one that is in force."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yichuang.accounts.auth import signed_in


@require_safe
@signed_in
def finest_grain(request: HttpRequest) -> HttpResponse:
    """Show how 普通货物运输经营许可 is sorted to the finest grain (S2-11, S2-12); its pictures are taken by `make shots`."""
    return render(request, "studio/help.html")
