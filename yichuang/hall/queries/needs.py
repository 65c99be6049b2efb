"""What a ticket is for: a matter with its board and grade, a board, or “don't know” (S2-28: 事项↔窗口对应关系)."""

from collections.abc import Sequence
from dataclasses import dataclass

from yichuang.catalog.queries import published
from yichuang.catalog.rules.notices import NotInForce
from yichuang.foundations.problems import NotFound
from yichuang.hall.models import Hall, TicketItem
from yichuang.hall.rules.tickets import COMPLAINT, ISSUE, PURPOSES, RECEIVE
from yichuang.organizations.queries import Site, open_boards

UNKNOWN = "不清楚办什么，请导服协助"
# Tickets of these purposes have letters of their own, which no board may take.
LETTERS = {ISSUE: "L", COMPLAINT: "T"}
PLAIN = "A"
MOST_SAID = 120


@dataclass(frozen=True)
class Wanted:
    """One thing that somebody comes for: a purpose; for a matter its key, for a board its letter, neither for “don't know”."""

    purpose: str = RECEIVE
    matter: str = ""
    board: str = ""


def wanted_items(hall: Hall, wanted: Sequence[Wanted]) -> tuple[list[TicketItem], list[str]]:
    """Return the items of a ticket, not saved, and what the officer should know; a matter just suspended becomes “don't know”."""
    boards = {board.name: board.letter for board in open_boards(hall.site)}
    found: list[TicketItem] = []
    said: list[str] = []
    for position, one in enumerate(wanted or [Wanted()]):
        item, remark = _item(hall, boards, one)
        item.position = position
        found.append(item)
        said += [remark] if remark else []
    return found, said


def _item(hall: Hall, boards: dict[str, str], one: Wanted) -> tuple[TicketItem, str]:
    if one.purpose in LETTERS:
        return TicketItem(purpose=one.purpose, name=PURPOSES[one.purpose]), ""
    if one.matter:
        try:
            matter = published(one.matter)
        except NotInForce as stopped:
            return TicketItem(purpose=RECEIVE, name=ask_about(stopped)), stopped.notice.sentence[:MOST_SAID]
        except NotFound as gone:
            return TicketItem(purpose=RECEIVE, name=UNKNOWN), f"所选事项现在不能办理：{gone}"[:MOST_SAID]
        letter = boards.get(matter.spec.board, "")
        grade = int(hall.grades.get(matter.key, 1))
        name = matter.spec.name[:200]
        return TicketItem(purpose=RECEIVE, board=letter, matter=matter.key, name=name, grade=grade), ""
    names = {letter: name for name, letter in boards.items()}
    if one.board in names:
        return TicketItem(purpose=RECEIVE, board=one.board, name=names[one.board]), ""
    return TicketItem(purpose=RECEIVE, name=UNKNOWN), ""


def ask_about(stopped: NotInForce) -> str:
    """Return what a ticket is for whose matter is suspended or withdrawn: to ask about it (a ticket is never refused, S2-31)."""
    return f"咨询：{stopped.notice.name}（已{stopped.notice.title}）"[:200]


def letter_for(items: Sequence[TicketItem]) -> str:
    """Return the letter of a ticket's number: its first item's board, or the purpose's own."""
    return LETTERS.get(items[0].purpose) or items[0].board or PLAIN


def boards_of(site: Site) -> list[tuple[str, str]]:
    """Return the boards of a site as letter and name."""
    return [(board.letter, board.name) for board in open_boards(site)]


def frequent_of(hall: Hall) -> list[tuple[str, str]]:
    """Return key and name of a hall's frequent matters that are in force now."""
    found = []
    for key in hall.frequent:
        try:
            found.append((key, published(key).spec.name))
        except (NotFound, NotInForce):
            continue
    return found
