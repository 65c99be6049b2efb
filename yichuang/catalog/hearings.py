"""What the room plugs into the one below: matters in force in the way of closing their department."""

from yichuang.catalog.queries.tenants import matters_of
from yichuang.organizations.ports import ask_before_closing

ask_before_closing("matters", matters_of)
