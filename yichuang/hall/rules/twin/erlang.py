"""Erlang's formulas for M/M/c: what the twin must agree with, and where the search for the windows needed begins."""

from math import exp


def erlang_c(load: float, servers: int) -> float:
    """Return the probability that somebody must wait with `load` Erlang offered to so many windows (1 when they cannot cope)."""
    if load >= servers:
        return 1.0
    blocked = 1.0
    for place in range(1, servers + 1):
        blocked = load * blocked / (place + load * blocked)
    busy = load / servers
    return blocked / (1.0 - busy * (1.0 - blocked))


def mean_wait(load: float, servers: int, service: float) -> float:
    """Return the mean wait in the unit of the mean service time; infinite when the windows cannot cope."""
    return erlang_c(load, servers) * service / (servers - load) if load < servers else float("inf")


def beyond(load: float, servers: int, service: float, target: float) -> float:
    """Return the probability of waiting longer than `target`."""
    if load >= servers:
        return 1.0
    return erlang_c(load, servers) * exp(-(servers - load) * target / service)


def servers_for(load: float, service: float, target: float, share: float) -> int:
    """Return the fewest windows at which `share` of the people wait no longer than `target`; none for no load."""
    servers = int(load) + 1 if load > 0 else 0
    while load > 0 and beyond(load, servers, service, target) > 1.0 - share:
        servers += 1
    return servers
