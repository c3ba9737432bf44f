"""The sample as a meeting of November 2026 finds it: the old meeting closed, and three indicators at risk.

An indicator whose end year is over without a figure is awaited and no worry of a meeting. So the three end a year later here and have
a figure of 2025. That of GRDP is just 8, so that the last year needs what 2025 needs in the sample: 13 %.
"""

from __future__ import annotations

from typing import Final

_CHANGES: Final = (
    ("date = 2025-06-15\n", "date = 2025-06-15\nclosed_on = 2025-06-15\n"),
    ('period = "2021-2025"\n', 'period = "2021-2026"\n'),
    (
        '    { year = 2024, value = 6.5, vintage = "estimate" },\n',
        '    { year = 2024, value = 6.5, vintage = "estimate" },\n    { year = 2025, value = 8.0, vintage = "estimate" },\n',
    ),
    ("target = 61\nyear = 2025\n", "target = 61\nyear = 2026\n"),
    ("{ year = 2021, value = 59.2,", "{ year = 2025, value = 59.2,"),
    ("target = 31\nyear = 2025\n", "target = 31\nyear = 2026\n"),
    ("{ year = 2021, value = 30.3,", "{ year = 2025, value = 30.3,"),
)


def with_worries(sample: str) -> str:
    """The text of the plan, made of that of the sample."""
    for before, after in _CHANGES:
        assert sample.count(before) == 1, before
        sample = sample.replace(before, after)
    return sample
