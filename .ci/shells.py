"""What shells and ``man`` know of the commands, made of the parsers themselves: ``packaging/share``.

``.ci/pages.py`` writes them. No option is listed by hand anywhere.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import attrs

from tui import __version__
from tui.commands.named_values import NAMED_VALUES
from tui.commands.workbench import COMMANDS, command_parser, workbench_parser
from tui.i18n.words import Words

ROOT = Path(__file__).resolve().parent.parent
SHARE = ROOT / "packaging" / "share"
FILES_OF = {
    *("PLAN", "FILE", "A", "B", "BASE", "MINE", "THEIRS", "DOCUMENT"),
    *map(Words("vi"), ("PLAN", "FILE", "BASE", "MINE", "THEIRS")),
}


@attrs.frozen
class Option:
    """One option: its names, what it is for, whether a value follows, which values there are, whether that is a file."""

    names: tuple[str, ...]
    about: str
    takes: str
    choices: tuple[str, ...]

    @property
    def is_file(self) -> bool:
        return self.takes in FILES_OF or self.names[-1] in ("--docx", "--xlsx", "--ics", "--html", "--left-out")


def options_of(parser: argparse.ArgumentParser) -> Iterator[Option]:
    for action in parser._actions:  # argparse has no public list of them
        if action.option_strings and action.help is not argparse.SUPPRESS:
            takes = "" if action.nargs == 0 else str(action.metavar or action.dest).upper()
            choices = tuple(map(str, action.choices or ()))
            about = (action.help or "").replace("%%", "%")
            yield Option(tuple(action.option_strings), about, takes, choices)


def parsers(words: Words) -> dict[str, argparse.ArgumentParser]:
    """The workbench under "", then every command."""
    return {"": workbench_parser(words), **{name: command_parser(name, words)[0] for name in COMMANDS}}


# -- the shells -------------------------------------------------------------------------------------------------------


def bash(every: dict[str, argparse.ArgumentParser]) -> str:
    """Commands or files first, then the options of the command, the values of an option, and files."""
    cases, values = [], []
    for name, parser in every.items():
        options = list(options_of(parser))
        case = name or '""'
        cases.append(f'        {case}) options="{" ".join(n for option in options for n in option.names)}" ;;')
        values += [
            f'        {case}:{n}) COMPREPLY=($(compgen -W "{" ".join(option.choices)}" -- "$word")); return ;;'
            for option in options
            if option.choices
            for n in option.names
        ]
    return "\n".join(
        [
            "# bash completion for kehoach; made by .ci/shells.py",
            "_kehoach() {",
            '    local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" command="" each options',
            f'    local commands="{" ".join(COMMANDS)}"',
            '    for each in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
            '        [[ " $commands " == *" $each "* ]] && { command="$each"; break; }',
            "    done",
            '    case "$command:$before" in',
            *values,
            "    esac",
            '    case "$command" in',
            *cases,
            "    esac",
            '    if [[ "$word" == -* ]]; then',
            '        COMPREPLY=($(compgen -W "$options" -- "$word"))',
            "    else",
            "        compopt -o filenames",
            '        COMPREPLY=($(compgen -f -- "$word"))',
            '        [[ -z "$command" ]] && COMPREPLY+=($(compgen -W "$commands" -- "$word"))',
            "    fi",
            "}",
            "complete -F _kehoach kehoach",
            "",
        ]
    )


def _zsh_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "'\\''").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")


def zsh(every: dict[str, argparse.ArgumentParser]) -> str:
    """The same with what each is for."""
    out = [
        "#compdef kehoach",
        "# zsh completion for kehoach; made by .ci/shells.py",
        "_kehoach() {",
        "    local -a commands",
        "    commands=(",
    ]
    out += [f"        '{name}:{_zsh_text(_about(every[name]))}'" for name in COMMANDS]
    out += [
        "    )",
        "    local command each",
        '    for each in "${words[@]:1:$((CURRENT-2))}"; do',
        '        (( ${commands[(I)${each}:*]} )) && command="$each" && break',
        "    done",
        '    case "$command" in',
    ]
    for name, parser in every.items():
        out.append(f"    {name})" if name else "    '')")
        out.append("        _arguments -s \\")
        for option in options_of(parser):
            value = ""
            if option.takes:
                value = f":{option.takes}:" + (
                    "(" + " ".join(option.choices) + ")" if option.choices else "_files" if option.is_file else ""
                )
            out += [f"            '{n}[{_zsh_text(option.about)}]{value}' \\" for n in option.names]
        out.append("            '*:file:_files' \\" if name else "            '*: :{ _describe command commands; _files }' \\")
        out += ["            && return", "        ;;"]
    return "\n".join([*out, "    esac", "}", '_kehoach "$@"', ""])


def _fish_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")


def fish(every: dict[str, argparse.ArgumentParser]) -> str:
    """The same for fish."""
    out = ["# fish completion for kehoach; made by .ci/shells.py"]
    for name in COMMANDS:
        out.append(f"complete -c kehoach -n __fish_use_subcommand -a {name} -d '{_fish_text(_about(every[name]))}'")
    for name, parser in every.items():
        where = f"'__fish_seen_subcommand_from {name}'" if name else "__fish_use_subcommand"
        for option in options_of(parser):
            named = " ".join(f"-l {n[2:]}" if n.startswith("--") else f"-s {n[1:]}" for n in option.names)
            listed = " ".join(option.choices)
            value = "" if not option.takes else f" -x -a '{listed}'" if listed else " -r"
            out.append(f"complete -c kehoach -n {where} {named}{value} -d '{_fish_text(option.about)}'")
    return "\n".join([*out, ""])


# -- the page of the manual -------------------------------------------------------------------------------------------


def _about(parser: argparse.ArgumentParser) -> str:
    return " ".join((parser.description or "").split())


def _roff(text: str) -> str:
    lines = text.replace("\\", "\\e").replace("-", "\\-").split("\n")
    return "\n".join(f"\\&{line}" if line[:1] in (".", "'") else line for line in lines)


def manual(words: Words, section: str, titles: tuple[str, ...]) -> str:
    """kehoach(1): what it is, each command with its options, what stands for a value, files."""
    every = parsers(words)
    name, synopsis, commands, options, values, files = titles
    workbench = every[""]
    out = [f'.TH KEHOACH 1 "" "kehoach {__version__}" "{section}"', f".SH {name}", f"kehoach \\- {_roff(_about(workbench))}"]
    out += [f".SH {synopsis}", ".B kehoach", f"[{_roff(words('PLAN'))}]", ".br", ".B kehoach", f"{_roff(words('COMMAND'))} \\&..."]
    out += [f".SH {options}", *_roff_options(workbench), f".SH {commands}"]
    for command, parser in every.items():
        if command:
            usage = " ".join(parser.format_usage().split()[2:]).removeprefix(command).strip()
            out += [".SS " + _roff(f"kehoach {command} {usage}"), _roff(_about(parser)), *_roff_options(parser)]
            out += [".PP", _roff(" ".join((parser.epilog or "").split()))]
    out.append(f".SH {values}")
    for value in NAMED_VALUES.values():
        out += [".TP", f"\\fI{_roff(words(value.word))}\\fR", _roff(words(value.about))]
    out += [f".SH {files}", ".I ~/.config/kehoach/config.toml", ".br", ".I ~/.local/state/kehoach/", ".br", ".I ~/.cache/kehoach/", ""]
    return "\n".join(out)


def _roff_options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for option in options_of(parser):
        value = f" \\fI{_roff(option.takes)}\\fR" if option.takes else ""
        yield ".TP"
        yield ", ".join(f"\\fB{_roff(n)}\\fR" for n in option.names) + value
        yield _roff(option.about)


def pages() -> dict[Path, str]:
    """Every file with what it is to hold."""
    by_vietnamese = parsers(Words("vi"))
    english, vietnamese = (
        ("NAME", "SYNOPSIS", "COMMANDS", "OPTIONS", "VALUES", "FILES"),
        ("TÊN", "CÁCH DÙNG", "CÁC LỆNH", "TÙY CHỌN", "GIÁ TRỊ", "TỆP"),
    )
    return {
        SHARE / "bash-completion" / "completions" / "kehoach": bash(by_vietnamese),
        SHARE / "zsh" / "site-functions" / "_kehoach": zsh(by_vietnamese),
        SHARE / "fish" / "vendor_completions.d" / "kehoach.fish": fish(by_vietnamese),
        SHARE / "man" / "man1" / "kehoach.1": manual(Words("en"), "Public plans", english),
        SHARE / "man" / "vi" / "man1" / "kehoach.1": manual(Words("vi"), "Kế hoạch", vietnamese),
    }
