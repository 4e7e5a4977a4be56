"""A plugin on its partner's own server: the messages of the hooks over HTTPS, signed in both directions.

``port`` is the host's side and needs the extra ``http``; ``application`` and ``server`` are the partner's side and need
nothing beside the core. The form of the messages stands in ``docs/reference/messages.md``.
"""
