"""The API under /api/: each room brings a router, described in OpenAPI 3.1 at /api/openapi.json."""

from collections import defaultdict
from collections.abc import Sequence
from importlib import import_module

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from yichuang.foundations.http import API, CarefulParser, install

api = API(
    title="一窗 Yichuang",
    version="1",
    description="一窗受理平台接口：柜台能做的，都能经此办理。",
    urls_namespace="api",
    parser=CarefulParser(),
)
install(api)
for room in settings.ROOMS:
    folder = settings.BASE_DIR / room.replace(".", "/")
    if (folder / "api.py").exists() or (folder / "api").is_dir():
        module = import_module(f"{room}.api")
        api.add_router("", module.router)


def by_first_word(patterns: Sequence[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """Return the same addresses under the same names, those that begin with one word in a group of their own.

    Django tries addresses one after the other; there are hundreds, and a counter asks for few of them all day.
    """
    groups: dict[str, list[URLPattern]] = defaultdict(list)
    others: list[URLPattern | URLResolver] = []
    for pattern in patterns:
        first, slash, rest = str(pattern.pattern).partition("/")
        if isinstance(pattern, URLPattern) and slash and rest and "<" not in first:
            groups[first].append(path(rest, pattern.callback, pattern.default_args, pattern.name))
        else:
            others.append(pattern)
    return [*(path(f"{first}/", include(group)) for first, group in groups.items()), *others]
