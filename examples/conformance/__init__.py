"""Does a department's receiver behave? A kit that pushes what the platform pushes, well and badly (docs/exchange.md)."""
