"""How the house looks: base templates, components as template tags, theme, scripts, vendored kits, icons, logo.

Knows no business and has no tables, views or rules; any room's templates may use it. Everything works under a content
security policy without inline script or style. See README.md for the components, VENDORED.md for what is not ours.
"""
