"""Make the feedback of days that are there: ratings of served tickets and ended cases, work orders, appeals, complaints (rulebook 4.3).

Everything is done by the room's own operations in the order of time, with the hour at which it would have been done: so seals, months'
figures, alarms and chains are those of a house that really ran. The same seed makes the same days; a day that has requests is left.
"""

import random
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count

from yichuang.accounts.models import Posting, Staff
from yichuang.accounts.queries import actor_of, sign_in_index
from yichuang.cases.models import Case
from yichuang.catalog.queries import published
from yichuang.demo.feedback_stories import BAD_WORDS, FAIR_WORDS, FATES, GOOD_WORDS, STORIES, Step, Story
from yichuang.demo.people import PEOPLE
from yichuang.feedback import policies
from yichuang.feedback.models import Complaint, RatingOrder, RatingRequest
from yichuang.feedback.operations.ask_rating import ask, ask_for_ticket, service_of_case
from yichuang.feedback.operations.close_complaint import close_answered, record_late_complaints
from yichuang.feedback.operations.complain import Saying, complain, take_complaint
from yichuang.feedback.operations.move_complaint import ComplaintSaid, ask_again, departments_of, move_complaint
from yichuang.feedback.operations.move_order import OrderSaid, move_order
from yichuang.feedback.operations.open_order import close_settled
from yichuang.feedback.operations.rate import Said, lapse_requests, rate
from yichuang.feedback.operations.seal import seal_ratings
from yichuang.feedback.operations.watch import record_late_orders
from yichuang.feedback.queries.orders import candidates
from yichuang.feedback.rules.grades import INDICATORS, ONLINE, REASONS
from yichuang.feedback.rules.orders import BY_VERB
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall.models import Ticket
from yichuang.hall.rules.tickets import DONE
from yichuang.organizations.models import Site

SEED, RATED, BAD = 20261128, 36, 2
# Of a hundred who are content, so many per grade; of two bad ones one is very bad.
CONTENT = ((5, 79), (4, 17), (3, 4))
AT_COUNTER = (("window", 62), ("code", 22), ("message", 12), ("kiosk", 4))
AFTERWARDS = (("message", 55), ("online", 40), ("code", 5))
NAMED, WORDY = 0.55, 0.25
Call = Callable[[datetime], object]


