"""How a process of ours begins: Django's apps are loaded while the collector rests.

Loading makes a million objects, all of which stay. The collector would walk through them again and again, a quarter of the time of a
start; frozen afterwards, they are never walked again (docs/decisions/start-time.md). What comes later it looks at less often than Python's
default, which is meant for programs of a few thousand objects: making the tables takes a quarter less, for some 90 MB more while it lasts.
"""

import gc

import django
from django.urls import get_resolver

# How many more objects were made than let go when the collector looks at the young, and after how many looks at the older ones.
COLLECTOR = (20_000, 20, 20)


def set_up(*, with_pages: bool = False) -> None:
    """Load the apps, and with `with_pages` every page and door too, so that the first person does not wait for them."""
    gc.disable()
    try:
        django.setup()
        if with_pages:
            assert get_resolver().url_patterns
    finally:
        gc.freeze()
        gc.set_threshold(*COLLECTOR)
        gc.enable()
