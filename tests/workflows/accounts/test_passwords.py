"""Which passwords may be chosen, and that their hashes are dear and made anew where the price changed."""

from __future__ import annotations

import pytest

from mkb_core.errors import InvalidInput
from mkb_core.workflows.accounts import passwords
from mkb_core.workflows.accounts.passwords import (
    HashParameters,
    checked_password,
    hash_password,
    is_outdated,
    is_password,
)

NAMES = ("Eva Jansen", "eva.jansen@bakkerij.example")


@pytest.mark.parametrize(
    "password",
    [
        "vier losse woorden",
        "correct horse battery",
        "ŝtrange ůmlauts here",
        "x" * 3 + " appelboom viool",
        "爱丽丝在花园里面喝茶和吃饼干",
    ],
)
def test_long_passwords_of_ones_own_are_taken(password: str) -> None:
    assert checked_password(password, NAMES) == password


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("elf tekens!", "password-short"),
        ("ab" * 65, "password-long"),
        ("wachtwoord12", "password-common"),
        ("W4chtw00rd2026!", "password-common"),
        ("Welkom2026!!", "password-common"),
        ("aaaaaaaaaaaa", "password-common"),
        ("abcabcabcabc", "password-common"),
        ("123456789012", "password-common"),
        ("qwertyuiop12", "password-common"),
        ("poiuytrewq!!", "password-common"),
        ("correcthorsebatterystaple", "password-common"),
        ("JansenJansen", "password-common"),
        ("evajansen1985", "password-own-name"),
        ("bakkerij.2026!", "password-own-name"),
        ("een\x00nul teken", "control-characters"),
        ("half \ud800 teken!", "control-characters"),
    ],
)
def test_password_that_is_guessed_first_is_refused(password: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        checked_password(password, NAMES)
    assert [(fault.path, fault.code) for fault in refusal.value.faults] == [("password", code)]


def test_same_letters_in_another_form_of_unicode_are_the_same_password() -> None:
    hash_ = hash_password(checked_password("caf\u00e9 au lait svp"))
    assert is_password("cafe\u0301 au lait svp", hash_)
    assert not is_password("cafe au lait svp", hash_)


def test_nobody_has_a_password() -> None:
    assert not is_password("the password of nobody", None)
    assert not is_password("anything", "no hash at all")


def test_hash_is_argon2id_at_the_price_of_the_standard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "PARAMETERS", HashParameters(3, 64 * 1024, 4))
    passwords._hasher.cache_clear()
    assert hash_password("vier losse woorden").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_hash_with_other_parameters_is_outdated(monkeypatch: pytest.MonkeyPatch) -> None:
    hash_ = hash_password("vier losse woorden")
    assert not is_outdated(hash_)
    monkeypatch.setattr(passwords, "PARAMETERS", HashParameters(2, 64, 1))
    passwords._hasher.cache_clear()
    assert is_outdated(hash_)
    assert is_password("vier losse woorden", hash_)
