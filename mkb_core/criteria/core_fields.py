"""The fields that every region has. A region's own come on top (:meth:`FieldRegistry.extended`)."""

from __future__ import annotations

from mkb_core.criteria.fields import FieldRegistry, FieldSpec, Phrases
from mkb_core.domain.sectors import DIVISIONS
from mkb_core.text import text

COMPANY_FIELDS = (
    FieldSpec(
        "employees",
        "integer",
        text(nl="aantal medewerkers", en="number of employees"),
        unit=text(nl="medewerkers", en="employees"),
        unit_one=text(nl="medewerker", en="employee"),
        states=text(nl="u hebt {value}", en="you have {value}"),
        asks=text(nl="Hoeveel medewerkers hebt u?", en="How many employees do you have?"),
    ),
    FieldSpec(
        "employees_fte",
        "number",
        text(nl="aantal voltijdbanen", en="number of full-time jobs"),
        unit=text(nl="voltijdbanen", en="full-time jobs"),
        unit_one=text(nl="voltijdbaan", en="full-time job"),
        states=text(nl="u hebt {value}", en="you have {value}"),
        asks=text(nl="Hoeveel voltijdbanen (fte) hebt u?", en="How many full-time jobs (FTE) do you have?"),
    ),
    FieldSpec(
        "turnover_cents",
        "money",
        text(nl="jaaromzet", en="annual turnover"),
        states=text(nl="uw jaaromzet is {value}", en="your annual turnover is {value}"),
        asks=text(nl="Hoe hoog is uw jaaromzet?", en="What is your annual turnover?"),
    ),
    FieldSpec(
        "balance_total_cents",
        "money",
        text(nl="balanstotaal", en="balance sheet total"),
        states=text(nl="uw balanstotaal is {value}", en="your balance sheet total is {value}"),
        asks=text(nl="Hoe hoog is uw balanstotaal?", en="What is your balance sheet total?"),
    ),
    FieldSpec(
        "age_years",
        "integer",
        text(nl="leeftijd als onderneming", en="age as a company"),
        unit=text(nl="jaar", en="years"),
        unit_one=text(nl="jaar", en="year"),
        states=text(nl="uw onderneming bestaat {value}", en="your company has existed for {value}"),
        asks=text(nl="Hoeveel jaar bestaat uw onderneming?", en="How many years has your company existed?"),
    ),
    FieldSpec(
        "founding_date",
        "date",
        text(nl="oprichtingsdatum", en="founding date"),
        states=text(nl="uw onderneming is opgericht op {value}", en="your company was founded on {value}"),
        asks=text(nl="Wanneer is uw onderneming opgericht?", en="When was your company founded?"),
    ),
    FieldSpec(
        "sbi_code",
        "text",
        text(nl="activiteit (SBI-code)", en="activity (SBI code)"),
        states=text(nl="uw activiteit heeft SBI-code {value}", en="your activity has SBI code {value}"),
        asks=text(
            nl="Wat is de SBI-code van uw hoofdactiviteit?", en="What is the SBI code of your main activity?"
        ),
    ),
    FieldSpec(
        "sbi_division",
        "text",
        text(nl="sector", en="sector"),
        states=text(nl="uw sector is „{value}”", en="your sector is “{value}”"),
        names=DIVISIONS,
        asks=text(nl="In welke sector werkt u?", en="In which sector do you work?"),
    ),
    FieldSpec(
        "municipality",
        "text",
        text(nl="gemeente", en="municipality"),
        states=text(
            nl="u bent gevestigd in de gemeente {value}", en="you are based in the municipality of {value}"
        ),
        asks=text(nl="In welke gemeente bent u gevestigd?", en="In which municipality are you based?"),
    ),
    FieldSpec(
        "sub_region",
        "text",
        text(nl="deelregio", en="sub-region"),
        states=text(nl="u bent gevestigd in {value}", en="you are based in {value}"),
        asks=text(nl="In welke deelregio bent u gevestigd?", en="In which sub-region are you based?"),
    ),
    FieldSpec(
        "in_region",
        "boolean",
        text(nl="ligging in de regio", en="place in the region"),
        phrases=Phrases(
            yes=text(nl="u bent in de regio gevestigd", en="you are based in the region"),
            no=text(nl="u bent niet in de regio gevestigd", en="you are not based in the region"),
            if_yes=text(nl="u in de regio gevestigd bent", en="you are based in the region"),
            if_no=text(nl="u niet in de regio gevestigd bent", en="you are not based in the region"),
        ),
        asks=text(nl="Bent u in de regio gevestigd?", en="Are you based in the region?"),
    ),
    FieldSpec(
        "legal_form",
        "text",
        text(nl="rechtsvorm", en="legal form"),
        states=text(nl="uw rechtsvorm is {value}", en="your legal form is {value}"),
        asks=text(
            nl="Wat is de rechtsvorm van uw onderneming?", en="What is the legal form of your company?"
        ),
    ),
    FieldSpec(
        "growth_ambition",
        "boolean",
        text(nl="groeiambitie", en="growth ambition"),
        phrases=Phrases(
            yes=text(nl="u wilt groeien", en="you want to grow"),
            no=text(nl="u wilt niet groeien", en="you do not want to grow"),
            if_yes=text(nl="u wilt groeien", en="you want to grow"),
            if_no=text(nl="u niet wilt groeien", en="you do not want to grow"),
        ),
        asks=text(nl="Wilt u groeien?", en="Do you want to grow?"),
    ),
    FieldSpec(
        "innovation_ambition",
        "boolean",
        text(nl="innovatieambitie", en="innovation ambition"),
        phrases=Phrases(
            yes=text(nl="u wilt vernieuwen", en="you want to innovate"),
            no=text(nl="u wilt niet vernieuwen", en="you do not want to innovate"),
            if_yes=text(nl="u wilt vernieuwen", en="you want to innovate"),
            if_no=text(nl="u niet wilt vernieuwen", en="you do not want to innovate"),
        ),
        asks=text(nl="Wilt u vernieuwen?", en="Do you want to innovate?"),
    ),
    FieldSpec(
        "continuity_ambition",
        "boolean",
        text(nl="wens tot voortzetting", en="wish to continue"),
        phrases=Phrases(
            yes=text(nl="u wilt uw onderneming voortzetten", en="you want to continue your company"),
            no=text(
                nl="u wilt uw onderneming niet voortzetten", en="you do not want to continue your company"
            ),
            if_yes=text(nl="u uw onderneming wilt voortzetten", en="you want to continue your company"),
            if_no=text(
                nl="u uw onderneming niet wilt voortzetten", en="you do not want to continue your company"
            ),
        ),
        asks=text(nl="Wilt u uw onderneming voortzetten?", en="Do you want to continue your company?"),
    ),
    FieldSpec(
        "ambition",
        "boolean",
        text(nl="ambitie om te groeien of te vernieuwen", en="ambition to grow or innovate"),
        phrases=Phrases(
            yes=text(nl="u wilt groeien of vernieuwen", en="you want to grow or innovate"),
            no=text(
                nl="u wilt niet groeien en niet vernieuwen", en="you want neither to grow nor to innovate"
            ),
            if_yes=text(nl="u wilt groeien of vernieuwen", en="you want to grow or innovate"),
            if_no=text(
                nl="u niet wilt groeien en niet wilt vernieuwen",
                en="you want neither to grow nor to innovate",
            ),
        ),
        asks=text(nl="Wilt u groeien of vernieuwen?", en="Do you want to grow or innovate?"),
    ),
    FieldSpec(
        "sme",
        "boolean",
        text(nl="omvang volgens de Europese mkb-toets", en="size by the European SME test"),
        phrases=Phrases(
            yes=text(nl="u bent een mkb-onderneming", en="you are a small or medium-sized company"),
            no=text(nl="u bent geen mkb-onderneming", en="you are not a small or medium-sized company"),
            if_yes=text(nl="u een mkb-onderneming bent", en="you are a small or medium-sized company"),
            if_no=text(nl="u geen mkb-onderneming bent", en="you are not a small or medium-sized company"),
        ),
        asks=text(
            nl="Hoe groot is uw onderneming, met verbonden ondernemingen (medewerkers, omzet, balanstotaal)?",
            en="How large is your company, with linked companies (employees, turnover, balance sheet total)?",
        ),
    ),
)

