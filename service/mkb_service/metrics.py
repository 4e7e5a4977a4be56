"""What a monitoring system reads (Prometheus): how many, how long and how it stands; never who, and never about whom.

Labels are routes as they are written, methods, statuses, states and ids of plugins: no address as it was asked for, no
company number, no account.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from mkb_core.errors import StoreUnavailable
from mkb_core.runtime.plugins import PluginState
from mkb_core.store.engine import read
from mkb_core.store.jobs import count_by_state
from mkb_core.workflows.assembly import Installation

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
#: an address that no route answers, and a method that HTTP does not know: anybody can make these up
NONE, OTHER = "none", "other"
BUCKETS_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Metrics:
    """The figures of one application, in a registry of its own. Safe between threads."""

    def __init__(self, installation: Installation) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "mkb_requests",
            "Requests that were answered.",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "mkb_request_duration_seconds",
            "Time until the whole answer was sent.",
            ("route", "method"),
            buckets=BUCKETS_SECONDS,
            registry=self.registry,
        )
        self._advices = Counter("mkb_advices", "Advices given.", ("route",), registry=self.registry)
        self._database_errors = Counter(
            "mkb_database_errors", "Requests that failed on the database.", ("cause",), registry=self.registry
        )
        self.registry.register(_Standing(installation))

    def requested(self, route: str | None, method: str, status: int, seconds: float) -> None:
        """A request ended; ``status`` 0 is a connection that broke before the answer began."""
        named = method if method in METHODS else OTHER
        self._requests.labels(route or NONE, named, str(status)).inc()
        self._seconds.labels(route or NONE, named).observe(seconds)

    def advised(self, route: str) -> None:
        """An advice was given."""
        self._advices.labels(route).inc()

    def database_failed(self, error: StoreUnavailable) -> None:
        """A request failed on the database."""
        self._database_errors.labels(error.facts.get("cause", "unreadable")).inc()

    def page(self) -> bytes:
        """All figures in Prometheus' text format; asks the database for those that live there."""
        return generate_latest(self.registry)


class _Standing(Collector):
    """What is looked up when somebody asks."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation

    def describe(self) -> Iterator[Metric]:
        """Nothing: otherwise registering would ask the database."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """How the plugins, the database and the jobs stand."""
        plugins = GaugeMetricFamily(
            "mkb_plugin_state", "1 for the state of each plugin.", labels=("plugin", "state")
        )
        states = Tally(dict.fromkeys(PluginState, 0))
        for plugin in self.installation.host.plugins.values():
            plugins.add_metric((plugin.id, plugin.state.value), 1)
            states[plugin.state] += 1
        yield plugins
        counts = GaugeMetricFamily("mkb_plugins", "Plugins by state.", labels=("state",))
        for state, count in states.items():
            counts.add_metric((state.value,), count)
        yield counts
        yield from self._of_database()

    def _of_database(self) -> Iterator[Metric]:
        jobs = GaugeMetricFamily("mkb_jobs", "Jobs by state.", labels=("state",))
        try:
            with read(self.installation.engine) as connection:
                for state, count in count_by_state(connection).items():
                    jobs.add_metric((state,), count)
            reachable = 1
        except StoreUnavailable:
            reachable = 0
        yield GaugeMetricFamily("mkb_database_up", "1 where the database answers.", value=reachable)
        yield jobs
