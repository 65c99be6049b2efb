"""May-do in the hall: who takes tickets, who serves, who arranges, who looks on (S2-27, S2-30; S0-25)."""

from yichuang.accounts.permissions import who_may
from yichuang.foundations.actors import Actor, Place, Post
from yichuang.foundations.problems import NotAllowed
from yichuang.organizations.queries import Site

VIEW, SERVE, GUIDE, ARRANGE = "hall.view", "hall.serve", "hall.guide", "hall.arrange"
BOOK = "hall.book"
# What a joined system may that books appointments (accounts.permissions.SYSTEMS): book, and move or cancel what it booked itself.
BOOK_OWN = "hall.book_own"

# What devices may (accounts.permissions.DEVICES): take tickets, show the hall, take ratings.
TAKE, SHOW, RATE = "hall.take", "hall.show", "hall.rate"


def place_of(site: Site) -> Place:
    """Return where a hall lies: its site and that site's division."""
    return Place(division=site.division_id, site_id=site.pk)


def demand(actor: Actor, act: str, site: Site | None, doing: str) -> None:
    """Let the actor go on only where the table grants the act; without a site it asks whether it is granted anywhere.

    :raises NotAllowed: naming who may.
    """
    if not actor.may(act, place_of(site) if site else None):
        raise NotAllowed(act, f"您的岗位不能{doing}：这由{who_may(act)}办理。")


def hall_of(actor: Actor, act: str) -> Post | None:
    """Return the post at whose site the actor may do an act, or None."""
    for post in actor.posts:
        place = Place(division=post.division, department_id=post.department_id, site_id=post.site_id)
        if post.site_id is not None and actor.may(act, place):
            return post
    return None
