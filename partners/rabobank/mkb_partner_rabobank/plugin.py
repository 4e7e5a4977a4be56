"""Rabobank: what it offers is data in ``rabobank.toml``."""

from collections.abc import Sequence

from mkb_core.hooks import PartnerDeclaration, hookimpl, read_declaration


@hookimpl
def mkb_declare_partners() -> Sequence[PartnerDeclaration]:
    """The one declaration of this package."""
    return (read_declaration("mkb_partner_rabobank", "rabobank.toml"),)
