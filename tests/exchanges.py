"""Generated exchanges of the partner hooks: arguments as the host gives them, results as a plugin gives them.

For every transport and every workflow that must carry whatever the contract allows.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from mkb_core.domain.companies import Sourced
from mkb_core.domain.company_fields import COMPANY_FIELDS, LIMITS
from mkb_core.hooks import FeedPage, FeedRequest, PartnerDeclaration
from tests.generated import answers, days, deliveries, fee_reports, instances, quarters, values_of, words

company_numbers = st.from_regex(r"\A[0-9]{8}\Z")
sbi_codes = st.lists(st.from_regex(r"\A[0-9]{2,6}\Z"), max_size=3).map(tuple)


def _of_field(name: str) -> st.SearchStrategy[Any]:
    if name in LIMITS:
        numbers = st.integers(*LIMITS[name])
        return numbers.map(Decimal) if COMPANY_FIELDS[name].kind is Decimal else numbers
    return sbi_codes if name == "sbi_codes" else values_of(COMPANY_FIELDS[name].kind)


def _sourced(name: str) -> st.SearchStrategy[Sourced]:
    return st.builds(Sourced, _of_field(name), words, days, words)


company_values: st.SearchStrategy[Mapping[str, Sourced]] = st.fixed_dictionaries(
    {}, optional={name: _sourced(name) for name in COMPANY_FIELDS}
)

#: hook -> its arguments and its result, as Python values
EXCHANGES: Mapping[str, tuple[st.SearchStrategy[dict[str, Any]], st.SearchStrategy[Any]]] = {
    "mkb_declare_partners": (
        st.just({}),
        st.lists(instances(PartnerDeclaration), max_size=1).map(tuple),
    ),
    "mkb_look_up_company": (
        st.fixed_dictionaries({"number": company_numbers}),
        st.none() | company_values,
    ),
    "mkb_fetch_feed": (
        st.fixed_dictionaries({"request": instances(FeedRequest)}),
        instances(FeedPage),
    ),
    "mkb_deliver_referral": (st.fixed_dictionaries({"delivery": deliveries()}), answers()),
    "mkb_report_fees": (st.fixed_dictionaries({"quarter": quarters}), fee_reports()),
}
