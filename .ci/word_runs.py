"""The digests of the document the shipped plan is made from: ``python .ci/word_runs.py DOCUMENT`` (text in UTF-8) writes them again.

The document itself is not in the repository. ``tests/model/test_texts_in_our_own_words.py`` tells by them whether a sentence of the plan
is the document's.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.support.word_runs import DIGESTS, keep_digests  # noqa: E402 - the tests are found from the repository

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    runs = keep_digests(Path(sys.argv[1]).read_text(encoding="utf-8"), DIGESTS)
    print(f"{DIGESTS.relative_to(ROOT)}: {runs} runs")
