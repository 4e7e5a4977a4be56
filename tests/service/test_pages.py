"""The pages: what they show, keep and escape."""

from __future__ import annotations

import html
import re

import pytest
from attrs import evolve
from mkb_service.pages.forms import FIELDS, form_of, read_question_form
from mkb_service.pages.rendering import sentence, source_words, web_address

from mkb_core.domain.partners import Source
from mkb_core.domain.profile import UNKNOWN, Profile
from mkb_core.workflows.assembly import Installation
from tests.service.conftest import HTML, Client, Make

ATTACK = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}"
ADVICE = re.compile(r"^/advies/r-[0-9a-f]{32}$")


def ask(client: Client, **form: str) -> str:
    answer = client.post("/", data=form, headers=HTML, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    assert ADVICE.match(answer.headers["location"])
    return str(answer.headers["location"])


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path, headers=HTML)
    assert answer.status_code == status
    return answer.text


def test_question_leads_to_an_advice(client: Client) -> None:
    shown = page(
        client, ask(client, question="Ik zoek geld voor een machine", employees="12", municipality="Weert")
    )
    assert "Ik zoek geld voor een machine" in shown
    assert "Past het best" in shown
    assert "Nog te bevestigen door de partner" in shown


def test_replay_is_shown(client: Client) -> None:
    assert "De uitkomst is dezelfde" in page(client, ask(client, question="Ik zoek geld") + "/controle")


def test_faults_are_told_beside_their_fields_and_input_is_kept(client: Client) -> None:
    form = {"question": "", "employees": "veel", "age_years": "-1", "municipality": "Atlantis", "sbi": "xx",
            "growth_ambition": "misschien", "turnover_cents": "rijk"}  # fmt: skip
    answer = client.post("/", data=form, headers=HTML)
    assert answer.status_code == 400
    for name in form:
        assert f'href="#{name}"' in answer.text, name
        assert f'id="{name}-fault"' in answer.text
    assert 'value="veel"' in answer.text
    assert "<title>Fout: " in answer.text


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("", "Vul uw vraag in."),
        ("a" * 4001, "hoogstens 4000 tekens. Nu zijn het er 4001."),
        ("a\x01", "tekens die geen tekst zijn"),
    ],
)
def test_fault_of_the_question_says_what_to_do(client: Client, question: str, words: str) -> None:
    assert words in client.post("/", data={"question": question}, headers=HTML).text


def test_question_of_100_kilobytes_has_a_page_that_says_so(client: Client) -> None:
    answer = client.post("/", data={"question": "a" * 100_000}, headers=HTML)
    assert answer.status_code == 413
    assert "Uw vraag is te lang" in answer.text


@pytest.mark.parametrize(
    "body", [b"question=%ff%fe", b"question=\xff", b"&".join(b"a=%d" % n for n in range(99))]
)
def test_form_that_cannot_be_read_is_refused(client: Client, body: bytes) -> None:
    headers = HTML | {"content-type": "application/x-www-form-urlencoded"}
    assert client.post("/", content=body, headers=headers).status_code == 400


def test_attack_is_shown_as_words(client: Client) -> None:
    path = ask(client, question=ATTACK)
    pages = [page(client, path), page(client, f"/partners?q={ATTACK}&topic={ATTACK}"), page(client, f"/partners?lang={ATTACK}"),
             page(client, "/advies/<script>", 404), page(client, "/<script>alert(1)", 404),
             client.post("/", data=dict.fromkeys(("question", *FIELDS), ATTACK), headers=HTML).text]  # fmt: skip
    for shown in pages:
        assert "<script" not in shown
        assert "<img" not in shown
        assert "{{7*7}}" not in shown or "&#34;" in shown
    assert html.escape(ATTACK, quote=True).replace("&quot;", "&#34;").replace("&#x27;", "&#39;") in pages[0]


def test_asking_again_keeps_what_was_told(client: Client) -> None:
    shown = page(
        client,
        ask(
            client, question="We willen groeien met het hele bedrijf, wie helpt met een plan?", employees="16"
        ),
    )
    assert '<input type="hidden" name="employees" value="16">' in shown
    assert '<input type="hidden" name="question"' in shown
    assert 'id="age_years"' in shown


