"""Which network a caller comes from."""

import ipaddress
from collections.abc import Iterable


def inside(address: str, networks: Iterable[str]) -> bool:
    """Tell whether an address lies in one of the networks (CIDR notation); what is no address lies in none."""
    try:
        caller = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(caller in ipaddress.ip_network(one) for one in networks)


def real_address(remote: str, forwarded: str, proxies: Iterable[str]) -> str:
    """Return whom a request comes from: the last address in X-Forwarded-For that is not one of our own proxies.

    Without a proxy of ours in front, the header is anybody's word and is not looked at.
    """
    trusted = list(proxies)
    if not trusted or not inside(remote, trusted):
        return remote
    for one in reversed([part.strip() for part in forwarded.split(",")]):
        if not _is_address(one):
            return remote
        if not inside(one, trusted):
            return one
    return remote


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
