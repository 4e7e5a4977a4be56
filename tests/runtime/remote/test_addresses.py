"""One way of writing an address, and plain http on this machine only."""

from __future__ import annotations

import pytest

from mkb_core.errors import InvalidInput
from mkb_core.runtime.remote.addresses import read_address


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("https://plugins.example.org", "https://plugins.example.org/"),
        (" HTTPS://Plugins.Example.org:443/mkb ", "https://plugins.example.org/mkb"),
        ("https://plugins.example.org:8443/mkb/", "https://plugins.example.org:8443/mkb/"),
        ("http://127.0.0.1:8100", "http://127.0.0.1:8100/"),
        ("http://localhost/", "http://localhost/"),
        ("http://[::1]:8100/", "http://[::1]:8100/"),
    ],
)
def test_address_is_written_in_one_way(words: str, address: str) -> None:
    assert read_address(words) == address


@pytest.mark.parametrize(
    "words",
    [
        "",
        "plugins.example.org",
        "http://plugins.example.org/",
        "http://10.0.0.1/",
        "http://127.0.0.1.example.org/",
        "ftp://127.0.0.1/",
        "file:///etc/passwd",
        "https://user:word@plugins.example.org/",
        "https://plugins.example.org/?a=b",
        "https://plugins.example.org/#a",
        "https://plugins.example.org/../x",
        "https://plugins.example.org//x",
        "https://plugins.example.org/%2e",
        "https://plugins.example.org/a b",
        "https://plugins.example.org:99999/",
        "https://plugins.example.org\n.evil.example/",
        "https:///x",
        "https://ex ample.org/",
        "https://[::1/",
    ],
)
def test_what_is_no_such_address_is_refused(words: str) -> None:
    with pytest.raises(InvalidInput):
        read_address(words)
