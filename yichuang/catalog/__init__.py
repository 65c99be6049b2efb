"""Catalog (事项目录): what can be applied for, what it takes, and how one finds it.

Nouns: matter (stable identity), matter version (a published `MatterSpec`, immutable), situation, material, review point, synonym,
material type (a line of the material dictionary), life event. Records `matter.*`, `synonym.*`, `material_type.*` and `life_event.*`
events; hears none.
A case points at the version under which it was received; nothing here ever changes a published version.
It never knows about cases, and never decides who is right about a material: the spec says what is needed, people judge.
"""
