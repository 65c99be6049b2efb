"""Inputs shared by pages and API: the moves of the case page, the issuing counter, delegation instruments."""

from yichuang.cases.forms.moves import INPUTS, MoveForm

__all__ = ["INPUTS", "MoveForm"]