class FeedbackMaker:
    """An agenda of what is done when, the people who do it, and one generator of chance."""

    def __init__(self, site: Site, now: datetime, seed: int, bad: int) -> None:
        self.site, self.now, self.seed, self.bad, self.chance = site, now, seed, bad, random.Random(seed)
        self.people = [actor_of(person) for person in Staff.objects.filter(left_on=None).order_by("name")]
        self.agenda: list[tuple[datetime, int, Call]] = []
        self.places = count()
        self.seen = set(RatingOrder.objects.values_list("pk", flat=True))
        self.orders, self.stories = count(), count()

    def at(self, when: datetime, call: Call) -> None:
        """Put something on the agenda; what would be after now does not happen."""
        if when <= self.now:
            heappush(self.agenda, (when, next(self.places), call))

    def run(self) -> None:
        """Do everything in the order of time."""
        while self.agenda:
            when, _, call = heappop(self.agenda)
            call(when)

    def day(self, day: date) -> bool:
        """Put a day on the agenda: its services, who rates them, its complaints; tell whether there was any service."""
        self.chance = random.Random(f"{self.seed} {self.site.key} {day}")
        tickets = Ticket.objects.filter(site=self.site, day=day, state=DONE).select_related("seat__window")
        served = [
            one for one in tickets.prefetch_related("items").order_by("ended_at", "pk") if one.seat and one.ended_at
        ]
        ended = Case.objects.filter(site=self.site, closed_at__gte=_at(day, 0), closed_at__lt=_at(day, 24))
        cases = list(ended.order_by("closed_at", "pk").values_list("number", "closed_at"))
        for ticket in served:
            self._serve(ticket)
        for number, closed_at in cases:
            if closed_at:
                self._end(number, closed_at)
        if (served or cases) and calendar().is_workday(day):
            for place in range(self.chance.choice((1, 1, 2))):
                self._complain(day, 9.5 + 3 * place)
        return bool(served or cases)

    def _serve(self, ticket: Ticket) -> None:
        assert ticket.seat is not None and ticket.ended_at is not None
        said = {
            "window": ticket.window_number,
            "officer_id": str(ticket.seat.staff_id),
            "officer": ticket.officer_name,
            "cases": [item.case_number for item in ticket.items.all() if item.case_number],
        }
        self.at(ticket.ended_at, lambda when: ask_for_ticket(stream=ticket.stream, said=said, now=when))
        channel = self._pick(AT_COUNTER)
        later = timedelta(minutes=self.chance.uniform(0.3, 2.5))
        if channel in ("code", "message"):
            later = timedelta(minutes=self.chance.uniform(5, 45 * 60))
        self._rated("ticket", str(ticket.pk), ticket.ended_at + later, channel)

    def _end(self, number: str, closed_at: datetime) -> None:
        def asked(when: datetime) -> None:
            case = Case.objects.select_related("site", "matter").get(number=number)
            # People who were made up are sent no message.
            ask(service=replace(service_of_case(case, when), mobile=""), now=when)

        self.at(closed_at, asked)
        later = timedelta(hours=self.chance.uniform(0.5, 60))
        self._rated("case", number, closed_at + later, self._pick(AFTERWARDS))

    def _rated(self, kind: str, subject: str, when: datetime, channel: str) -> None:
        """Put on the agenda that somebody rates, if he does."""
        chance = self.chance
        said = self._said("" if kind == "ticket" else ONLINE, channel)
        if chance.random() * 100 >= (95 if said.grade <= 2 else RATED):
            return

        def rated(at: datetime) -> None:
            row = RatingRequest.objects.filter(
                kind=kind, subject=subject, state="open", expires_on__gte=day_of(at)
            ).first()
            if row is not None:
                rate(token=row.token, said=said, now=at)

        self.at(when, rated)

    def _said(self, mode: str, channel: str) -> Said:
        chance = self.chance
        grade = chance.choice((1, 2)) if chance.random() * 100 < self.bad else int(self._pick(CONTENT))
        words = GOOD_WORDS if grade > 3 else FAIR_WORDS if grade == 3 else BAD_WORDS
        there = INDICATORS[mode or "onsite"]
        told = chance.random() < WORDY or grade <= 2
        named = grade <= 2 and chance.random() < NAMED
        return Said(
            grade=grade,
            reasons=chance.sample(sorted(REASONS[grade]), chance.choice((1, 1, 2))) if told else (),
            indicators={key: max(1, min(5, grade + chance.choice((-1, 0, 0, 0)))) for key in there} if told else {},
            words=chance.choice(words) if told else "",
            channel=channel,
            name=self._name() if named else "",
            mobile=f"1390000{chance.randrange(5000, 9000):04d}" if named else "",
            call_me=named,
        )

    def watch(self, day: date) -> None:
        """Put on the agenda what the worker does in a night: seal what was rated the day before, look for what is late or over."""
        self.at(_at(day, 0.1), self._seal)
        self.at(_at(day, 0.3), _watched)

    def _seal(self, when: datetime) -> None:
        seal_ratings(when)
        for order in RatingOrder.objects.filter(site=self.site).exclude(pk__in=self.seen).order_by("pk"):
            self.seen.add(order.pk)
            fate = FATES[next(self.orders) % len(FATES)]
            self._next_step(day_of(when), fate, partial(self._order_step, order.pk))

    def _next_step(self, day: date, steps: tuple[Step, ...], act: Callable[[Step, datetime], bool]) -> None:
        """Put the first of the steps on the agenda, and after it the others; one that cannot be done ends them."""
        if not steps:
            return
        step, worked = steps[0], calendar()
        on = (
            worked.add_workdays(day, step.after)
            if step.after > 0
            else worked.next_workday(day)
            if not worked.is_workday(day)
            else day
        )
        if step.after < 0:
            on = max(_workdays_before(day_of(self.now), -step.after), worked.add_workdays(day, 1))

        def done(when: datetime) -> None:
            if act(step, when):
                self._next_step(day_of(when), steps[1:], act)

        self.at(_at(on, step.hour), done)

    def _order_step(self, pk: int, step: Step, when: datetime) -> bool:
        order = RatingOrder.objects.select_related("rating__request", "site", "department", "rerating").get(pk=pk)
        if step.verb == "rerate":
            if order.rerating is not None:
                rate(token=order.rerating.token, said=Said(grade=step.grade, channel="message"), now=when)
            return order.rerating is not None
        move, place = BY_VERB[step.verb], policies.place_of_order(order)
        apart = {order.handler_id, order.appealed_by} | (
            {order.assignee_id} if move.act == policies.ORDER_ACTS[3] else set()
        )
        actor = self._somebody(move.act, place, apart)
        if move.act in ("rating_order.handle", "rating_order.appeal"):
            actor = next((one for one in self.people if one.id == order.assignee_id), None)
        if actor is None:
            return False
        said = OrderSaid(text=step.text, day=_ahead(order.due if step.verb == "extend" else day_of(when), step.day))
        if step.verb == "plan":
            said = replace(said, day=min(said.day or order.due, order.due))
        if step.verb == "assign":
            offered = [key for key, _ in candidates(order, day_of(when))]
            said = replace(said, assignee=self.chance.choice(offered) if offered else actor.id)
        if step.verb == "follow_up":
            said = replace(said, reached=order.named and "未能" not in step.text)
        move_order(actor=actor, number=order.number, verb=step.verb, said=said, now=when)
        return True

    def _complain(self, day: date, hour: float) -> None:
        # The district's stories follow each other from day to day, so that every kind comes up; the ordinal of the day keeps them apart.
        story = STORIES[next(self.stories) % len(STORIES)]
        matters = (
            Ticket.objects.filter(site=self.site, day=day)
            .exclude(items__matter="")
            .values_list("items__matter", flat=True)
        )
        matter = self.chance.choice(sorted(set(matters)) or [""]) if story.about_matter else ""
        mobile = f"1390000{self.chance.randrange(5000, 9000):04d}" if story.named or story.kind == "agency" else ""
        saying = Saying(
            story.kind, story.text, matter, mobile=mobile, source=story.source, name=self._name() if mobile else ""
        )
        self.at(_at(day, hour), lambda when: self._taken(story, saying, when))

    def _taken(self, story: Story, saying: Saying, when: datetime) -> None:
        if saying.source == "online":
            row = complain(site=self.site, saying=saying, now=when)
        else:
            actor = self._somebody(policies.COMPLAINT_TAKE, policies.place_of_site(self.site))
            if actor is None:
                return
            row = take_complaint(actor=actor, site=self.site, saying=saying, now=when)
        self._next_step(day_of(when), story.steps, partial(self._complaint_step, row.pk))

    def _complaint_step(self, pk: int, step: Step, when: datetime) -> bool:
        row = Complaint.objects.select_related("site", "department", "satisfaction").get(pk=pk)
        if step.verb == "ask_again":
            ask_again(row=row, text=step.text, now=when)
            return True
        if step.verb == "rate":
            if row.satisfaction is not None:
                rate(token=row.satisfaction.token, said=Said(grade=step.grade, channel="online"), now=when)
            return row.satisfaction is not None
        act = policies.COMPLAINT_ROUTE if step.verb in ("handle", "route") else policies.COMPLAINT_WORK
        actor = self._somebody(act, policies.place_of_complaint(row, act))
        if actor is None or (step.verb == "suggest_change" and not row.matter):
            return False
        day = _ahead(row.due, step.day) if step.verb == "extend" else None
        said = ComplaintSaid(
            text=step.text, day=day, department=self._department(row) if step.verb == "route" else None
        )
        move_complaint(actor=actor, number=row.number, verb=step.verb, said=said, now=when)
        return True

    def _department(self, row: Complaint) -> int | None:
        """Return a department that has somebody to answer: the matter's own where it can be."""
        staffed = {post.department_id for one in self.people for post in one.posts if one.may(policies.COMPLAINT_WORK)}
        able = [one.pk for one in departments_of(row) if one.pk in staffed]
        own = published(row.matter).department_id if row.matter else None
        return own if own in able else next(iter(able), None)

    def _somebody(self, act: str, place: Place, apart: Collection[str] = ()) -> Actor | None:
        """Return one of the district's people who may do an act at a place, the nearest first."""
        able = [one for one in self.people if one.may(act, place) and one.id not in apart]
        near = [one for one in able if any(post.site_id == place.site_id or post.department_id for post in one.posts)]
        return next(iter(near or able), None)

    def _name(self) -> str:
        return self.chance.choice("赵钱孙李周吴郑王") + self.chance.choice(("先生", "女士"))

    def _pick(self, offered: tuple[tuple[object, int], ...]) -> str:
        return str(self.chance.choices([one for one, _ in offered], [share for _, share in offered])[0])


