"""Rabobank's hooks: what it offers is data in ``rabobank.toml``; the fees are in its drop folder."""

from collections.abc import Sequence

from mkb_core.hooks import FeeReport, Outside, PartnerDeclaration, hookimpl, read_declaration
from mkb_partner_rabobank.fees import report_fees


@hookimpl
def mkb_declare_partners() -> Sequence[PartnerDeclaration]:
    """The one declaration of this package."""
    return (read_declaration("mkb_partner_rabobank", "rabobank.toml"),)


@hookimpl
def mkb_report_fees(quarter: str, egress: Outside) -> FeeReport:
    """Contracts and referral fees as the bank states them."""
    return report_fees(quarter, egress)
