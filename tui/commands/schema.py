"""``kehoach schema``: the JSON Schema of a plan file, for editors, and of each answer commands give to programs."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Final

from tui.commands.shared import FOUND
from tui.commands.streams import json_for_output
from tui.i18n.words import Words
from tui.model.text import N_
from tui.reports.answer import VERSIONS

ABOUT = N_("Print the JSON Schema of a plan file, by which editors complete keys and check what is typed, or of an answer for programs")

_PLAN: Final = "plan"


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    about = N_("of the answer a command gives with --json: {names}; default: plan, a plan file")
    parser.add_argument("--of", choices=(_PLAN, *VERSIONS), default=_PLAN, metavar="NAME", help=words(about, names=", ".join(VERSIONS)))
    parser.epilog = words(
        N_("kept as kehoach.schema.json beside a plan, the line “#:schema ./kehoach.schema.json” at its top names it; exit 0")
    )


def run(options: argparse.Namespace, words: Words) -> int:
    """Print the schema, with its titles in the user's language."""
    if options.of == _PLAN:
        from tui.reports.plan_schema import plan_schema

        schema = plan_schema(words)
    else:
        from tui.reports.answer_schemas import answer_schema

        schema = answer_schema(options.of, words)
    sys.stdout.write(json_for_output(json.dumps(schema, ensure_ascii=False, indent=2) + "\n"))
    return FOUND
