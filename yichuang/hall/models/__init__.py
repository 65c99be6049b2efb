"""Tables of the hall."""

from yichuang.hall.models.appointments import Appointment as Appointment
from yichuang.hall.models.appointments import BookingTry as BookingTry
from yichuang.hall.models.contacts import CHANNELS as CHANNELS
from yichuang.hall.models.contacts import ContactLog as ContactLog
from yichuang.hall.models.devices import Device as Device
from yichuang.hall.models.devices import PairingAttempt as PairingAttempt
from yichuang.hall.models.halls import Hall as Hall
from yichuang.hall.models.halls import OfficerSkill as OfficerSkill
from yichuang.hall.models.halls import Seat as Seat
from yichuang.hall.models.halls import WindowSkill as WindowSkill
from yichuang.hall.models.opening import OpeningException as OpeningException
from yichuang.hall.models.opening import OpeningPlan as OpeningPlan
from yichuang.hall.models.opening import SlotDay as SlotDay
from yichuang.hall.models.opening import SlotPlan as SlotPlan
from yichuang.hall.models.statistics import HallFigure as HallFigure
from yichuang.hall.models.statistics import TwinScenario as TwinScenario
from yichuang.hall.models.tickets import Ticket as Ticket
from yichuang.hall.models.tickets import TicketItem as TicketItem
from yichuang.hall.models.tickets import TicketSerial as TicketSerial
