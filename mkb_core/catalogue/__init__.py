"""The merged offer of all partners, and the advice taken from it: analyse, match, decide, receipt."""

from mkb_core.catalogue.advice import Advice, advise
from mkb_core.catalogue.catalogue import Catalogue, build_catalogue
from mkb_core.catalogue.decision import (
    ConditionVerdict,
    Decision,
    Fit,
    ItemProposal,
    Proposal,
    Rejection,
    Route,
)
from mkb_core.catalogue.receipts import Receipt, ReplayOutcome, replay
from mkb_core.catalogue.validation import declaration_faults, region_faults

__all__ = [
    "Advice",
    "Catalogue",
    "ConditionVerdict",
    "Decision",
    "Fit",
    "ItemProposal",
    "Proposal",
    "Receipt",
    "Rejection",
    "ReplayOutcome",
    "Route",
    "advise",
    "build_catalogue",
    "declaration_faults",
    "region_faults",
    "replay",
]
