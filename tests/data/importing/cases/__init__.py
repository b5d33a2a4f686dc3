"""The list of bad files: each with what is expected of an import, whoever reads it underneath."""
