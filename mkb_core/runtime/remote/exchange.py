"""One request to a partner's server and its answer: bounded in time and size, whatever the other side does."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from concurrent.futures import Future
from threading import Thread

import httpx
from attrs import frozen

from mkb_core.runtime.faults import FaultKind
from mkb_core.runtime.ports import PortFailed


@frozen
class Reply:
    """What came back; ``headers`` by their names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def post(
    address: str,
    headers: Mapping[str, str],
    body: bytes,
    seconds: float,
    most_bytes: int,
    trust: ssl.SSLContext,
) -> Reply:
    """POST once; no redirect is followed, no proxy of the environment is used. Raises :class:`PortFailed`.

    httpx limits the wait for each piece only, and looking up a name has no limit at all. So the exchange has a thread
    of its own: it is waited for as long as allowed, then its connection is closed under it.
    """
    client = httpx.Client(verify=trust, trust_env=False, follow_redirects=False, timeout=seconds)
    outcome: Future[Reply] = Future()

    def work() -> None:
        try:
            outcome.set_result(_exchange(client, address, headers, body, most_bytes))
        except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
            outcome.set_exception(error)

    Thread(target=work, name=f"post to {address}", daemon=True).start()
    try:
        return outcome.result(seconds)
    except (TimeoutError, httpx.TimeoutException):
        raise PortFailed(FaultKind.TIME_OUT, f"no answer within {seconds:g} seconds") from None
    except httpx.RemoteProtocolError:
        raise PortFailed(FaultKind.UNREADABLE, "the answer is no HTTP, or breaks off") from None
    except (httpx.TransportError, OSError) as error:
        raise PortFailed(FaultKind.UNREACHABLE, f"no connection: {type(error).__name__}") from None
    finally:
        client.close()


def _exchange(
    client: httpx.Client, address: str, headers: Mapping[str, str], body: bytes, most_bytes: int
) -> Reply:
    plain = {"accept": "application/json", "accept-encoding": "identity"}
    with client.stream("POST", address, headers={**plain, **headers}, content=body) as response:
        parts: list[bytes] = []
        size = 0
        for part in response.iter_raw():  # never unpacked: a small body that becomes a large one stays small
            size += len(part)
            if size > most_bytes:
                raise PortFailed(FaultKind.TOO_LARGE, f"the answer has more than {most_bytes} bytes")
            parts.append(part)
        return Reply(response.status_code, dict(response.headers.items()), b"".join(parts))
