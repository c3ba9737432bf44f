"""``kehoach schema``: the JSON Schema of a plan file, for editors that complete keys and check what is typed."""

from __future__ import annotations

import argparse
import json
import sys

from tui.commands.shared import FOUND
from tui.commands.streams import json_for_output
from tui.i18n.words import Words
from tui.model.text import N_

ABOUT = N_("Print the JSON Schema of a plan file, by which editors complete keys and check what is typed")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes: nothing."""
    parser.epilog = words(
        N_("kept as kehoach.schema.json beside a plan, the line “#:schema ./kehoach.schema.json” at its top names it; exit 0")
    )


def run(options: argparse.Namespace, words: Words) -> int:
    """Print the schema, with its titles in the user's language."""
    from tui.reports.plan_schema import plan_schema

    sys.stdout.write(json_for_output(json.dumps(plan_schema(words), ensure_ascii=False, indent=2) + "\n"))
    return FOUND
