"""What the room plugs into the one below: people in the way of closing a place."""

from yichuang.accounts.queries.tenants import people_at
from yichuang.organizations.ports import ask_before_closing

ask_before_closing("people", people_at)
