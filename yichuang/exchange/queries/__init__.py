"""May-see and reads of the exchange."""

# What a room above may name of ours.
from yichuang.exchange.models import ClientSystem as ClientSystem