def test_form_and_profile_are_each_others_inverse(assembled: Installation) -> None:
    region = assembled.catalogue.region.region
    form = {"question": "Ik zoek geld", "employees": "12", "age_years": "0", "municipality": "Weert", "sbi": "62",
            "growth_ambition": "no", "innovation": "yes", "turnover_cents": "250000", "balance_total_cents": "1"}  # fmt: skip
    reading = read_question_form(form, region)
    assert reading.faults == ()
    assert form_of(reading.text, reading.profile, region) == form


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("250.000", 25_000_000), ("€ 250.000", 25_000_000), ("1 000", 100_000), ("250,000", 25_000_000)],
)
def test_amounts_are_read_as_people_write_them(assembled: Installation, typed: str, cents: int) -> None:
    region = assembled.catalogue.region.region
    reading = read_question_form({"question": "a", "turnover_cents": typed}, region)
    assert reading.profile == evolve(UNKNOWN, turnover_cents=cents)


@pytest.mark.parametrize("typed", ["1,5", "1.5", "12.34", "٣", "1e3", "0x10", "-1", "9" * 20])
def test_other_numbers_are_refused(assembled: Installation, typed: str) -> None:
    region = assembled.catalogue.region.region
    reading = read_question_form({"question": "a", "employees": typed}, region)
    assert [fault.path for fault in reading.faults] == ["employees"]


def test_place_outside_the_region_is_told(client: Client) -> None:
    shown = page(client, ask(client, question="Ik zoek geld voor een machine", municipality="outside"))
    assert "Uw bedrijf ligt buiten de regio" in shown
    assert '<input type="hidden" name="municipality" value="outside">' in shown


def test_nothing_told_is_nothing_known(assembled: Installation) -> None:
    blank = dict.fromkeys(FIELDS, " ")
    assert (
        read_question_form({"question": "a", **blank}, assembled.catalogue.region.region).profile == Profile()
    )


def test_own_desk_is_named(client: Client) -> None:
    shown = page(client, ask(client, question="Mag ik een terras plaatsen?", municipality="Maastricht"))
    assert "Bedrijfscontactpunt Maastricht" in shown
    assert "mailto:bedrijfscontactpunt@maastricht.nl" in shown


@pytest.mark.parametrize(
    ("query", "name"), [("q=bánk", "Rabobank"), ("q=LIOF", "LIOF"), ("topic=vergunningen", "Gemeente")]
)
def test_directory_finds(client: Client, query: str, name: str) -> None:
    assert f">{name}</a></h3>" in page(client, f"/partners?{query}")


def test_directory_that_finds_nothing_leads_on(client: Client) -> None:
    shown = page(client, "/partners?q=zzzzzz")
    assert "Geen partner gevonden" in shown
    assert "Wis de zoekopdracht" in shown


def test_every_partner_has_a_page(client: Client, assembled: Installation) -> None:
    for partner in assembled.catalogue.declarations:
        for language in ("nl", "en"):
            assert "<h1" in page(client, f"/partners/{partner}?lang={language}")


def test_partner_that_fails_is_visible_everywhere(make: Make, with_broken_partners: Installation) -> None:
    client = make(with_broken_partners)
    told = "Gegevens van Stichting Stuk konden niet worden gelezen"
    for path in ("/", "/partners", "/partners/broken", ask(client, question="Ik zoek geld")):
        assert told in page(client, path), path
    assert "/srv/keys" not in page(client, "/partners/garbled")


def test_unknown_address_has_a_page_with_a_way_on(client: Client) -> None:
    shown = page(client, "/bestaat-niet", 404)
    assert "Deze pagina bestaat niet" in shown
    assert 'href="/partners"' in shown


@pytest.mark.parametrize(
    "address",
    [None, "javascript:alert(1)", "data:text/html,x", "//example.org", "ftp://example.org", "http://[", "x"],
)
def test_only_web_addresses_become_links(address: str | None) -> None:
    assert web_address(address) is None
    assert web_address("https://example.org/") == "https://example.org/"


def test_clause_becomes_a_sentence() -> None:
    assert [sentence(words) for words in ("u wilt groeien", "Wie?", "", "klaar.")] == [
        "U wilt groeien.",
        "Wie?",
        "",
        "Klaar.",
    ]


def test_source_is_told_in_the_readers_language() -> None:
    read = Source("liof.nl; general knowledge, to be confirmed by the partner", "undated")
    assert source_words(read, "nl") == "liof.nl, algemene kennis, zonder datum"
