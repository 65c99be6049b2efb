"""Which halls an actor may do something at."""

from yichuang.foundations.actors import Actor
from yichuang.organizations.queries import Site, find_site, sites_in


def halls_for(actor: Actor, act: str) -> list[Site]:
    """Return the sites at which the actor may do an act, by division and name."""
    found: dict[int, Site] = {}
    for grant in actor.scopes(act):
        if grant.scope == "site":
            site = find_site(int(grant.value))
            found |= {site.pk: site} if site else {}
        elif grant.scope == "division":
            found |= {site.pk: site for site in sites_in(grant.value, centres=False)}
    return sorted(found.values(), key=lambda site: (site.division_id, site.name))
