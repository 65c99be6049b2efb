"""What rooms below are told of: the bench's page of a system, and its exercises for the desk."""

from yichuang.cases.ports import set_book
from yichuang.debugging.operations.book import NAME, DebuggingBook
from yichuang.exchange.ports import SystemPage, add_page

add_page(SystemPage("debugging", "联调", "debugging/"))
set_book(NAME, DebuggingBook())