def generate_feedback(
    site: Site, days: int, *, now: datetime, seed: int = SEED, bad: int = BAD
) -> tuple[int, int, int, int]:
    """Make the feedback of a site's past days, so many working days back; return how many days, ratings, work orders and complaints.

    `bad`: of a hundred raters so many are discontent. Days on which something may be rated already are left as they are.
    """
    first = _workdays_before(day_of(now), days)
    before = _counts(site)
    _post_earlier(first)
    there = RatingRequest.objects.filter(site=site, kind__in=("ticket", "case"), served_at__gte=_at(first, 0))
    done = {day_of(one) for one in there.values_list("served_at", flat=True)}
    maker, made, day = FeedbackMaker(site, now, seed, bad), 0, first
    while day <= day_of(now):
        if day < day_of(now) and day not in done:
            made += maker.day(day)
        maker.watch(day)
        day += timedelta(days=1)
    if made:
        maker.run()
    ratings, orders, complaints = (new - old for new, old in zip(_counts(site), before, strict=True))
    return made, ratings, orders, complaints


def _watched(when: datetime) -> None:
    while lapse_requests(when) == 500:
        pass
    close_settled(when)
    close_answered(when)
    record_late_orders(when)
    record_late_complaints(when)


@unit_of_work()
def _post_earlier(first: date) -> None:
    """Let the district's people hold their posts from before the made days on: loading gave them from the day of loading."""
    known = [sign_in_index(person.mobile) for person in PEOPLE]
    Posting.objects.filter(staff__sign_in_index__in=known, valid_from__gt=first).update(valid_from=first)


def _counts(site: Site) -> tuple[int, int, int]:
    rated = RatingRequest.objects.filter(site=site, state="rated", kind__in=("ticket", "case"))
    return rated.count(), RatingOrder.objects.filter(site=site).count(), Complaint.objects.filter(site=site).count()


def _workdays_before(day: date, many: int) -> date:
    """Return the day so many working days before another."""
    while many:
        day -= timedelta(days=1)
        many -= calendar().is_workday(day)
    return day


def _ahead(day: date, many: int) -> date | None:
    return calendar().add_workdays(day, many) if many else None


def _at(day: date, hour: float) -> datetime:
    return datetime.combine(day, time(), CHINA) + timedelta(hours=hour)
