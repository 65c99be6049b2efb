"""Where we may send: only addresses an operator allowed, never back into our own machines by a name that resolves there (SSRF)."""

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


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
        address = ipaddress.ip_address(text)
        mapped = getattr(address, "ipv4_mapped", None)
        address = mapped or address
        if any(address in network for network in networks if network.version == address.version):
            continue
        if not address.is_global or address.is_multicast:
            faults.append(f"{address} 不在允许的网段内")
    return faults


def within(address: str, networks: Iterable[str]) -> bool:
    """Tell whether a caller's address lies in one of the networks; an empty list lets everybody in."""
    wanted = list(networks)
    if not wanted:
        return True
    try:
        caller = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(caller in ipaddress.ip_network(one) for one in wanted)


def faults_of_networks(networks: Iterable[str]) -> list[str]:
    """Return which lines are not networks in CIDR notation."""
    faults = []
    for text in networks:
        try:
            ipaddress.ip_network(text)
        except ValueError:
            faults.append(f"“{text}”不是有效的网段（例如 10.0.0.0/8）")
    return faults
