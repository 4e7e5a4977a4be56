"""What an operator sets about the provider; without an issuer there is none, and what is half set is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from attrs import field, frozen

from mkb_core.codec import describe
from mkb_core.errors import InputFault, InvalidInput
from mkb_plugin_identity_oidc.outside import is_address

_NAME = re.compile(r"[!-~]{1,200}")
#: variable -> setting that has no default
NEEDED: Mapping[str, str] = {
    "MKB_OIDC_CLIENT_ID": "client_id",
    "MKB_OIDC_CLIENT_SECRET": "client_secret",
    "MKB_OIDC_LEVELS": "levels",
}
#: variable -> setting that has one
OPTIONAL: Mapping[str, str] = {
    "MKB_OIDC_LEVEL_CLAIM": "level_claim",
    "MKB_OIDC_COMPANY_CLAIM": "company_claim",
    "MKB_OIDC_MANDATE_CLAIM": "mandate_claim",
}


@frozen
class Broker:
    """A provider and what is asked of it. ``levels`` are those that are high enough, as it writes them; ``name`` is how
    people know it; ``new_accounts``: may a first sign-in make an account?"""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    levels: tuple[str, ...]
    level_claim: str = "acr"
    company_claim: str = "company_number"
    mandate_claim: str = "mandate"
    scopes: tuple[str, ...] = ("openid",)
    new_accounts: bool = False
    name: str = "eHerkenning"


def read_broker(read: Callable[[str], str]) -> Broker | None:
    """The provider of the settings; ``None`` where there is none. Raises :class:`InvalidInput` with all faults."""
    issuer = read("MKB_OIDC_ISSUER")
    if not issuer:
        return None
    faults = [] if is_address(issuer) else [_wrong("MKB_OIDC_ISSUER", "https://login.example.org", issuer)]
    values: dict[str, str] = {}
    for variable, name in {**NEEDED, **OPTIONAL}.items():
        words = read(variable)
        if words:
            values[name] = words
        elif variable in NEEDED:
            faults.append(InputFault(variable, "missing"))
    levels = tuple(filter(None, (level.strip() for level in values.pop("levels", "").split(","))))
    scopes = tuple(read("MKB_OIDC_SCOPES").split()) or ("openid",)
    if "openid" not in scopes or not all(map(_NAME.fullmatch, scopes)):
        faults.append(_wrong("MKB_OIDC_SCOPES", "openid and others, with spaces between", " ".join(scopes)))
    faults += [
        _wrong("MKB_OIDC_LEVELS", "levels between commas", one) for one in levels if not _NAME.fullmatch(one)
    ]
    new_accounts = read("MKB_OIDC_NEW_ACCOUNTS") or "off"
    if new_accounts not in ("on", "off"):
        faults.append(_wrong("MKB_OIDC_NEW_ACCOUNTS", "on or off", new_accounts))
    if faults:
        raise InvalidInput(faults)
    name = read("MKB_OIDC_NAME") or "eHerkenning"
    return Broker(
        issuer, **values, levels=levels, scopes=scopes, new_accounts=new_accounts == "on", name=name
    )


def _wrong(variable: str, expected: str, got: str) -> InputFault:
    return InputFault(variable, "wrong-type", {"expected": expected, "got": describe(got)})
