"""The commands of ``mkb`` and where each lives; a module is imported when its command runs or its help is asked."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from attrs import frozen
from cyclopts import App

HELP = """\
From a company's question to an explained advice.

Exit codes: 0 ok; 1 faults in the input, the rest was done; 2 usage; 3 not found; 4 store or register unavailable.
"""


@frozen
class Command:
    """A command: where it lives, what it does, and how it is used."""

    place: str
    purpose: str
    examples: tuple[str, ...]


#: group -> command; the group "" is mkb itself, and "privacy breach" stands within "privacy"
COMMANDS: dict[str, dict[str, Command]] = {
    "": {
        "advise": Command(
            "mkb_core.cli.advise:advise",
            "Answer a question, or a file of questions, with an explained advice.",
            (
                'mkb advise "Hoe financier ik een hal?" --employees 16 --age-years 12 --municipality Venlo',
                'mkb advise "Welke vergunning heb ik nodig?" --kvk 69599084',
                'mkb advise "How do I find staff?" --company company.json --lang en --json',
                "mkb advise --batch questions.jsonl --json > advices.jsonl",
            ),
        ),
        "explain": Command(
            "mkb_core.cli.receipts:explain",
            "Show an earlier advice with all its reasons, by the declarations of then.",
            ("mkb explain r-0123456789abcdef0123456789abcdef",),
        ),
        "replay": Command(
            "mkb_core.cli.receipts:replay",
            "Take an earlier decision again: exit code 0 where it is the same, 1 where it differs.",
            ("mkb replay r-0123456789abcdef0123456789abcdef",),
        ),
        "evaluate": Command(
            "mkb_core.cli.evaluate:evaluate",
            "Measure the advice on a labelled set of questions; nothing is stored.",
            ("mkb evaluate questions.jsonl --show-wrong",),
        ),
        "serve": Command(
            "mkb_core.cli.serving:serve",
            "Serve the pages and the API on this computer, in the foreground, until it is stopped.",
            ("mkb serve --port 8080",),
        ),
        "work": Command(
            "mkb_core.cli.working:work",
            "Do the jobs (mails, feeds, fees), in the foreground, until it is stopped; several at once on PostgreSQL.",
            ("mkb work",),
        ),
        "demo": Command(
            "mkb_core.cli.demo:demo",
            "Show it all: a demo database with fictitious companies, one advice here, and the pages.",
            ("mkb demo --port 8080",),
        ),
    },
    "company": {
        "show": Command(
            "mkb_core.cli.companies:show",
            "Show a company, from the store or else from the trade register, with the origin of every fact.",
            ("mkb company show 69599084 --json",),
        ),
        "import": Command(
            "mkb_core.cli.companies:import_file",
            "Store companies from a CSV or JSON Lines file; a faulty line is reported, the others are stored.",
            ("mkb company import companies.csv --source crm",),
        ),
        "complete": Command(
            "mkb_core.cli.companies:complete",
            "Show what is missing about a company, or enter it; a new company is first filled from the register.",
            (
                "mkb company complete 69599084 --for nomination",
                "mkb company complete 69599084 --set employees=12 --set turnover=€1.200.000 --set growth_ambition=yes",
            ),
        ),
    },
    "partners": {
        "list": Command(
            "mkb_core.cli.partners:list_partners",
            "List the partners and the state of their plugins.",
            ("mkb partners list --json",),
        ),
        "show": Command(
            "mkb_core.cli.partners:show",
            "Show what a partner offers, under which conditions, and the faults of its plugin.",
            ("mkb partners show liof",),
        ),
        "check": Command(
            "mkb_core.cli.partner_check:check",
            "Check a partner's plugin: conformance, scenarios, and the tier with what the next one needs.",
            (
                "mkb partners check liof",
                "mkb partners check ./greenhouse --lang en --verbose",
                "mkb partners check partners/liof --record",
                "mkb partners check liof --against 1.0",
            ),
        ),
        "new": Command(
            "mkb_core.cli.new_partner:new",
            "Write a complete package of a partner, which installs and passes its checks at once.",
            (
                'mkb partners new kassenkring --title "Kassenkring"',
                "mkb partners new kassenkring --data-only",
            ),
        ),
        "serve": Command(
            "mkb_core.cli.partner_server:serve_plugin",
            "Serve one plugin on this computer, for a region's host that asks it with signed messages.",
            ("mkb partners serve liof --port 8100", "mkb partners serve ./greenhouse --port 8100"),
        ),
        "replay": Command(
            "mkb_core.cli.rule_replay:replay_rules",
            "Take stored questions again with changed rules of partners: every advice that would differ, before release.",
            (
                "mkb partners replay --since 90d --with partners/liof",
                "mkb partners replay --since 2026-09-01 --with liof.toml --with kvk.toml --json",
            ),
        ),
    },
    "fees": {
        "collect": Command(
            "mkb_core.cli.fees:collect",
            "Ask the partners for their report on contracts and fees in a quarter, and store it as it comes.",
            (
                "mkb fees collect --period 2026-Q4",
                "mkb fees collect --period 2026-Q4 --partner rabobank --json",
            ),
        ),
        "list": Command(
            "mkb_core.cli.fees:list_reports",
            "Show the stored reports on a quarter, and who has not reported yet.",
            ("mkb fees list --period 2026-Q4",),
        ),
    },
    "feeds": {
        "collect": Command(
            "mkb_core.cli.feeds:collect",
            "Collect companies, news, events and items from the feeds of partners, each from where it stands.",
            ("mkb feeds collect", "mkb feeds collect --partner liof --feed news"),
        ),
        "list": Command(
            "mkb_core.cli.feeds:list_feeds",
            "Show the feeds and when they were collected; with --feed also what they brought last.",
            ("mkb feeds list", "mkb feeds list --feed news"),
        ),
    },
    "budget": {
        "show": Command(
            "mkb_core.cli.budget:show",
            "Show what a scenario costs per period, phase, year and in all, and its hours.",
            (
                "mkb budget show limburg --scenario 1",
                "mkb budget show limburg --scenario 2 --json",
                "mkb budget show limburg --scenario 1 --xlsx begroting.xlsx",
            ),
        ),
        "import": Command(
            "mkb_core.cli.budget_import:import_",
            "Read a workbook of `mkb budget show --xlsx` that was edited: what changed, and what it costs then.",
            (
                "mkb budget import limburg begroting.xlsx",
                "mkb budget import limburg begroting.xlsx --save limburg-edited.json",
            ),
        ),
        "delta": Command(
            "mkb_core.cli.budget:delta",
            "Show the first scenario minus the second, and the given figures in which they differ.",
            ("mkb budget delta limburg 1 2", "mkb budget delta limburg 1 2 --json"),
        ),
        "what-if": Command(
            "mkb_core.cli.budget:what_if",
            "Show what a scenario would cost with other given figures; nothing is stored.",
            (
                "mkb budget what-if limburg --set 'fte.consultant/consultancy.2019=3.5'",
                "mkb budget what-if limburg --scenario 1 --set rate.consultant=110 --set delay.total=3",
                "mkb budget what-if limburg --in-kind 'fte.consultant/consultancy.2019=1' --json",
            ),
        ),
        "explain": Command(
            "mkb_core.cli.budget:explain",
            "Show how a cell came about: formula and inputs, down to the given figures and their place in the plan.",
            (
                "mkb budget explain limburg --scenario 1 cost.consultancy.pilot",
                "mkb budget explain limburg --scenario 2 cost.total.year:2018 --depth 1",
            ),
        ),
        "check": Command(
            "mkb_core.cli.budget_check:check",
            "Check pay against the norm, and staffing against the plans it is to deliver: exit code 1 where pay exceeds it.",
            ("mkb budget check limburg", "mkb budget check limburg --scenario 1 --json"),
        ),
        "gantt": Command(
            "mkb_core.cli.budget_check:gantt",
            "Show the workstreams of the build phase in weeks.",
            ("mkb budget gantt limburg", "mkb budget gantt limburg --json"),
        ),
    },
    "financing": {
        "show": Command(
            "mkb_core.cli.financing:show",
            "Show the need, the model beside what was agreed, what in-kind takes off it, and the gap.",
            (
                "mkb financing show limburg --scenario 2",
                "mkb financing show limburg --scenario 2 --json",
                "mkb financing show limburg --explain heerlen",
            ),
        ),
    },
    "jobs": {
        "list": Command(
            "mkb_core.cli.jobs:list_jobs",
            "Show the jobs, the newest first, and what keeps them waiting.",
            ("mkb jobs list --state failed", "mkb jobs list --json"),
        ),
        "retry": Command(
            "mkb_core.cli.jobs:retry",
            "Have a failed job tried again from now on, as often as a new one.",
            ("mkb jobs retry j-0123456789abcdef0123456789abcdef",),
        ),
        "cancel": Command(
            "mkb_core.cli.jobs:cancel",
            "Do not do a job, or not again; what was begun already may still be finished.",
            ("mkb jobs cancel j-0123456789abcdef0123456789abcdef",),
        ),
    },
    "webhooks": {
        "list": Command(
            "mkb_core.cli.webhooks:list_webhooks",
            "Show where partners' machines are told what happened, and which messages failed.",
            ("mkb webhooks list", "mkb webhooks list --json"),
        ),
        "end": Command(
            "mkb_core.cli.webhooks:end",
            "Tell a webhook nothing more, from now on.",
            ("mkb webhooks end w-0123456789abcdef0123456789abcdef",),
        ),
    },
    "region": {
        "new": Command(
            "mkb_core.cli.new_region:new",
            "Write a complete region package, which installs and passes its tests at once.",
            (
                "mkb region new kleve --title 'Kreis Kleve' --country DE --language de",
                "mkb region new achterhoek",
            ),
        )
    },
    "audit": {
        "verify": Command(
            "mkb_core.cli.audit:verify",
            "Is the audit log as it was written? Exit code 1 with the first line that is not.",
            ("mkb audit verify", "mkb audit verify --noted 1234:5f0c... --json"),
        ),
        "show": Command(
            "mkb_core.cli.audit:show_company",
            "Show who used the data of a company; looking is a line in the log too.",
            ("mkb audit show --company 69599084",),
        ),
    },
    "user": {
        "invite": Command(
            "mkb_core.cli.users:invite",
            "Invite somebody to a role: prints the link, good once and for a week; also mailed where mail is set up.",
            (
                "mkb user invite --role operator --email beheer@example.org",
                "mkb user invite --role partner-manager --email eva@example.org --subject liof",
            ),
        ),
        "invite-members": Command(
            "mkb_core.cli.users:invite_members",
            "Invite the members of an association from a CSV file; a faulty row is reported and invites nobody.",
            ("mkb user invite-members members.csv --partner lwv",),
        ),
        "list": Command(
            "mkb_core.cli.users:list_users",
            "List the accounts with their roles.",
            ("mkb user list --json",),
        ),
        "block": Command(
            "mkb_core.cli.users:block",
            "Block an account: its sessions end at once, and it cannot sign in.",
            ("mkb user block eva@example.org",),
        ),
        "unblock": Command(
            "mkb_core.cli.users:unblock",
            "Let a blocked account in again.",
            ("mkb user unblock eva@example.org",),
        ),
        "roles": Command(
            "mkb_core.cli.users:roles",
            "List the roles, for whom each acts, and which need a second factor.",
            ("mkb user roles --lang en",),
        ),
    },
    "token": {
        "create": Command(
            "mkb_core.cli.tokens:create",
            "Make a token for a partner's machine: it is printed now and never again.",
            (
                "mkb token create --partner liof --label 'Fees to our system' --scope fee-report:read --days 90",
            ),
        ),
        "list": Command(
            "mkb_core.cli.tokens:list_tokens",
            "List the tokens, what they may do and when they were used last.",
            ("mkb token list",),
        ),
        "revoke": Command(
            "mkb_core.cli.tokens:revoke",
            "Revoke a token: it opens nothing from then on.",
            ("mkb token revoke t-0123456789abcdef0123456789abcdef",),
        ),
    },
    "privacy": {
        "erase": Command(
            "mkb_core.cli.privacy:erase",
            "Destroy a company's key and remove all that is stored about it.",
            ("mkb privacy erase --company 69599084",),
        ),
        "export": Command(
            "mkb_core.cli.privacy:export",
            "Show all that is stored about a company, why, for how long, and who used it.",
            ("mkb privacy export --company 69599084 --json > company.json",),
        ),
        "retain": Command(
            "mkb_core.cli.privacy:retain",
            "Remove what has been kept for as long as its period says.",
            ("mkb privacy retain --dry-run",),
        ),
        "register": Command(
            "mkb_core.cli.privacy:register",
            "Show the register of processing: which personal and confidential data, why, how long, and who gets them.",
            ("mkb privacy register --lang en",),
        ),
        "rotate-key": Command(
            "mkb_core.cli.privacy:rotate_key",
            "Wrap all keys with the first secret of MKB_SECRET_KEY, after a new one was put before the old one.",
            ("mkb privacy rotate-key",),
        ),
    },
    "privacy breach": {
        "add": Command(
            "mkb_core.cli.privacy:add_breach",
            "Record a breach of personal data, noticed now: the authority is to be told within 72 hours.",
            ('mkb privacy breach add "A laptop was lost; its disk is encrypted"',),
        ),
        "list": Command(
            "mkb_core.cli.privacy:list_breaches",
            "Show the breaches of personal data, and until when they are to be reported.",
            ("mkb privacy breach list",),
        ),
    },
    "db": {
        "upgrade": Command(
            "mkb_core.cli.database:upgrade",
            "Bring the database to the tables of this version; safe to run again, and from several places at once.",
            ("mkb db upgrade",),
        ),
        "copy": Command(
            "mkb_core.cli.database:copy",
            "Copy a whole database to an empty one, SQLite or PostgreSQL, and compare every row.",
            ("mkb db copy sqlite:///mkb.sqlite postgresql://mkb@db.example.org/mkb",),
        ),
        "backup": Command(
            "mkb_core.cli.database:backup",
            "Write the whole database to one new file, while others go on using it, and check that file.",
            ("mkb db backup mkb-2026-11-23.backup",),
        ),
        "restore": Command(
            "mkb_core.cli.database:restore",
            "Check a backup and bring it back as a new database, at the address of the settings.",
            ("mkb db restore mkb-2026-11-23.backup",),
        ),
        "verify": Command(
            "mkb_core.cli.database:verify",
            "Check every row of a backup against what was written: exit code 0 where all is as it was, 1 where not.",
            ("mkb db verify mkb-2026-11-23.backup",),
        ),
    },
}

GROUPS = {
    "company": "Companies: show, import, complete.",
    "partners": "Partners and what they offer.",
    "fees": "Reports of partners on contracts and fees.",
    "feeds": "Companies, news, events and items from partners.",
    "budget": "Budgets: what a plan costs, and why.",
    "financing": "Financing: who pays which part of a budget.",
    "webhooks": "Webhooks: telling partners' machines what happened.",
    "jobs": "Jobs: mails and other work that is done in the background.",
    "region": "Regions: a new one.",
    "audit": "Who did what: the audit log.",
    "user": "Accounts of people and their roles.",
    "token": "Tokens of machines.",
    "privacy": "What is kept about whom: erase, export, keep no longer than needed, breaches.",
    "privacy breach": "Breaches of personal data.",
    "db": "The database: upgrade, copy, back up, bring back.",
}


def make_app() -> App:
    """The application; making it imports no command."""
    first = [command.examples[0] for command in COMMANDS[""].values()]
    app = App(
        name="mkb", help=HELP, help_epilogue=_examples(first), help_format="plaintext", version=_version
    )
    groups = {"": app}
    for group, commands in COMMANDS.items():
        owner = app
        if group:
            first = [command.examples[0] for command in commands.values()]
            above, _, name = group.rpartition(" ")
            owner = App(name=name, help=GROUPS[group], help_epilogue=_examples(first), version_flags=[])
            groups[above].command(owner)
            groups[group] = owner
        for name, command in commands.items():
            owner.command(
                command.place,
                name=name,
                help=command.purpose,
                help_epilogue=_examples(command.examples),
                version_flags=[],
            )
    return app


def _examples(lines: list[str] | tuple[str, ...]) -> str:
    return "\n".join(["Examples:", *(f"  {line}" for line in lines)])


def _version() -> str:
    try:
        return f"mkb {version('mkb-core')}"
    except PackageNotFoundError:
        return "mkb (not installed)"
