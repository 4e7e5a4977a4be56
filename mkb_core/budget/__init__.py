"""The budget of an approach: scenarios that are exact, and explain every cell. Pure: no clock, no I/O (J1-J3)."""
