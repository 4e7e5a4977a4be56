"""Answers in the register's documented shapes, of an invented company; tests change them as they need."""

import copy
from datetime import date
from importlib import resources
from typing import Any

from mkb_core.runtime.manifests import read_manifest

MANIFEST = read_manifest(
    resources.files("mkb_partner_kvk").joinpath("partner.toml").read_text("utf-8"), "kvk"
)
NUMBER = "01234567"
ESTABLISHMENT = "000012345678"
DAY = date(2026, 11, 23)

NOTHING_FOUND = {"fout": [{"code": "IPD5200", "omschrijving": "Er zijn geen gegevens gevonden."}]}
BUSY = {"fout": [{"code": "IPD1002", "omschrijving": "De gegevens zijn tijdelijk niet leverbaar."}]}

HAL_LINKS = {"_links": {"self": {"href": "https://elsewhere.example/v1/basisprofielen/99999999"}}}
LISTED_LINKS = {"links": [{"rel": "self", "href": "https://elsewhere.example/v1/basisprofielen/99999999"}]}

VISITING: dict[str, Any] = {
    "type": "bezoekadres",
    "indAfgeschermd": "Nee",
    "volledigAdres": "Molenweg   12 B                         5911AA   Venlo",
    "straatnaam": "Molenweg",
    "huisnummer": 12,
    "huisletter": "B",
    "postcode": "5911AA",
    "plaats": "Venlo",
    "land": "Nederland",
}
POST_BOX: dict[str, Any] = {
    "type": "correspondentieadres",
    "indAfgeschermd": "Nee",
    "volledigAdres": "Postbus 77 5900AB Venlo",
    "postcode": "5900AB",
    "postbusnummer": 77,
    "plaats": "Venlo",
    "land": "Nederland",
}
ABROAD: dict[str, Any] = {
    "type": "bezoekadres",
    "indAfgeschermd": "Nee",
    "volledigAdres": "Hauptstrasse 5a   D-41334 Nettetal  Duitsland",
    "straatHuisnummer": "Hauptstrasse   5a",
    "postcodeWoonplaats": "D-41334 Nettetal",
    "regio": "Nordrhein-Westfalen",
    "land": "Duitsland",
}


def activity(code: object, main: str | None = "Nee") -> dict[str, Any]:
    return {"sbiCode": code, "sbiOmschrijving": "van alles", "indHoofdactiviteit": main}


def basisprofiel() -> dict[str, Any]:
    """A company with all that the reading takes over; activities in SBI 2008."""
    return copy.deepcopy(
        {
            "kvkNummer": NUMBER,
            "indNonMailing": "Nee",
            "naam": "Tuinderij Maasoever B.V.",
            "formeleRegistratiedatum": "20120301",
            "materieleRegistratie": {"datumAanvang": "20120215"},
            "totaalWerkzamePersonen": 18,
            "statutaireNaam": "Tuinderij Maasoever Holding B.V.",
            "handelsnamen": [
                {"naam": "Maasoever Planten", "volgorde": 1},
                {"naam": "Tuinderij Maasoever", "volgorde": 0},
            ],
            "sbiActiviteiten": [activity("4622"), activity("0119", "Ja"), activity("0130")],
            **HAL_LINKS,
            "_embedded": {
                "hoofdvestiging": {
                    "vestigingsnummer": ESTABLISHMENT,
                    "kvkNummer": NUMBER,
                    "materieleRegistratie": {"datumAanvang": "19990101"},
                    "eersteHandelsnaam": "Tuinderij Maasoever",
                    "totaalWerkzamePersonen": 7,
                    "adressen": [VISITING, POST_BOX],
                    **HAL_LINKS,
                },
                "eigenaar": {
                    "rsin": "123456789",
                    "rechtsvorm": "BeslotenVennootschap",
                    "uitgebreideRechtsvorm": "Besloten Vennootschap",
                    **HAL_LINKS,
                },
            },
        }
    )


def vestigingsprofiel() -> dict[str, Any]:
    """The main establishment of the same company; activities in SBI 2025."""
    return copy.deepcopy(
        {
            "vestigingsnummer": ESTABLISHMENT,
            "kvkNummer": NUMBER,
            "eersteHandelsnaam": "Tuinderij Maasoever",
            "indHoofdvestiging": "Ja",
            "voltijdWerkzamePersonen": 5,
            "totaalWerkzamePersonen": 7,
            "deeltijdWerkzamePersonen": 2,
            "handelsnamen": [{"naam": "Tuinderij Maasoever", "volgorde": 0}],
            "adressen": [VISITING],
            "sbiActiviteiten": [activity("01190", "Ja"), activity("46220")],
            **LISTED_LINKS,
        }
    )


def result(
    number: str = NUMBER, *, establishment: str | None = ESTABLISHMENT, name: str = "Maasoever"
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "kvkNummer": number,
        "naam": name,
        "adres": {"binnenlandsAdres": {"type": "bezoekadres", "straatnaam": "Molenweg", "plaats": "Venlo"}},
        "type": "hoofdvestiging" if establishment else "rechtspersoon",
        **LISTED_LINKS,
    }
    return found | ({"vestigingsnummer": establishment} if establishment else {})


def zoeken(
    *results: dict[str, Any], total: int | None = None, page: int = 1, size: int = 100
) -> dict[str, Any]:
    count = len(results) if total is None else total
    return {
        "pagina": page,
        "resultatenPerPagina": size,
        "totaal": count,
        "resultaten": list(results),
        **HAL_LINKS,
    }
