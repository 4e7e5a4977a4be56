"""The municipalities of Limburg: what they offer is data in ``gemeente.toml``."""

from collections.abc import Sequence

from mkb_core.hooks import PartnerDeclaration, hookimpl, read_declaration


@hookimpl
def mkb_declare_partners() -> Sequence[PartnerDeclaration]:
    """The one declaration of this package."""
    return (read_declaration("mkb_partner_gemeenten", "gemeente.toml"),)
