"""A page's form sent twice is one act: the key that each rendering of a form carries, and what was typed."""

from collections.abc import Callable

from django.http import HttpRequest

from yichuang.foundations import clock, idempotency

PAGE_KEY = "page:"
NOT_TYPED = ("csrfmiddlewaretoken", idempotency.HEADER)


def once(request: HttpRequest, act: Callable[[], object]) -> None:
    """Do what a form asks for, once in effect; a refusal rises and leaves nothing behind."""

    def answer() -> idempotency.Answer:
        act()
        return idempotency.Answer(302, {})

    key = request.POST.get(idempotency.HEADER, "")[: idempotency.MAX_KEY - len(PAGE_KEY)]
    typed = sorted((name, request.POST.getlist(name)) for name in request.POST if name not in NOT_TYPED)
    if key:
        body = repr([request.path, typed]).encode()
        idempotency.once(request.actor, PAGE_KEY + key, body, clock.now(), answer)  # type: ignore[attr-defined]
    else:
        act()
