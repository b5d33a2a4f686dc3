"""The sample company: a seeded generator with planted structure."""
