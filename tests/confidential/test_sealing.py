"""What is sealed opens with its own key at its own place only, and no byte of it can be changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkb_core.confidential import DataKey, InstallationKeys, Unsealable, is_sealed, key_id_of

KEY = DataKey.new()
INSTALLATION = InstallationKeys((b"a secret of the installation, made up",))


@given(st.text(), st.text())
def test_a_sealed_text_comes_back_and_two_are_never_the_same(words: str, place: str) -> None:
    sealed = KEY.seal(words, place)
    assert is_sealed(sealed)
    assert key_id_of(sealed) == KEY.id
    assert KEY.unseal(sealed, place) == words
    assert KEY.seal(words, place) != sealed


@given(st.integers(0), st.integers(1, 255))
def test_no_byte_can_be_changed(position: int, change: int) -> None:
    sealed = KEY.seal("turnover 1.234.567", "values 12345678")
    body = bytearray(sealed.rpartition(":")[2], "ascii")
    body[position % len(body)] ^= change
    altered = f"mkb1:{KEY.id}:{body.decode('latin-1')}"
    try:
        assert KEY.unseal(altered, "values 12345678") == "turnover 1.234.567"
    except Unsealable:
        return
    # Base64 has spare bits in its last group: another writing of the very same bytes.
    assert altered[:-4] == sealed[:-4]


def test_it_opens_neither_elsewhere_nor_with_another_key() -> None:
    sealed = KEY.seal("words", "values 12345678")
    with pytest.raises(Unsealable):
        KEY.unseal(sealed, "values 87654321")
    with pytest.raises(Unsealable):
        DataKey(KEY.id, DataKey.new().material).unseal(sealed, "values 12345678")


def test_no_key_shows_in_a_repr() -> None:
    assert "secret" not in repr(INSTALLATION)
    assert repr(KEY.material) not in repr(KEY)


def test_a_key_is_wrapped_by_the_installation_and_by_no_other() -> None:
    wrapped = INSTALLATION.wrap(KEY)
    assert INSTALLATION.unwrap(KEY.id, wrapped) == KEY
    with pytest.raises(Unsealable):
        INSTALLATION.unwrap("another", wrapped)
    with pytest.raises(Unsealable):
        InstallationKeys((b"quite another secret, also made up",)).unwrap(KEY.id, wrapped)


def test_after_a_new_secret_the_old_one_still_opens_and_the_new_one_seals() -> None:
    new = InstallationKeys((b"the new secret of this installation", *INSTALLATION.secrets))
    assert new.unwrap(KEY.id, INSTALLATION.wrap(KEY)) == KEY
    assert key_id_of(new.wrap(KEY)) == new.first != INSTALLATION.first
    assert new.has_signed("head", INSTALLATION.sign("head"))


@pytest.mark.parametrize("signature", ["", ":", "nobody:00", "x" * 100, "é:é"])
def test_what_it_did_not_sign_is_not_signed(signature: str) -> None:
    assert not INSTALLATION.has_signed("head", signature)
    assert not INSTALLATION.has_signed("another head", INSTALLATION.sign("head"))


@pytest.mark.parametrize("words", ["", "mkb1", "mkb1:", "mkb1:a", "mkb1:a:b:c", '{"a":1}', "mkb2:a:b"])
def test_what_is_no_sealed_text_has_no_key(words: str) -> None:
    with pytest.raises(Unsealable):
        key_id_of(words)
