"""Proves by faults that nothing typed is lost: ``python -m proofs``."""
