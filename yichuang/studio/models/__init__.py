"""Tables of the studio, one file per noun."""

from yichuang.studio.models.drafts import Draft, DraftRevision

__all__ = ["Draft", "DraftRevision"]
