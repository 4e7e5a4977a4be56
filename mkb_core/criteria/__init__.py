"""Criteria: one rule tree, three readings: evaluated (yes, no, unknown), explained in sentences, compiled to SQL.

``criteria.sql`` is not imported here: it alone needs SQLAlchemy.
"""

from mkb_core.criteria.codec import read_tree, register, write_tree
from mkb_core.criteria.compile import Rule, Rules, compile_tree, compile_trees
from mkb_core.criteria.core_fields import COMPANY_FIELDS, CORE_FIELDS, QUESTION_FIELDS
from mkb_core.criteria.criteria_set import CriteriaSet, Criterion, Judgement, judge
from mkb_core.criteria.describe import describe
from mkb_core.criteria.evaluate import Facts, evaluate
from mkb_core.criteria.explain import Explanation, Outcome, explain
from mkb_core.criteria.fields import FieldRegistry, FieldSpec, Kind, Phrases
from mkb_core.criteria.format import format_tree
from mkb_core.criteria.limits import shape_faults
from mkb_core.criteria.needed import needed
from mkb_core.criteria.nodes import (
    All,
    Any,
    Between,
    Compare,
    Field,
    In,
    Known,
    Not,
    Operator,
    Tree,
    Value,
    Verdict,
    fields_of,
)
from mkb_core.criteria.text_form import parse_rule
from mkb_core.criteria.validate import facts_faults, set_faults, tree_faults, validate

register()

__all__ = [
    "COMPANY_FIELDS",
    "CORE_FIELDS",
    "QUESTION_FIELDS",
    "All",
    "Any",
    "Between",
    "Compare",
    "CriteriaSet",
    "Criterion",
    "Explanation",
    "Facts",
    "Field",
    "FieldRegistry",
    "FieldSpec",
    "In",
    "Judgement",
    "Kind",
    "Known",
    "Not",
    "Operator",
    "Outcome",
    "Phrases",
    "Rule",
    "Rules",
    "Tree",
    "Value",
    "Verdict",
    "compile_tree",
    "compile_trees",
    "describe",
    "evaluate",
    "explain",
    "facts_faults",
    "fields_of",
    "format_tree",
    "judge",
    "needed",
    "parse_rule",
    "read_tree",
    "set_faults",
    "shape_faults",
    "tree_faults",
    "validate",
    "write_tree",
]
