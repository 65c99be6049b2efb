"""A page's form sent twice is one act: done under the key that each rendering of a form carries."""

from collections.abc import Callable

from django.http import HttpRequest

from yichuang.foundations import clock, idempotency
from yichuang.foundations.http import sent_form


def once(request: HttpRequest, act: Callable[[], object]) -> None:
    """Do what a form asks for, once in effect; a refusal rises and leaves nothing behind."""

    def answer() -> idempotency.Answer:
        act()
        return idempotency.Answer(302, {})

    key, typed = sent_form(request)
    if key:
        idempotency.once(request.actor, key, typed, clock.now(), answer)  # type: ignore[attr-defined]
    else:
        act()
