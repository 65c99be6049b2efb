"""What the room plugs into the rooms below when all tables are known: the exercises of simulated acceptances, for the desk."""

from yichuang.cases.ports import set_book
from yichuang.studio.operations.set_exercise import NAME, SimulationBook

set_book(NAME, SimulationBook())
