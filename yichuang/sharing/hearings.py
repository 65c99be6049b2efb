"""What the room plugs into others: the counter gets its shared data here; a system that booked hears what became of it."""

from yichuang.cases.ports import set_shared_data
from yichuang.foundations import ledger
from yichuang.sharing.operations.fetch import CounterData
from yichuang.sharing.operations.tell_booker import NEWS, tell_booker

set_shared_data(CounterData())
ledger.accompany("sharing.bookings", NEWS, tell_booker)
