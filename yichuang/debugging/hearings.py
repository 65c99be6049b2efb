"""What rooms below are told of: the bench's page of a system, its exercises for the desk, its sheets as proofs of openings."""

from yichuang.cases.ports import set_book
from yichuang.debugging.operations.book import NAME, DebuggingBook
from yichuang.debugging.queries import Sheets
from yichuang.exchange.ports import SystemPage, add_page, set_openings

add_page(SystemPage("debugging", "联调", "debugging/"))
set_openings(Sheets())
set_book(NAME, DebuggingBook())
