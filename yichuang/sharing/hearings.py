"""What the room plugs into others: the counter gets its shared data here."""

from yichuang.cases.ports import set_shared_data
from yichuang.sharing.operations.fetch import CounterData

set_shared_data(CounterData())
