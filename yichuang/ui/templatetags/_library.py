"""The one tag library; the modules beside this one register into it, `ui.py` gathers them."""

from functools import lru_cache
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from yichuang.foundations.speech import READ_ATTRIBUTES, say_as, say_in, speak

register = template.Library()
SPRITE = "ui/vendor/tabler-icons-3.51.0/icons.svg"


# A page has some thirty icons, and the house a few hundred. Typed: a label that is safe already is not one that must be escaped.
@lru_cache(maxsize=4096, typed=True)
def icon_html(name: str, label: str = "", css: str = "") -> SafeString:
    """Return an icon of the sprite; silent for screen readers unless it has a label."""
    hidden = format_html(' role="img" aria-label="{}"', label) if label else SafeString(' aria-hidden="true"')
    return format_html(
        '<svg class="icon{}"{} focusable="false"><use href="{}#{}"></use></svg>',
        f" {css}" if css else "",
        hidden,
        static(SPRITE),
        name,
    )


@register.filter
def in_context(text: Any, context: str) -> Any:
    """Say a text as it is said in a place where it means something of its own: `{{ move.name|in_context:"act" }}`."""
    return say_as(context, text) if isinstance(text, str) else text


@register.filter
def said_in(text: Any, code: str) -> str:
    """Return a name in another language than the page's: `{{ matter.name|said_in:"en" }}`; nothing where no catalogue has it."""
    return say_in(code, str(text))


def attributes(given: dict[str, Any]) -> dict[str, Any]:
    """Turn tag arguments into HTML attributes: `data_key="F2"` is `data-key`; empty, None and False are left out."""
    named = {
        name.rstrip("_").replace("_", "-"): value for name, value in given.items() if value not in ("", None, False)
    }
    return {name: speak(value) if name in READ_ATTRIBUTES else value for name, value in named.items()}


def attribute_text(given: dict[str, Any]) -> SafeString:
    """Return attributes as ` name="value"` text, escaped."""
    return flatatt(attributes(given))


def part(template: str, /, **context: Any) -> SafeString:
    """Render one of the partial templates in `ui/parts/`."""
    return render_to_string(f"ui/parts/{template}.html", context)
