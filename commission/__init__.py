"""The deliberative body: seats and mandates, opinions, sittings, votes and the protocol."""
