"""Sectors to choose from: the divisions of the activity classification (SBI), in plain words, by section."""

from __future__ import annotations

from attrs import frozen

from mkb_core.text import Text, text


@frozen
class Section:
    """A group of divisions under one heading; ``divisions`` maps two digits to plain words."""

    label: Text
    divisions: dict[str, Text]


def _section(nl: str, en: str, divisions: dict[str, tuple[str, str]]) -> Section:
    return Section(
        text(nl=nl, en=en), {code: text(nl=dutch, en=english) for code, (dutch, english) in divisions.items()}
    )


SECTIONS: tuple[Section, ...] = (
    _section(
        "Landbouw en visserij",
        "Farming and fishing",
        {
            "01": ("Landbouw en tuinbouw", "Farming and horticulture"),
            "02": ("Bosbouw", "Forestry"),
            "03": ("Visserij en kweken van vis", "Fishing and fish farming"),
        },
    ),
    _section(
        "Industrie",
        "Manufacturing",
        {
            "08": ("Winning van zand, grind en klei", "Quarrying of sand, gravel and clay"),
            "10": ("Voedingsmiddelen", "Food"),
            "11": ("Dranken", "Beverages"),
            "13": ("Textiel", "Textiles"),
            "14": ("Kleding", "Clothing"),
            "15": ("Leer en schoenen", "Leather and shoes"),
            "16": ("Hout en timmerwerk", "Wood and carpentry"),
            "17": ("Papier en karton", "Paper and cardboard"),
            "18": ("Drukkerijen", "Printing"),
            "20": ("Chemische producten", "Chemicals"),
            "21": ("Geneesmiddelen", "Medicines"),
            "22": ("Rubber en kunststof", "Rubber and plastics"),
            "23": ("Glas, keramiek en bouwmaterialen", "Glass, ceramics and building materials"),
            "24": ("Metaal in ruwe vorm", "Basic metals"),
            "25": ("Producten van metaal", "Metal products"),
            "26": ("Computers en elektronica", "Computers and electronics"),
            "27": ("Elektrische apparaten", "Electrical equipment"),
            "28": ("Machines", "Machinery"),
            "29": ("Auto’s en aanhangwagens", "Cars and trailers"),
            "30": ("Andere voertuigen", "Other vehicles"),
            "31": ("Meubels", "Furniture"),
            "32": ("Andere producten", "Other products"),
            "33": ("Reparatie en installatie van machines", "Repair and installation of machinery"),
        },
    ),
    _section(
        "Energie, water en afval",
        "Energy, water and waste",
        {
            "35": ("Energie", "Energy"),
            "36": ("Water", "Water"),
            "38": ("Afval en recycling", "Waste and recycling"),
        },
    ),
    _section(
        "Bouw",
        "Construction",
        {
            "41": ("Bouw van gebouwen en projectontwikkeling", "Construction of buildings and development"),
            "42": ("Wegen en waterbouw", "Roads and hydraulic engineering"),
            "43": ("Installatie, afwerking en ander vakwerk", "Installation, finishing and other trades"),
        },
    ),
    _section(
        "Handel",
        "Trade",
        {
            "45": ("Handel in auto’s en garages", "Car trade and garages"),
            "46": ("Groothandel", "Wholesale"),
            "47": ("Winkels en webwinkels", "Shops and web shops"),
        },
    ),
    _section(
        "Vervoer en opslag",
        "Transport and storage",
        {
            "49": ("Vervoer over land", "Transport by land"),
            "50": ("Vervoer over water", "Transport by water"),
            "51": ("Vervoer door de lucht", "Transport by air"),
            "52": ("Opslag en logistieke diensten", "Storage and logistics services"),
            "53": ("Post en koeriers", "Post and couriers"),
        },
    ),
    _section(
        "Horeca",
        "Hospitality",
        {
            "55": ("Hotels, campings en andere logies", "Hotels, campsites and other lodging"),
            "56": ("Restaurants, cafés en catering", "Restaurants, cafés and catering"),
        },
    ),
    _section(
        "Informatie, media en ICT",
        "Information, media and IT",
        {
            "58": ("Uitgeverijen", "Publishing"),
            "59": ("Film, televisie en muziek", "Film, television and music"),
            "60": ("Omroepen", "Broadcasting"),
            "61": ("Telecommunicatie", "Telecommunications"),
            "62": ("Software en ICT-advies", "Software and IT advice"),
            "63": ("Websites, hosting en gegevens", "Websites, hosting and data"),
        },
    ),
    _section(
        "Financiën en vastgoed",
        "Finance and real estate",
        {
            "64": ("Banken, holdings en beleggen", "Banks, holding companies and investment"),
            "65": ("Verzekeringen en pensioenen", "Insurance and pensions"),
            "66": ("Financieel advies en bemiddeling", "Financial advice and brokerage"),
            "68": ("Verhuur van en handel in vastgoed", "Letting and trading of real estate"),
        },
    ),
    _section(
        "Advies, ontwerp en onderzoek",
        "Advice, design and research",
        {
            "69": ("Juridisch advies en boekhouding", "Legal advice and accounting"),
            "70": ("Advies over organisatie en management", "Management consultancy"),
            "71": ("Architecten en ingenieurs", "Architects and engineers"),
            "72": ("Onderzoek en ontwikkeling", "Research and development"),
            "73": ("Reclame en marktonderzoek", "Advertising and market research"),
            "74": (
                "Ontwerp, fotografie en andere vakdiensten",
                "Design, photography and other professional services",
            ),
            "75": ("Dierenartsen", "Veterinarians"),
        },
    ),
    _section(
        "Zakelijke diensten",
        "Business services",
        {
            "77": ("Verhuur van auto’s, machines en spullen", "Renting of cars, machines and goods"),
            "78": ("Uitzendbureaus en werving", "Temporary work and recruitment"),
            "79": ("Reisbureaus en toeristische diensten", "Travel agencies and tourist services"),
            "80": ("Beveiliging", "Security"),
            "81": ("Schoonmaak en onderhoud van groen", "Cleaning and landscaping"),
            "82": ("Andere diensten voor bedrijven", "Other services for companies"),
        },
    ),
    _section(
        "Onderwijs, zorg en welzijn",
        "Education, health and welfare",
        {
            "85": ("Onderwijs en trainingen", "Education and training"),
            "86": ("Gezondheidszorg", "Health care"),
            "87": ("Zorg met verblijf", "Residential care"),
            "88": ("Welzijn en kinderopvang", "Welfare and child care"),
        },
    ),
    _section(
        "Cultuur, sport en andere diensten",
        "Culture, sport and other services",
        {
            "90": ("Kunst", "Arts"),
            "91": ("Musea, bibliotheken en natuur", "Museums, libraries and nature"),
            "93": ("Sport en recreatie", "Sport and recreation"),
            "94": ("Verenigingen", "Associations"),
            "95": ("Reparatie van spullen", "Repair of goods"),
            "96": (
                "Kappers, schoonheid en andere persoonlijke diensten",
                "Hairdressers, beauty and other personal services",
            ),
        },
    ),
)

DIVISIONS: dict[str, Text] = {
    code: label for section in SECTIONS for code, label in section.divisions.items()
}
