"""Question sets, metrics, runs and reports."""
