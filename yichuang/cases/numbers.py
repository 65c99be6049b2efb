"""The declaration number (统一申报编码, 21 digits): division 6, department 2, yymmdd, source 1, serial 6 (rulebook 3.5).

The serial is drawn from one PostgreSQL sequence that runs through 1…999,999 and begins again: drawing waits for nobody,
a number rolled back is never given out again, and within a day a serial could only come twice after a million cases.
The unique constraint stands behind it. Practice cases draw from a sequence of their own and carry the source 0, which no
application has: they neither take a real serial nor can be taken for one (S0-26).
"""

import secrets
from datetime import date

from django.db import connection

from yichuang.foundations.rules.identifiers import case_number
from yichuang.foundations.statements import run

COUNTER, ONLINE, PRACTICE = "8", "9", case_number.PRACTICE
SEQUENCES = {PRACTICE: "cases_practice_serial"}


def draw_number(division: str, department_code: str, day: date, source: str) -> str:
    """Draw a new number (one statement); never the same twice, also from many processes at once."""
    [(serial,)] = run("SELECT nextval(%s)", [_sequence(source)])
    return _written(division, department_code, day, source, serial)


def draw_case(division: str, department_code: str, day: date, source: str, given: str = "") -> tuple[str, int]:
    """Draw a new number as `draw_number` does, unless one was `given` before the receipt, and with it the key of the row that will carry
    it, so that what hangs on the row can be written together with it (one statement).
    """
    if given:
        return given, int(run("SELECT nextval('cases_case_id_seq')", [])[0][0])
    [(serial, key)] = run("SELECT nextval(%s), nextval('cases_case_id_seq')", [_sequence(source)])
    return _written(division, department_code, day, source, serial), key


def _sequence(source: str) -> str:
    return SEQUENCES.get(source, "cases_number_serial")


def _written(division: str, department_code: str, day: date, source: str, serial: int) -> str:
    return f"{division[:6]:0<6}{department_code[:2]:0>2}{day:%y%m%d}{source}{serial:06d}"


def draw_password() -> str:
    """Return a six-digit query password."""
    return f"{secrets.randbelow(1_000_000):06d}"


def draw_handover_number(day: date) -> str:
    """Draw the number of a hand-over batch, such as JJ20261120-000012 (one statement); a gap is no loss, a double is impossible."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_handover_serial')")
        serial = cursor.fetchone()[0]
    return f"JJ{day:%Y%m%d}-{serial:06d}"