QUESTION_FIELDS = (
    FieldSpec(
        "wide_question",
        "boolean",
        text(nl="brede vraag", en="wide question"),
        subject="question",
        phrases=Phrases(
            yes=text(
                nl="uw vraag is breder dan één product of dienst",
                en="your question is wider than one product or service",
            ),
            no=text(
                nl="uw vraag gaat over één product of dienst",
                en="your question is about one product or service",
            ),
            if_yes=text(
                nl="uw vraag breder is dan één product of dienst",
                en="your question is wider than one product or service",
            ),
            if_no=text(
                nl="uw vraag over één product of dienst gaat",
                en="your question is about one product or service",
            ),
        ),
    ),
    FieldSpec(
        "narrow_question",
        "boolean",
        text(nl="smalle vraag", en="narrow question"),
        subject="question",
        phrases=Phrases(
            yes=text(
                nl="uw vraag gaat duidelijk over één product, dienst of feit",
                en="your question is clearly about one product, service or fact",
            ),
            no=text(
                nl="uw vraag gaat niet alleen over één product, dienst of feit",
                en="your question is not only about one product, service or fact",
            ),
            if_yes=text(
                nl="uw vraag duidelijk over één product, dienst of feit gaat",
                en="your question is clearly about one product, service or fact",
            ),
            if_no=text(
                nl="uw vraag niet alleen over één product, dienst of feit gaat",
                en="your question is not only about one product, service or fact",
            ),
        ),
    ),
    FieldSpec(
        "information_question",
        "boolean",
        text(nl="informatievraag", en="question for information"),
        subject="question",
        phrases=Phrases(
            yes=text(nl="u vraagt om informatie", en="you ask for information"),
            no=text(nl="u vraagt om meer dan informatie", en="you ask for more than information"),
            if_yes=text(nl="u om informatie vraagt", en="you ask for information"),
            if_no=text(nl="u om meer dan informatie vraagt", en="you ask for more than information"),
        ),
    ),
    FieldSpec(
        "transfer_wish",
        "boolean",
        text(nl="wens tot overdracht", en="wish to transfer"),
        subject="question",
        phrases=Phrases(
            yes=text(nl="u wilt uw onderneming overdragen", en="you want to transfer your company"),
            no=text(
                nl="u wilt uw onderneming niet overdragen", en="you do not want to transfer your company"
            ),
            if_yes=text(nl="u uw onderneming wilt overdragen", en="you want to transfer your company"),
            if_no=text(
                nl="u uw onderneming niet wilt overdragen", en="you do not want to transfer your company"
            ),
        ),
    ),
    FieldSpec(
        "growth_wish",
        "boolean",
        text(nl="groeiwens in de vraag", en="wish to grow in the question"),
        subject="question",
        phrases=Phrases(
            yes=text(
                nl="uit uw vraag blijkt dat u wilt groeien", en="your question shows that you want to grow"
            ),
            no=text(
                nl="uit uw vraag blijkt niet dat u wilt groeien",
                en="your question does not show that you want to grow",
            ),
            if_yes=text(
                nl="uit uw vraag blijkt dat u wilt groeien", en="your question shows that you want to grow"
            ),
            if_no=text(
                nl="uit uw vraag niet blijkt dat u wilt groeien",
                en="your question does not show that you want to grow",
            ),
        ),
    ),
    FieldSpec(
        "innovation_wish",
        "boolean",
        text(nl="wens tot vernieuwing in de vraag", en="wish to innovate in the question"),
        subject="question",
        phrases=Phrases(
            yes=text(
                nl="uit uw vraag blijkt dat u wilt vernieuwen",
                en="your question shows that you want to innovate",
            ),
            no=text(
                nl="uit uw vraag blijkt niet dat u wilt vernieuwen",
                en="your question does not show that you want to innovate",
            ),
            if_yes=text(
                nl="uit uw vraag blijkt dat u wilt vernieuwen",
                en="your question shows that you want to innovate",
            ),
            if_no=text(
                nl="uit uw vraag niet blijkt dat u wilt vernieuwen",
                en="your question does not show that you want to innovate",
            ),
        ),
    ),
    FieldSpec(
        "out_of_scope",
        "boolean",
        text(nl="vraag buiten het bereik", en="question out of scope"),
        subject="question",
        phrases=Phrases(
            yes=text(nl="uw vraag valt buiten wat wij doen", en="your question is outside what we do"),
            no=text(nl="uw vraag past bij wat wij doen", en="your question fits what we do"),
            if_yes=text(nl="uw vraag buiten valt wat wij doen", en="your question is outside what we do"),
            if_no=text(nl="uw vraag past bij wat wij doen", en="your question fits what we do"),
        ),
    ),
)

CORE_FIELDS = FieldRegistry.of((*COMPANY_FIELDS, *QUESTION_FIELDS))
