"""Which addresses a plugin's source may have."""

import pytest

from mkb_core.runtime.public_addresses import is_public

PUBLIC = [
    "8.8.8.8",
    "93.184.216.34",
    "100.63.255.255",
    "100.128.0.0",
    "172.15.255.255",
    "172.32.0.1",
    "192.167.255.255",
    "2a00:1450:400e:80f::200e",
    "2606:4700::1111",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2002:808:808::1",
]
NOT_PUBLIC = {
    "loopback": "127.0.0.1",
    "all of loopback": "127.255.255.254",
    "loopback 6": "::1",
    "unspecified": "0.0.0.0",  # noqa: S104 - nothing is bound
    "this network": "0.1.2.3",
    "unspecified 6": "::",
    "private 10": "10.0.0.1",
    "private 172": "172.16.0.1",
    "private 172, end": "172.31.255.255",
    "private 192": "192.168.1.1",
    "unique local": "fc00::1",
    "unique local, a cloud's": "fd00:ec2::254",
    "link-local, a cloud's": "169.254.169.254",
    "link-local 6": "fe80::1",
    "link-local 6 with zone": "fe80::1%eth0",
    "public with zone": "2606:4700::1111%1",
    "a cloud's agent": "168.63.129.16",
    "site-local": "fec0::1",
    "multicast": "224.0.0.1",
    "multicast, global": "239.255.255.250",
    "multicast 6": "ff02::1",
    "multicast 6, global": "ff0e::1",
    "carrier NAT": "100.64.0.1",
    "carrier NAT, end": "100.127.255.255",
    "broadcast": "255.255.255.255",
    "reserved": "240.0.0.1",
    "benchmarks": "198.18.0.1",
    "documentation": "192.0.2.1",
    "documentation 6": "2001:db8::1",
    "protocols": "192.0.0.8",
    "discard": "100::1",
    "Teredo": "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "mapped loopback": "::ffff:127.0.0.1",
    "mapped private": "::ffff:10.0.0.1",
    "mapped in hex": "::ffff:a9fe:a9fe",
    "mapped carrier NAT": "::ffff:100.64.0.1",
    "compatible": "::127.0.0.1",
    "translated loopback": "64:ff9b::7f00:1",
    "translated private": "64:ff9b::a00:1",
    "translated locally": "64:ff9b:1::1",
    "6to4 of private": "2002:a00:1::1",
    "6to4 of loopback": "2002:7f00:1::1",
    "a name": "localhost",
    "a short form": "127.1",
    "in octal": "0177.0.0.1",
    "one number": "2130706433",
    "nothing": "",
}


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", NOT_PUBLIC.values(), ids=NOT_PUBLIC)
def test_an_address_of_an_own_network_is_not(address: str) -> None:
    assert not is_public(address)
