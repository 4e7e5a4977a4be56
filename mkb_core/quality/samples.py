"""Samples: what a partner's own source or drop folder could hold, so that call hooks can be tried without it.

A folder ``samples`` in the package or beside it: files in ``samples/files`` are the drop folder, ``samples/answers.toml``
lists the answers of the source.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from attrs import define, field, frozen

from mkb_core.codec import content_hash, from_json, parse_json
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.hooks.declaration_files import parse_toml
from mkb_core.runtime.egress_cache import Answer
from mkb_core.runtime.egress_faults import NoAnswer

FOLDER = "samples"
SOURCE = "sample source"
#: when the sample answers were retrieved: a fixed moment, so that equal requests have equal answers
RETRIEVED_AT = datetime(2026, 1, 5, 9, tzinfo=UTC)

Params = Mapping[str, str | int]


@frozen
class SampleAnswer:
    """One answer. ``path`` may end in ``*``; ``json`` is JSON text, ``text`` is text, ``file`` either in a file."""

    path: str
    method: str = "GET"
    params: Mapping[str, Any] = field(factory=dict)
    status: int = 200
    json: str | None = None
    text: str | None = None
    file: str | None = None


@frozen
class AnswersFile:
    """``answers.toml``: the answers, and what the samples are about."""

    answer: tuple[SampleAnswer, ...] = ()
    quarter: str | None = None
    number: str | None = None


@frozen
class Samples:
    """The drop folder's files (name to text), the source's answers, and what they are about: a ``quarter`` that has a
    report, a ``number`` of a company that is known."""

    files: Mapping[str, str] = field(factory=dict)
    answers: tuple[SampleAnswer, ...] = ()
    quarter: str = "2026-Q3"
    number: str = "69599084"

    def __bool__(self) -> bool:
        return bool(self.files or self.answers)


NO_SAMPLES = Samples()


def read_samples(package: Path) -> Samples:
    """The samples in a package's folder or beside it; raises :class:`InvalidInput` where they cannot be read."""
    folder = next((one for one in (package / FOLDER, package.parent / FOLDER) if one.is_dir()), None)
    if folder is None:
        return NO_SAMPLES
    given = folder / "answers.toml"
    words = given.read_text("utf-8") if given.is_file() else ""
    file = from_json(AnswersFile, parse_toml(words, f"{FOLDER}/answers.toml"))
    answers = tuple(_filled(answer, folder) for answer in file.answer)
    drop = folder / "files"
    listed = sorted(one for one in drop.iterdir() if one.is_file()) if drop.is_dir() else []
    files = {one.name: one.read_text("utf-8") for one in listed}
    return Samples(files, answers, file.quarter or NO_SAMPLES.quarter, file.number or NO_SAMPLES.number)


def _filled(answer: SampleAnswer, folder: Path) -> SampleAnswer:
    if answer.file is None:
        return answer
    path = folder / answer.file
    if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
        raise InvalidInput([InputFault(f"{FOLDER}/answers.toml", "unknown-name", {"value": answer.file})])
    words = path.read_text("utf-8")
    kept = {"json": words} if path.suffix == ".json" else {"text": words}
    return SampleAnswer(answer.path, answer.method, answer.params, answer.status, **kept)


@define(eq=False)
class SampleOutside:
    """An :class:`~mkb_core.hooks.outside.Outside` that answers from samples. ``posted`` holds what was posted, by key;
    ``asked`` counts all requests, ``failed`` those without an answer. ``fault`` comes before every answer: what it
    raises or returns is what the plugin gets."""

    samples: Samples = NO_SAMPLES
    fault: Callable[[str], Any] | None = None
    posted: list[tuple[str, str, str]] = field(factory=list)
    asked: int = 0
    failed: int = 0

    def get_json(
        self,
        path: str,
        params: Params | None = None,
        *,
        host: str | None = None,
        try_again: Collection[str] = (),
        deadline: float | None = None,
        max_age: float | None = None,
    ) -> Answer:
        """The sample answer as JSON."""
        return self._answer("GET", path, params, as_json=True)

    def get_text(
        self,
        path: str,
        params: Params | None = None,
        *,
        host: str | None = None,
        deadline: float | None = None,
        max_age: float | None = None,
    ) -> Answer:
        """The sample answer as text."""
        return self._answer("GET", path, params, as_json=False)

    def post_json(
        self, path: str, body: Any, *, key: str, host: str | None = None, deadline: float | None = None
    ) -> Answer:
        """The sample answer to a post, which is remembered."""
        self.posted.append((path, key, content_hash(body)))
        return self._answer("POST", path, None, as_json=True)

    def forget(self, path: str, params: Params | None = None, *, host: str | None = None) -> None:
        """Nothing is kept."""

    def unavailable(self, kind: str, **details: Any) -> NoAnswer:
        """The error for a fault that the plugin sees."""
        return NoAnswer(SOURCE, kind, **details)

    def deadline(self, seconds: float | None = None) -> float:
        """So many seconds from now."""
        return time.monotonic() + (10.0 if seconds is None else seconds)

    def files(self) -> tuple[str, ...]:
        """Names in the sample drop folder."""
        given = self._given("files")
        return tuple(self.samples.files) if given is None else tuple(given)

    def read_file(self, name: str) -> str:
        """A file of the sample drop folder."""
        given = self._given("read_file")
        if given is not None:
            return str(given)
        if name not in self.samples.files:
            self.failed += 1
            raise self.unavailable("unreadable")
        return self.samples.files[name]

    def _given(self, method: str) -> Any:
        self.asked += 1
        try:
            return self.fault(method) if self.fault else None
        except NoAnswer:
            self.failed += 1
            raise

    def _answer(self, method: str, path: str, params: Params | None, *, as_json: bool) -> Answer:
        given = self._given("get_json" if as_json else "get_text")
        if given is not None:
            return Answer(given[0], given[1], RETRIEVED_AT)
        for sample in self.samples.answers:
            if sample.method == method and _fits(sample, path, params):
                return Answer(sample.status, _body(sample, as_json=as_json), RETRIEVED_AT)
        self.failed += 1
        raise self.unavailable("no-connection")


def _fits(sample: SampleAnswer, path: str, params: Params | None) -> bool:
    same = path.startswith(sample.path[:-1]) if sample.path.endswith("*") else path == sample.path
    wanted = {name: str(value) for name, value in sample.params.items()}
    return same and wanted.items() <= {name: str(value) for name, value in (params or {}).items()}.items()


def _body(sample: SampleAnswer, *, as_json: bool) -> Any:
    if as_json:
        return None if sample.json is None else parse_json(sample.json)
    return sample.text if sample.text is not None else sample.json or ""
