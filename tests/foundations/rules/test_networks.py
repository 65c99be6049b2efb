"""Who calls: networks, and what a proxy of ours says."""

import pytest

from yichuang.foundations.rules.networks import inside, real_address

PROXIES = ["10.0.0.0/24", "fd00::/64"]


@pytest.mark.parametrize(
    ("address", "networks", "found"),
    [
        ("10.1.2.3", ["10.0.0.0/8"], True),
        ("11.1.2.3", ["10.0.0.0/8"], False),
        ("::1", ["10.0.0.0/8", "::1/128"], True),
        ("10.1.2.3", [], False),
        ("", ["0.0.0.0/0"], False),
        ("unix:", ["0.0.0.0/0"], False),
    ],
)
def test_inside(address: str, networks: list[str], found: bool) -> None:
    assert inside(address, networks) is found


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "caller"),
    [
        ("203.0.113.9", "198.51.100.1", [], "203.0.113.9"),  # no proxy of ours: the header is anybody's word
        ("203.0.113.9", "198.51.100.1", PROXIES, "203.0.113.9"),  # came past the proxy
        ("10.0.0.7", "198.51.100.1", PROXIES, "198.51.100.1"),
        (
            "10.0.0.7",
            "1.2.3.4, 198.51.100.1",
            PROXIES,
            "198.51.100.1",
        ),  # the caller's own addition comes first and is not believed
        ("10.0.0.7", "198.51.100.1, 10.0.0.8", PROXIES, "198.51.100.1"),  # two proxies of ours in a row
        ("10.0.0.7", "198.51.100.1, nonsense", PROXIES, "10.0.0.7"),
        ("10.0.0.7", "", PROXIES, "10.0.0.7"),
        ("10.0.0.7", "10.0.0.8", PROXIES, "10.0.0.7"),
        ("fd00::2", "2001:db8::1", PROXIES, "2001:db8::1"),
    ],
)
def test_only_a_proxy_of_ours_is_believed(remote: str, forwarded: str, proxies: list[str], caller: str) -> None:
    assert real_address(remote, forwarded, proxies) == caller
