"""What people choose before all else, in the languages of these regions: data of the rule for passwords."""

from __future__ import annotations

_WORDS = """
abc abcd abcdef abcdefgh abcdefghijkl abcdefghijklmnop access account admin administrator adminadmin amsterdam
asdf asdfgh asdfghjkl azerty azertyuiop bedrijf beheer beheerder changeme company correcthorsebatterystaple
default dragon feyenoord football geheim geheimgeheim geheimwachtwoord guest hallo hallohallo hello herfst
ikhouvanjou ikhouvanje iloveyou iloveyouforever internet january januari juni july lente letmein limburg login
maastricht manager master mkb monkey nederland onderneming ondernemer ondernemerswijzer password passwort
princess qazwsx qazwsxedc qazwsxedcrfv qwer qwert qwertz qwertzuiop qwerty qwertyuiop secret shadow spring
summer sunshine superman swordfish test testtest toegang trustno user venlo voetbal wachtwoord welcome welkom
welkomwelkom willkommen winter zomer zxcvbn zxcvbnm
"""
#: words that lists of leaked passwords begin with; a password that is little more than these is guessed first
COMMON_WORDS = frozenset(_WORDS.split())

#: rows of keys and of the alphabet: a part of one, in either direction, is no choice of one's own
ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm",
        "qazwsxedcrfvtgbyhnujm", "1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1q2w3e4r5t6y7u8i9o0p")  # fmt: skip

#: what stands for a letter
LEET = str.maketrans(
    {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"}
)
