"""The API's addresses are looked up by their first word (docs/decisions/intake-cost.md): grouped or not, they are the same."""

from collections.abc import Iterator, Sequence

from django.urls import URLPattern, URLResolver, resolve

from yichuang.project.api import api, by_first_word


def flat(patterns: Sequence[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, str | None, object]]:
    for entry in patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from flat(entry.url_patterns, route)
        else:
            yield route, entry.name, entry.callback


def test_no_address_is_lost_or_changed() -> None:
    own = list(api.urls[0])
    assert {(route, name) for route, name, _ in flat(by_first_word(own))} == {(r, name) for r, name, _ in flat(own)}
    assert resolve("/api/cases/330109/accept").route == "api/cases/<number>/accept"


def test_an_address_is_found_among_few() -> None:
    grouped = by_first_word(list(api.urls[0]))
    assert len(list(flat(grouped))) > 250
    assert len(grouped) < 80
    assert max(len(entry.url_patterns) for entry in grouped if isinstance(entry, URLResolver)) < 80
