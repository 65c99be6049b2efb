"""How a process of ours begins: Django's apps are loaded while the collector rests.

Loading makes a million objects, all of which stay. The collector would walk through them again and again, a quarter of the time of a
start; frozen afterwards, they are never walked again (docs/decisions/start-time.md).
"""

import gc

import django
from django.urls import get_resolver


def set_up(*, with_pages: bool = False) -> None:
    """Load the apps, and with `with_pages` every page and door too, so that the first person does not wait for them."""
    gc.disable()
    try:
        django.setup()
        if with_pages:
            assert get_resolver().url_patterns
    finally:
        gc.freeze()
        gc.enable()
