"""What the exchange's templates ask for."""

from django import template

from yichuang.exchange import ports

register = template.Library()


@register.simple_tag
def system_pages() -> list[ports.SystemPage]:
    """Return the pages that upper rooms have for a system."""
    return ports.pages()


@register.filter
def dialect_label(name: str) -> str:
    """Return what a dialect is called on screens."""
    return ports.dialects().get(name, name)
