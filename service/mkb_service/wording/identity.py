"""Words of the pages of accounts; what is wrong with an input has its words in the core."""

from __future__ import annotations

from mkb_core.text import Text, text

WORDS: dict[str, Text] = {
    "nav.sign-in": text(nl="Inloggen", en="Sign in"),
    "nav.account": text(nl="Mijn account", en="My account"),
    "sign-in.title": text(nl="Inloggen", en="Sign in"),
    "sign-in.email": text(nl="E-mailadres", en="E-mail address"),
    "sign-in.password": text(nl="Wachtwoord", en="Password"),
    "sign-in.send": text(nl="Verder", en="Continue"),
    "sign-in.lost": text(nl="Wachtwoord vergeten", en="Lost your password"),
    "sign-in.invited": text(
        nl="Een account krijgt u op uitnodiging: van uw vereniging, van een partner of van ons. Voor een advies is er geen nodig.",
        en="You get an account by invitation: from your association, from a partner or from us. For an advice you need none.",
    ),
    "sign-in.with": text(nl="Inloggen met {method}", en="Sign in with {method}"),
    "sign-in.refused": text(nl="Dit lukte niet", en="This did not work"),
    "code.title": text(nl="Vul uw code in", en="Enter your code"),
    "code.lead": text(
        nl="Open de app waarin u deze site hebt toegevoegd. Daar staat een code van zes cijfers.",
        en="Open the app to which you added this site. It shows a code of six digits.",
    ),
    "code.label": text(nl="Code", en="Code"),
    "code.help": text(
        nl="Zes cijfers uit de app, of een van uw herstelcodes.",
        en="Six digits from the app, or one of your recovery codes.",
    ),
    "code.lost": text(
        nl="App en herstelcodes kwijt? Wie u uitnodigde, kan de tweede factor weghalen; daarna stelt u een nieuwe in.",
        en="Lost both app and recovery codes? Whoever invited you can take the second factor away; then you set up another.",
    ),
    "enrol.title": text(nl="Tweede factor instellen", en="Set up a second factor"),
    "enrol.lead": text(
        nl="Naast uw wachtwoord vragen wij voortaan een code van een app op uw telefoon. Zo komt niemand binnen die alleen uw wachtwoord heeft.",
        en="Besides your password we will ask a code of an app on your phone. So nobody gets in who only has your password.",
    ),
    "enrol.step.1": text(
        nl="Open een app voor zulke codes, zoals die van uw wachtwoordbeheerder.",
        en="Open an app for such codes, such as your password manager.",
    ),
    "enrol.step.2": text(nl="Scan daarmee deze afbeelding.", en="Scan this picture with it."),
    "enrol.step.3": text(
        nl="Vul hieronder de code in die de app nu toont.", en="Enter below the code that the app shows now."
    ),
    "enrol.picture": text(
        nl="QR-code voor uw app; de sleutel staat er ook in letters bij",
        en="QR code for your app; the key stands beside it in letters",
    ),
    "enrol.by-hand": text(nl="Lukt scannen niet? Typ deze sleutel over:", en="No scanning? Type this key:"),
    "enrol.send": text(nl="In gebruik nemen", en="Take into use"),
    "recovery.title": text(nl="Uw herstelcodes", en="Your recovery codes"),
    "recovery.lead": text(
        nl="Bewaar deze codes op een veilige plaats. Met elk kunt u één keer inloggen als u uw telefoon niet hebt. Wij tonen ze maar één keer.",
        en="Keep these codes in a safe place. With each you can sign in once when you do not have your phone. We show them only once.",
    ),
    "recovery.done": text(nl="Ik heb ze bewaard", en="I have kept them"),
    "invitation.title": text(nl="U bent uitgenodigd", en="You are invited"),
    "invitation.lead": text(nl="De rol: {role}. Voor: {email}.", en="The role: {role}. For: {email}."),
    "invitation.known": text(
        nl="U hebt hier al een account. Deze rol komt erbij; inloggen doet u zoals altijd.",
        en="You have an account here. This role is added to it; you sign in as always.",
    ),
    "invitation.add": text(nl="Rol toevoegen", en="Add the role"),
    "invitation.accept": text(nl="Account maken", en="Make the account"),
    "password.help": text(
        nl="Minstens 12 tekens. Vier losse woorden zijn goed te onthouden en moeilijk te raden.",
        en="At least 12 characters. Four unrelated words are easy to remember and hard to guess.",
    ),
    "lost.title": text(nl="Wachtwoord vergeten", en="Lost your password"),
    "lost.lead": text(
        nl="Wij mailen u een link waarmee u een nieuw wachtwoord kiest.",
        en="We mail you a link by which you choose a new password.",
    ),
    "lost.send": text(nl="Mail mij een link", en="Mail me a link"),
    "lost.sent": text(
        nl="Hoort er een account bij dit adres, dan is de link onderweg. Hij is een half uur geldig, en één keer.",
        en="If there is an account with this address, the link is on its way. It is valid for half an hour, and once.",
    ),
    "new-password.title": text(nl="Kies een nieuw wachtwoord", en="Choose a new password"),
    "new-password.lead": text(
        nl="Voor {email}. Overal waar u nog bent ingelogd, wordt u uitgelogd.",
        en="For {email}. Wherever you are still signed in, you will be signed out.",
    ),
    "new-password.send": text(nl="Opslaan", en="Save"),
    "gone.title": text(nl="Deze link werkt niet meer", en="This link no longer works"),
    "gone.text": text(
        nl="Hij is al gebruikt of te oud, of er kwam een nieuwere. Vraag zo nodig een nieuwe.",
        en="It was used before or is too old, or a newer one came. Ask for another where you need it.",
    ),
    "account.lead": text(nl="U bent {name} ({email}).", en="You are {name} ({email})."),
    "account.lead.plain": text(nl="U bent {name}.", en="You are {name}."),
    "account.just-now": text(
        nl="Dat kan tot tien minuten nadat u bent ingelogd.",
        en="You can do so until ten minutes after you signed in.",
    ),
    "account.ways": text(nl="Manieren om in te loggen", en="Ways to sign in"),
    "account.ways.password": text(nl="Met e-mailadres en wachtwoord", en="By e-mail address and password"),
    "account.ways.linked": text(nl="Met {name}, sinds {since}", en="By {name}, since {since}"),
    "account.ways.only": text(
        nl="Dit is de enige manier waarop u kunt inloggen; weghalen kan daarom niet.",
        en="This is the only way in which you can sign in, so you cannot take it away.",
    ),
    "account.ways.add": text(nl="{name} toevoegen", en="Add {name}"),
    "account.ways.add.note": text(
        nl="U logt daarna ook met {name} in op dit account.",
        en="After that you also sign in to this account by {name}.",
    ),
    "account.ways.remove": text(nl="{name} weghalen", en="Take {name} away"),
    "account.ways.remove.note": text(
        nl="Met {name} komt u dan niet meer in dit account. U wordt overal elders uitgelogd, en rollen die u door {name} kreeg, vervallen.",
        en="Then {name} no longer opens this account. You are signed out everywhere else, and roles that you got by {name} end.",
    ),
    "account.sign-out": text(nl="Uitloggen", en="Sign out"),
    "account.roles": text(nl="Rollen", en="Roles"),
    "account.active": text(nl="U werkt nu als: {role}.", en="You now act as: {role}."),
    "account.no-role": text(nl="U hebt nu geen rol.", en="You have no role now."),
    "account.choose-role": text(nl="Rol", en="Role"),
    "account.switch": text(nl="In deze rol verder", en="Go on in this role"),
    "account.details": text(nl="Gegevens", en="Details"),
    "account.name": text(nl="Naam", en="Name"),
    "account.save": text(nl="Opslaan", en="Save"),
    "account.password": text(nl="Wachtwoord", en="Password"),
    "account.password.note": text(
        nl="Met een ander wachtwoord wordt u overal elders uitgelogd.",
        en="With another password you are signed out everywhere else.",
    ),
    "account.current": text(nl="Huidig wachtwoord", en="Current password"),
    "account.password.new": text(nl="Nieuw wachtwoord", en="New password"),
    "account.password.send": text(nl="Wachtwoord wijzigen", en="Change the password"),
    "account.factor": text(nl="Tweede factor", en="Second factor"),
    "account.factor.on": text(
        nl="Bij het inloggen vragen wij een code van uw app.",
        en="When you sign in we ask a code of your app.",
    ),
    "account.factor.off": text(
        nl="Nu is alleen een wachtwoord nodig. Met een app maakt u uw account veiliger.",
        en="Now only a password is needed. With an app you make your account safer.",
    ),
    "account.factor.codes": text(nl="Nieuwe herstelcodes", en="New recovery codes"),
    "account.factor.obliged": text(
        nl="Uw rol vraagt een tweede factor. Haalt u deze weg, dan stelt u bij het inloggen meteen een andere in.",
        en="Your role asks for a second factor. If you take this one away, you set up another at once when you sign in.",
    ),
    "account.factor.free": text(
        nl="U mag de tweede factor weghalen; veiliger wordt het daar niet van.",
        en="You may take the second factor away; that does not make it safer.",
    ),
    "account.factor.remove": text(nl="Tweede factor weghalen", en="Take the second factor away"),
    "account.sessions": text(nl="Waar u bent ingelogd", en="Where you are signed in"),
    "account.session": text(
        nl="sinds {since}, laatst gezien {seen} (UTC)", en="since {since}, last seen {seen} (UTC)"
    ),
    "account.session.this": text(nl="hier", en="here"),
    "account.out-everywhere": text(nl="Overal uitloggen", en="Sign out everywhere"),
    "account.erase": text(nl="Account wissen", en="Erase the account"),
    "account.erase.note": text(
        nl="Uw naam, e-mailadres en wachtwoord verdwijnen voorgoed. De gegevens van uw bedrijf staan daar los van.",
        en="Your name, e-mail address and password disappear for good. Your company's data are apart from it.",
    ),
    "account.erase.send": text(nl="Account voorgoed wissen", en="Erase the account for good"),
    "users.no-email": text(nl="zonder e-mailadres", en="without an e-mail address"),
    "users.title": text(nl="Gebruikers", en="Users"),
    "users.invite": text(nl="Iemand uitnodigen", en="Invite somebody"),
    "users.invite.send": text(nl="Uitnodigen", en="Invite"),
    "users.role": text(nl="Rol", en="Role"),
    "users.subject": text(nl="Voor wie", en="For whom"),
    "users.subject.help": text(
        nl="KvK-nummer van een bedrijf, of de id van een partner of financier. Leeg bij rollen van de organisatie.",
        en="A company's number, or the id of a partner or funder. Empty for roles of the organisation.",
    ),
    "users.made": text(nl="{email} is uitgenodigd", en="{email} is invited"),
    "users.made.note": text(
        nl="De uitnodiging wordt gemaild. Dit is dezelfde link, een week geldig en één keer; wij tonen hem maar nu.",
        en="The invitation is mailed. This is the same link, valid for a week and once; we show it only now.",
    ),
    "users.waiting": text(nl="Nog niet aangenomen", en="Not accepted yet"),
    "users.until": text(nl="Geldig tot {day}.", en="Valid until {day}."),
    "users.accounts": text(nl="Accounts", en="Accounts"),
    "users.none": text(nl="Er zijn nog geen accounts.", en="There are no accounts yet."),
    "users.blocked": text(nl="geblokkeerd", en="blocked"),
    "users.block": text(nl="Blokkeren", en="Block"),
    "users.unblock": text(nl="Weer toelaten", en="Let in again"),
    "users.reset": text(nl="Tweede factor weghalen", en="Take the second factor away"),
    "users.end": text(nl="Rol beëindigen", en="End the role"),
    "members.title": text(nl="Leden uitnodigen", en="Invite members"),
    "members.lead": text(
        nl="Nodig de ondernemers onder uw leden in één keer uit. Regels met een fout worden overgeslagen en gemeld.",
        en="Invite the entrepreneurs among your members at once. Rows with a fault are left out and told.",
    ),
    "members.label": text(nl="Lijst van leden (CSV)", en="List of members (CSV)"),
    "members.help": text(
        nl="Plak hier uw lijst, ook rechtstreeks uit een rekenblad; hoogstens ongeveer 700 leden tegelijk. De eerste regel noemt de kolommen: kvk, e-mail, naam.",
        en="Paste your list here, also straight from a spreadsheet; at most about 700 members at once. The first row names the columns: kvk (the company's number), e-mail, naam (name).",
    ),
    "members.send": text(nl="Uitnodigen", en="Invite"),
    "members.outcome": text(
        nl="{invited} uitgenodigd, {faulty} met fouten", en="{invited} invited, {faulty} with faults"
    ),
    "members.column.number": text(nl="KvK-nummer", en="company number"),
    "members.column.email": text(nl="e-mailadres", en="e-mail address"),
    "members.column.name": text(nl="naam", en="name"),
    "members.row": text(nl="Regel {line}:", en="Row {line}:"),
}
