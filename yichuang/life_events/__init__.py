"""Life events (一件事, S2-25, S3-9): what people call one thing, composed of published matters and received as one joint case.

Nouns: life event (stable identity), its version (a published `LifeEventSpec`, immutable), member (联办事项), joint case (联办件).
Records `life_event.*` and `joint.*` events. Stands above `cases` and `studio`: a child of a joint case is an ordinary case, received and
decided as any other (docs/decisions/life-events-room.md). It never changes a case behind its department's back, and never asks twice.
"""
