"""Reads of places and authorities."""

from yichuang.organizations.models import Department, Site


def department(pk: int) -> Department:
    """Return one department."""
    return Department.objects.get(pk=pk)


def departments() -> list[Department]:
    """Return every department, by name."""
    return list(Department.objects.order_by("name"))


def department_by_key(key: str) -> Department:
    """Return the department with a content key such as `xs-transport`."""
    return Department.objects.get(key=key)


def site(pk: int) -> Site:
    """Return one site."""
    return Site.objects.get(pk=pk)
