"""What the approach is about: frozen data and pure rules; no clock, no I/O, no storage."""
