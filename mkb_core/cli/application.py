"""The commands of ``mkb`` and where each lives; a module is imported when its command runs or its help is asked."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from cyclopts import App

HELP = """\
From a company's question to an explained advice.

Exit codes: 0 ok; 1 faults in the input, the rest was done; 2 usage; 3 not found; 4 store or register unavailable.
"""

EPILOGUE = """\
Examples:

    mkb advise "Hoe financier ik een nieuwe hal?" --employees 16 --age-years 12 --municipality Venlo
    mkb advise --batch questions.jsonl --json > advices.jsonl
    mkb explain r-0123456789abcdef
    mkb company show 69599084 --json
"""

#: group -> command -> (where it lives, what it does); the group "" is mkb itself
COMMANDS: dict[str, dict[str, tuple[str, str]]] = {
    "": {
        "advise": (
            "mkb_core.cli.advise:advise",
            "Answer a question, or a file of questions, with an explained advice.",
        ),
        "explain": ("mkb_core.cli.receipts:explain", "Show an earlier advice with all its reasons."),
        "replay": (
            "mkb_core.cli.receipts:replay",
            "Take an earlier decision again and say whether it is the same.",
        ),
        "evaluate": ("mkb_core.cli.evaluate:evaluate", "Measure the advice on a labelled set of questions."),
        "serve": ("mkb_core.cli.serving:serve", "Serve the pages and the API."),
        "demo": ("mkb_core.cli.demo:demo", "Show it all: a demo database, one advice, and the pages."),
    },
    "company": {
        "show": (
            "mkb_core.cli.companies:show",
            "Show a company, from the store or else from the trade register.",
        ),
        "import": ("mkb_core.cli.companies:import_file", "Store companies from a CSV or JSON Lines file."),
        "complete": ("mkb_core.cli.companies:complete", "Show what is missing about a company, or enter it."),
    },
    "partners": {
        "list": ("mkb_core.cli.partners:list_partners", "List the partners and the state of their plugins."),
        "show": ("mkb_core.cli.partners:show", "Show what a partner offers, and its faults."),
    },
    "db": {"upgrade": ("mkb_core.cli.database:upgrade", "Bring the database to the tables of this version.")},
}

GROUPS = {
    "company": "Companies: show, import, complete.",
    "partners": "Partners and what they offer.",
    "db": "The database.",
}


def make_app() -> App:
    """The application; making it imports no command."""
    app = App(name="mkb", help=HELP, help_epilogue=EPILOGUE, help_format="plaintext", version=_version)
    for group, commands in COMMANDS.items():
        owner = app
        if group:
            owner = App(name=group, help=GROUPS[group], version_flags=[])
            app.command(owner)
        for name, (place, purpose) in commands.items():
            owner.command(place, name=name, help=purpose, version_flags=[])
    return app


def _version() -> str:
    try:
        return f"mkb {version('mkb-core')}"
    except PackageNotFoundError:
        return "mkb (not installed)"
