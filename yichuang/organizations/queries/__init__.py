"""Reads of places and authorities."""

from collections.abc import Iterable

from django.db.models import Q

from yichuang.organizations.models import Board as Board  # rooms above name places through these reads
from yichuang.organizations.models import Department as Department
from yichuang.organizations.models import Division
from yichuang.organizations.models import Site as Site
from yichuang.organizations.models import Window as Window
from yichuang.organizations.rules.places import HUBS, OUTLETS


def department(pk: int) -> Department:
    """Return one department."""
    return Department.objects.get(pk=pk)


def departments() -> list[Department]:
    """Return every department in use, by name."""
    return list(Department.objects.filter(closed_on=None).order_by("name"))


def departments_by_id(pks: Iterable[int]) -> list[Department]:
    """Return several departments, by id."""
    return list(Department.objects.filter(pk__in=list(pks)).order_by("pk"))


def department_by_key(key: str) -> Department:
    """Return the department with a content key such as `xs-transport`."""
    return Department.objects.get(key=key)


def site(pk: int) -> Site:
    """Return one site."""
    return Site.objects.get(pk=pk)


def outlets_of(hub: Site) -> tuple[int, ...]:
    """Return the ids of the outlets whose results a town hall or centre hands out, closed ones too; none for other sites (S2-54)."""
    if hub.kind not in HUBS:
        return ()
    lying = Q(division=hub.division_id) | Q(division__parent=hub.division_id, division__kind="village")
    return tuple(Site.objects.filter(lying, kind__in=OUTLETS).order_by("pk").values_list("pk", flat=True))


def issuing_site(pk: int) -> Site:
    """Return where results of a site are handed out: for an outlet its town hall, or the centre it belongs to; else the site (S2-54)."""
    own = Site.objects.select_related("division").get(pk=pk)
    if own.kind not in OUTLETS:
        return own
    village = own.division.kind == "village"
    hubs = Site.objects.filter(
        division=own.division.parent_id if village else own.division_id, kind__in=HUBS, closed_on=None
    )
    return hubs.order_by("pk").first() or own


def find_site(pk: int) -> Site | None:
    """Return one site in use, or None."""
    return Site.objects.filter(pk=pk, closed_on=None).first()


def site_by_key(key: str) -> Site | None:
    """Return the site in use with a content key such as `centre`, or None."""
    return Site.objects.filter(key=key, closed_on=None).first()


def find_department(pk: int) -> Department | None:
    """Return one department in use, or None."""
    return Department.objects.filter(pk=pk, closed_on=None).first()


def find_division(code: str) -> Division | None:
    """Return one division, or None."""
    return Division.objects.filter(code=code).first()


def division_name(code: str) -> str:
    """Return the name of a division, or nothing for an unknown code."""
    found = Division.objects.filter(code=code).values_list("name", flat=True).first() if code else None
    return found or ""


def division_names() -> dict[str, str]:
    """Return every division's name by code (one statement)."""
    return dict(Division.objects.values_list("code", "name"))


def sites_in(prefix: str, centres: bool) -> list[Site]:
    """Return the sites below a division, by name: the district centres, or the town halls and village points with them."""
    rows = Site.objects.filter(division__code__startswith=prefix, closed_on=None)
    return list((rows.filter(kind="centre") if centres else rows).order_by("division_id", "name"))


def departments_in(prefix: str) -> list[Department]:
    """Return the departments of a division, by name."""
    return list(Department.objects.filter(division__code__startswith=prefix, closed_on=None).order_by("name"))


def received_in(prefix: str, department: str = "department") -> Q:
    """Return the condition that a department's matters are received by a centre of a division; `department` is the way to it."""
    elsewhere = Q(**{f"{department}__served_in__code__startswith": prefix})
    return elsewhere | Q(**{f"{department}__served_in": None, f"{department}__division__code__startswith": prefix})


def divisions_below(code: str) -> list[Division]:
    """Return the towns and streets directly below a district, by code."""
    return list(Division.objects.filter(parent_id=code, valid_to=None).order_by("code"))


def places_by_key() -> dict[str, str]:
    """Return the names of sites and departments by their content key, and of divisions by their code."""
    found = dict(Division.objects.values_list("code", "name"))
    found |= dict(Department.objects.values_list("key", "name"))
    return found | dict(Site.objects.values_list("key", "name"))


def accepting_windows(prefix: str) -> list[Window]:
    """Return the integrated acceptance windows below a division with their sites, centres first (S2-27)."""
    rows = Window.objects.filter(kind="accept", site__division__code__startswith=prefix, closed_on=None)
    rows = rows.filter(site__closed_on=None).select_related("site")
    return list(rows.order_by("site__division_id", "site_id", "number"))


def find_window(pk: int) -> Window | None:
    """Return one window in use with its site and board, or None."""
    rows = Window.objects.filter(pk=pk, closed_on=None, site__closed_on=None)
    return rows.select_related("site", "board").first()


def windows_of(site: Site) -> list[Window]:
    """Return a site's windows in use with their boards, by number."""
    return list(Window.objects.filter(site=site, closed_on=None).select_related("board").order_by("number"))


def open_boards(site: Site) -> list[Board]:
    """Return a site's boards in use, by letter."""
    return list(Board.objects.filter(site=site, closed_on=None).order_by("letter"))


def open_boards_of(sites: Iterable[Site]) -> list[Board]:
    """Return the boards in use of several sites, by letter (one statement)."""
    return list(Board.objects.filter(site__in=list(sites), closed_on=None).order_by("letter"))


def sites_by_id(pks: Iterable[int]) -> dict[int, Site]:
    """Return sites by id, closed ones too (one statement)."""
    return Site.objects.in_bulk(list(pks))


def sites_reached(divisions: Iterable[str], pks: Iterable[int]) -> list[Site]:
    """Return the sites in use below divisions and those named, centres first, then by name (one statement)."""
    where = Q(pk__in=list(pks))
    for code in divisions:
        where |= Q(division__code__startswith=code)
    return list(Site.objects.filter(where, closed_on=None).order_by("kind", "division_id", "name"))
