"""Polars frames derived from the plan: tables, verdicts, workload, filter and sort. Loads no Textual."""
