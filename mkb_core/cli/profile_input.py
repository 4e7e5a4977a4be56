"""The company of a question, as given on the command line: options, a file, or a company number."""

from __future__ import annotations

from typing import Annotated, Any

from attrs import evolve, fields, frozen
from cyclopts import Parameter

from mkb_core.cli.amounts import cents_of
from mkb_core.cli.exits import WrongUsage, on_the_command_line
from mkb_core.cli.faults import CliFault, usage
from mkb_core.cli.files import read_whole
from mkb_core.cli.options import WHOLE
from mkb_core.codec import describe, parse_json
from mkb_core.domain.profile import Profile, profile_of
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.rights import COMMAND_LINE
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.profiles import read_company, read_profile

#: options that are keys of a company in a batch as they are, and those in euros
PLAIN = ("employees", "age_years", "sbi", "municipality", "growth_ambition", "innovation", "legal_form")
AMOUNTS = ("turnover", "balance_total")


@Parameter(name="*")
@frozen
class CompanyOptions:
    """What is known of the company that asks; everything may be left out."""

    company: Annotated[
        str | None,
        Parameter(allow_leading_hyphen=True, help="JSON file with the company, or - for standard input."),
    ] = None
    kvk: Annotated[
        str | None, Parameter(help="Company number: from the store, else from the trade register.")
    ] = None
    employees: Annotated[int | None, WHOLE, Parameter(help="Number of people who work there.")] = None
    age_years: Annotated[int | None, WHOLE, Parameter(help="Age of the company in whole years.")] = None
    sbi: Annotated[str | None, Parameter(help="SBI code of the main activity.")] = None
    municipality: Annotated[str | None, Parameter(help="Name of the municipality.")] = None
    growth_ambition: Annotated[bool | None, Parameter(help="Does the company want to grow?")] = None
    innovation: Annotated[bool | None, Parameter(help="Does the company want to innovate?")] = None
    turnover: Annotated[str | None, Parameter(help="Annual turnover in euros, such as 1.200.000.")] = None
    balance_total: Annotated[str | None, Parameter(help="Balance total in euros.")] = None
    legal_form: Annotated[str | None, Parameter(help="Legal form, such as bv.")] = None

    def profile(self) -> Profile:
        """What the options say, all faults together, each under the name of its option."""
        data: dict[str, Any] = {
            name: getattr(self, name) for name in PLAIN if getattr(self, name) is not None
        }
        faults: list[InputFault] = []
        for name in AMOUNTS:
            words = getattr(self, name)
            if words is not None:
                try:
                    data[f"{name}_cents"] = cents_of(words)
                except ValueError:
                    faults.append(CliFault(name, "amount", {"value": describe(words)}))
        try:
            profile = read_profile(data)
        except InvalidInput as refusal:
            faults += refusal.faults
            profile = Profile()
        if faults:
            raise WrongUsage(evolve(fault, path=option_of(fault.path)) for fault in faults)
        return profile


def option_of(name: str) -> str:
    """The option of a key of the company: ``turnover_cents`` is ``--turnover``."""
    return f"--{name.removesuffix('_cents').replace('_', '-')}"


def profile_from(options: CompanyOptions | None, installation: Installation) -> Profile:
    """The profile; what an option says goes before what the file or the register says."""
    if options is None:
        return Profile()
    if options.company is not None and options.kvk is not None:
        raise usage("--company", "exclusive", other="--kvk")
    said = options.profile()
    known = Profile()
    if options.company is not None:
        known = read_company(parse_json(read_whole(options.company)), installation.settings.clock().date())
    elif options.kvk is not None:
        from mkb_core.workflows.companies import check_number, show_company

        with on_the_command_line():
            check_number(options.kvk)
        known = profile_of(
            show_company(installation, COMMAND_LINE, options.kvk), installation.settings.clock().date()
        )
    return merged(known, said)


def merged(known: Profile, said: Profile) -> Profile:
    """``said`` where it knows something, ``known`` otherwise; an age that is said replaces the founding date."""
    changes = {
        field.name: getattr(said, field.name)
        for field in fields(Profile)
        if getattr(said, field.name) is not None and field.name != "related"
    }
    if "age_years" in changes:
        changes["founding_date"] = None
    return evolve(known, **changes)
