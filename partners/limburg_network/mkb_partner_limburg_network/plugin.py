"""The partners of the Limburg network whose offer is pure data: one file for each."""

from collections.abc import Sequence

from mkb_core.hooks import PartnerDeclaration, hookimpl, read_declaration

PARTNERS = (
    "provincie",
    "lwv",
    "mkb-limburg",
    "lltb",
    "keyport",
    "edb",
    "led",
    "brightlands",
    "okb",
    "trias",
    "um",
    "zuyd",
    "rvo",
)


@hookimpl
def mkb_declare_partners() -> Sequence[PartnerDeclaration]:
    """One declaration from each partner's file."""
    return tuple(read_declaration("mkb_partner_limburg_network", f"{partner}.toml") for partner in PARTNERS)
