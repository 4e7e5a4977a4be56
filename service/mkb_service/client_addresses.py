"""From which address a request comes. What a client writes itself is never believed, only what a trusted proxy adds."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from litestar.types import Scope

from mkb_core.workflows.settings import Network

UNKNOWN = "unknown"
#: A house or an office has at least this much of IPv6: counted as one.
IPV6_PREFIX = 64
MOST_HOPS = 20


def client_address(scope: Scope, trusted: Sequence[Network]) -> str:
    """The address of whoever spoke to the first of our own proxies; an IPv6 network of 64 bits counts as one address.

    ``X-Forwarded-For`` is read from its end, as long as those who wrote it are trusted (``MKB_TRUSTED_PROXIES``).
    """
    client = scope.get("client")
    known = _address(client[0]) if client else None
    if known is None:
        return UNKNOWN
    for hop in reversed(_forwarded(scope)):
        if not any(known in network for network in trusted):
            break
        before = _address(hop)
        if before is None:
            break
        known = before
    if isinstance(known, IPv6Address):
        return str(IPv6Network((known, IPV6_PREFIX), strict=False))
    return str(known)


def _forwarded(scope: Scope) -> list[str]:
    lines = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    return [hop.strip() for hop in ",".join(lines).split(",")][-MOST_HOPS:]


def _address(words: str) -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address(words.strip("[]"))
    except ValueError:
        return None
    return address.ipv4_mapped or address if isinstance(address, IPv6Address) else address
