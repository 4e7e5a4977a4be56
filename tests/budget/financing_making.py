"""Generated financing models, commitments and contributions; each is sound."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from mkb_core.budget.financing import Commitment, Earmark, Party
from mkb_core.budget.in_kind import CostItem
from mkb_core.text import text

ROWS = ("leader/consultancy", "consultant/consultancy", "consultant/in-kind", "organisation/travel")
PHASES = {"pilot": "pilot", "first": "roll-out", "second": "roll-out"}
LABEL = text(nl="Partij", en="Party")


@st.composite
def shares(draw: st.DrawFn, count: int) -> list[Fraction]:
    """Shares that come to the whole at most."""
    weights = draw(st.lists(st.integers(0, 50), min_size=count, max_size=count))
    total = sum(weights) + draw(st.integers(1, 50))
    return [Fraction(weight, total) for weight in weights]


@st.composite
def models(draw: st.DrawFn) -> tuple[Party, ...]:
    """Up to three levels; fixed amounts only at the top, where there is enough to divide (:data:`LEAST_NEED`)."""
    made: list[Party] = []

    def divide(of: str | None, depth: int) -> None:
        count = draw(st.integers(1, 4))
        whole, rest = draw(shares(count)), draw(shares(count))
        left = draw(st.sampled_from(["inhabitants", "rest", "nobody"]))
        taken = False
        for index in range(count):
            name = f"{of or 'p'}{index}"
            kinds = ["share", "share_of_rest"]
            kinds += ["fixed"] if of is None else []
            kinds += ["left"] if left == "inhabitants" or (left == "rest" and not taken) else []
            match draw(st.sampled_from(kinds)):
                case "share":
                    party = Party(name, LABEL, of, share=whole[index] / 2)
                case "share_of_rest":
                    party = Party(name, LABEL, of, share_of_rest=rest[index])
                case "fixed":
                    party = Party(name, LABEL, of, fixed=draw(st.integers(0, LEAST_NEED // 8)))
                case _ if left == "inhabitants":
                    party = Party(name, LABEL, of, inhabitants=draw(st.integers(1, 10**6)))
                case _:
                    party, taken = Party(name, LABEL, of, rest=True), True
            made.append(party)
            if depth < 2 and draw(st.booleans()):
                divide(name, depth + 1)

    divide(None, 0)
    return tuple(made)


LEAST_NEED = 8_000
needs = st.integers(LEAST_NEED, 10**12)
earmarks = st.builds(
    Earmark,
    st.lists(st.sampled_from(ROWS), unique=True, max_size=2).map(tuple),
    st.lists(st.sampled_from(["pilot", "roll-out"]), unique=True, max_size=1).map(tuple),
)
commitments = st.lists(st.tuples(st.integers(0, 10**9), st.none() | earmarks), min_size=1, max_size=6).map(
    lambda made: [
        Commitment(f"c{index}", f"f{index}", amount, earmark=earmark)
        for index, (amount, earmark) in enumerate(made)
    ]
)


@st.composite
def contributed(draw: st.DrawFn) -> list[CostItem]:
    """Items in exact cents that together are whole ones."""
    total = draw(st.integers(0, 10**9))
    places = draw(st.lists(st.tuples(st.sampled_from(ROWS), st.sampled_from(sorted(PHASES))), max_size=5))
    weights = [draw(st.integers(1, 100)) for _ in places]
    return [
        CostItem(row, PHASES[period], period, Fraction(total * weight, sum(weights)))
        for (row, period), weight in zip(places, weights, strict=True)
    ]
