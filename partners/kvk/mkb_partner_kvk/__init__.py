"""KVK: services and the client of the trade register."""
