"""`manage.py load_demo`: load the demonstration district; loading twice changes nothing."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from yichuang.accounts.models import Staff
from yichuang.accounts.operations.register_staff import register_staff
from yichuang.accounts.permissions import SYSTEM
from yichuang.accounts.queries import sign_in_index
from yichuang.accounts.rules.administration import Appointment
from yichuang.demo.booking import load_booking
from yichuang.demo.halls import arrange_centre
from yichuang.demo.people import PASSWORD, PEOPLE, Person
from yichuang.demo.places import load_places
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.organizations.models import Department, Site


class Command(BaseCommand):
    """Places, calendars, matters with the loader's report, people."""

    help = "载入演示区：萧山区"

    def handle(self, *args: Any, **options: Any) -> None:
        """Load everything in order."""
        now = clock.now()
        folder = settings.BASE_DIR / "demo"
        load_places(folder, now)
        call_command("load_matters", str(folder), stdout=self.stdout)
        call_command("load_life_events", str(folder), stdout=self.stdout)
        arrange_centre(now)
        for person in PEOPLE:
            if not Staff.objects.filter(sign_in_index=sign_in_index(person.mobile)).exists():
                _register(person, day_of(now) - timedelta(days=1))
        load_booking(now)
        self.stdout.write(f"演示人员 {len(PEOPLE)} 名")


def _register(person: Person, authorised_on: date) -> None:
    department = Department.objects.filter(key=person.department).first()
    site = Site.objects.filter(key=person.site).first()
    post = Appointment(
        role=person.role,
        division=person.division,
        department_id=department.pk if department else None,
        site_id=site.pk if site else None,
    )
    register_staff(
        actor=SYSTEM,
        name=person.name,
        mobile=person.mobile,
        password=PASSWORD,
        posts=[post],
        authorised_on=authorised_on,
        now=clock.now(),
    )
