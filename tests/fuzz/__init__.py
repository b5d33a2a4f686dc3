"""What takes longer than a test may: run by a target of its own."""
