"""What every page on which an application is typed shares: the counter's own, and those of rooms above it (life events).

Doors only (docs/decisions/counter-parts.md): nothing here decides, and nothing but a page may need it.
"""
