"""Does a request come from this machine itself, and not through a proxy on it?

Behind a proxy everybody comes from 127.0.0.1. A proxy leaves traces: it asks by another name than the loopback's, or adds
a header. A request with any such trace is somebody else's; forged headers can therefore only close what is open.
"""

from __future__ import annotations

import re
from ipaddress import ip_address

from mkb_service.languages import Connection

#: what proxies add (RFC 7239, RFC 9110 and habit)
TRACES = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
LOCAL_NAME = re.compile(r"(127\.0\.0\.1|\[::1\]|localhost)(:\d+)?")


def is_on_this_machine(connection: Connection) -> bool:
    """Whether it came over the loopback by a loopback name, with no trace of a proxy."""
    if connection.client is None or not _is_loopback(connection.client.host):
        return False
    asked = LOCAL_NAME.fullmatch(connection.headers.get("host", ""))
    return asked is not None and not any(trace in connection.headers for trace in TRACES)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
