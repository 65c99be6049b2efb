"""Where we may send: only addresses an operator allowed, never back into our own machines by a name that resolves there (SSRF)."""

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from yichuang.foundations.rules.networks import inside

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# IPv6 ranges whose last 32 bits are an IPv4 address that a gateway or an old kernel would call: compatible (RFC 4291), NAT64 (RFC 6052).
EMBEDDING = [ipaddress.IPv6Network(one) for one in ("::/96", "64:ff9b::/96")]
# Ranges of one's own network that Python calls global: site-local (RFC 3879), local NAT64 (RFC 8215).
INNER = [ipaddress.IPv6Network(one) for one in ("fec0::/10", "64:ff9b:1::/48")]


def faults_of_address(address: str, *, plain_allowed: bool) -> list[str]:
    """Return what is wrong with an address of a system, in words; `plain_allowed`: http without TLS is (tests, one machine)."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return ["地址无法识别"]
    faults = []
    if parts.scheme != "https" and not (plain_allowed and parts.scheme == "http"):
        faults.append("地址应以 https:// 开头")
    if not parts.hostname:
        faults.append("地址缺少主机名")
    if parts.username or parts.password:
        faults.append("地址里不能带用户名和密码")
    if parts.fragment:
        faults.append("地址里不能带 # 片段")
    if port == 0:
        faults.append("端口无效")
    return faults


def faults_of_resolved(resolved: Iterable[str], allowed: Iterable[str]) -> list[str]:
    """Return why the addresses that a name resolved to may not be called: private and local ones only inside `allowed` networks."""
    networks = [ipaddress.ip_network(one) for one in allowed]
    faults = []
    for text in resolved:
        given = ipaddress.ip_address(text)
        address = _reached(given)
        if any(one in network for one in (given, address) for network in networks if network.version == one.version):
            continue
        inner = any(given in network for network in INNER if given.version == 6)
        if inner or not address.is_global or address.is_multicast:
            faults.append(f"{address} 不在允许的网段内")
    return faults


def _reached(address: Address) -> Address:
    """Return the IPv4 address that is really called where an IPv6 one only wraps it, else the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if any(address in network for network in EMBEDDING) and int(address) > 1:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def within(address: str, networks: Iterable[str]) -> bool:
    """Tell whether a caller's address lies in one of the networks; an empty list lets everybody in."""
    wanted = list(networks)
    return not wanted or inside(address, wanted)


def faults_of_networks(networks: Iterable[str]) -> list[str]:
    """Return which lines are not networks in CIDR notation."""
    faults = []
    for text in networks:
        try:
            ipaddress.ip_network(text)
        except ValueError:
            faults.append(f"“{text}”不是有效的网段（例如 10.0.0.0/8）")
    return faults
