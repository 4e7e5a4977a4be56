"""What a reverse proxy does on its host: hands connections on to the service, which listens on that host's loopback only.

``python relay.py ADDRESS PORT SERVICE_PORT``.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Everything from one side to the other, until either ends."""
    with suppress(OSError):
        while words := await reader.read(65536):
            writer.write(words)
            await writer.drain()
    writer.close()


async def main(address: str, port: int, service: int) -> None:
    """Relay for ever; where the service is not there, the connection ends."""

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            to_read, to_write = await asyncio.open_connection("127.0.0.1", service)
        except OSError:
            writer.close()
            return
        await asyncio.gather(pump(reader, to_write), pump(to_read, writer))

    async with await asyncio.start_server(relay, address, port) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
