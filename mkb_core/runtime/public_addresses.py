"""Which network addresses are public: a plugin's source is never a machine of the installation's own network."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

#: what ``is_global`` lets through, or has let through in an earlier Python
_REFUSED_4 = tuple(
    ip_network(words)
    for words in (
        "0.0.0.0/8",
        "100.64.0.0/10",  # carrier NAT
        "168.63.129.16/32",  # a cloud's own agent, at a public address
        "192.0.0.0/24",
        "192.88.99.0/24",  # relays to IPv6
        "198.18.0.0/15",
        "240.0.0.0/4",
    )
)
_REFUSED_6 = tuple(
    ip_network(words)
    for words in (
        "::/96",  # also IPv4-compatible addresses
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",  # also tunnels through NAT (Teredo)
        "2001:db8::/32",
        "3fff::/20",
        "5f00::/16",
        "fec0::/10",
    )
)
#: prefixes whose addresses hold one of IPv4 -> how many bits stand after it
_HOLDS_4 = ((ip_network("::ffff:0:0/96"), 0), (ip_network("64:ff9b::/96"), 0), (ip_network("2002::/16"), 80))


def is_public(words: str) -> bool:
    """Whether an address is one of the public internet. What is no address is not."""
    try:
        address = ip_address(words)
    except ValueError:
        return False
    if isinstance(address, IPv4Address):
        return _is_public_4(address)
    for network, shift in _HOLDS_4:
        if address in network:
            return _is_public_4(IPv4Address((int(address) >> shift) & 0xFFFFFFFF))
    return _is_public_6(address)


def _is_public_4(address: IPv4Address) -> bool:
    refused = any(address in network for network in _REFUSED_4)
    return address.is_global and not address.is_multicast and not address.is_reserved and not refused


def _is_public_6(address: IPv6Address) -> bool:
    refused = any(address in network for network in _REFUSED_6)
    return (
        address.is_global
        and not address.is_multicast
        and address.scope_id is None
        and not address.is_reserved
        and not refused
    )
