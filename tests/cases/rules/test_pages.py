"""The pages of the rules are made from the tables and leave nothing out (issue 2, 14)."""

from yichuang.cases.rules.document_kinds import KINDS
from yichuang.cases.rules.lifecycle import MOVES
from yichuang.cases.rules.pages import STATUTES, flow_chart, pages
from yichuang.cases.rules.states import TEXTS


def test_every_move_state_and_document_has_its_row() -> None:
    made = pages()
    assert all(f"`{move.verb}`" in made["lifecycle.md"] for move in MOVES)
    assert all(text.name in made["lifecycle.md"] for text in TEXTS.values())
    assert all(f"`{code}`" in made["documents.md"] for code in KINDS)


def test_every_citation_belongs_to_a_statute_with_a_page() -> None:
    signs = [sign for _, _, known in STATUTES for sign in known]
    strays = [move.verb for move in MOVES if not any(sign in move.article for sign in signs)]
    assert strays == []
    assert len(pages()) == len(STATUTES) + 3


def test_a_flow_chart_draws_each_edge() -> None:
    accept = [move for move in MOVES if move.verb == "accept"]
    assert "received --> accepted: 受理" in flow_chart(accept)
