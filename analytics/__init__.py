"""Analyses: frames in, results out; the runner that feeds them; the command line."""
