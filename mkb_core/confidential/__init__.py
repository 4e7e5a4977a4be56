"""Keeping values unreadable to whoever has the database but not the key (N2). Pure of clock and database.

An installation has one key; every company has one of its own, wrapped by the installation's. Destroying a company's key
makes what it sealed unreadable for ever, also where a copy of the text is left.
"""

from mkb_core.confidential.keys import DataKey, InstallationKeys
from mkb_core.confidential.sealing import Unsealable, is_sealed, key_id_of

__all__ = ["DataKey", "InstallationKeys", "Unsealable", "is_sealed", "key_id_of"]
