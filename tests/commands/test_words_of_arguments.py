"""Help and faults of arguments: in the chosen language, within 80 columns, with a suggestion for what was mistyped."""

from __future__ import annotations

import argparse
import ast
import inspect
import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.support.paths import SAMPLE
from tui.commands.main import main
from tui.commands.named_values import NAMED_VALUES
from tui.commands.parser import SAID_BY_ARGPARSE
from tui.commands.workbench import COMMANDS, command_parser, workbench_parser
from tui.i18n.words import Words
from tui.model.suggestions import nearest
from tui.start.language import LANGUAGES, language_of_locale

PLAN = str(SAMPLE)

FOR_WHO_WRITES_A_PARSER = re.compile(
    r"conflict|subparser|unknown parser|merge actions|is required for options like|callable|__call__|option string|"
    r"mutually exclusive arguments must|'required' is an invalid|argument \"-\"|can't open|ambiguous option|help message|"
    r"error: %|maybe you meant|"
    r"is deprecated|: warning: %|^ \(default: |^%\(heading\)s:$|^show program's version|^subcommands$"  # since Python 3.12 and 3.13
)
"""What argparse says to a programmer, and of what no parser here uses: types that open files, abbreviations, its own
help and version options, what is deprecated, usual values."""


def said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    try:
        code = main(arguments)
    except SystemExit as left:
        code = int(left.code or 0)
    return code, *capsys.readouterr()


def argparse_sentences() -> Iterator[str]:
    for node in ast.walk(ast.parse(inspect.getsource(argparse))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_" and isinstance(node.args[0], ast.Constant):
            yield str(node.args[0].value)


def test_all_that_argparse_says_to_a_user_is_in_the_catalogue() -> None:
    assert {told for told in argparse_sentences() if not FOR_WHO_WRITES_A_PARSER.search(told)} == set(SAID_BY_ARGPARSE)


@pytest.mark.parametrize("name", [None, *COMMANDS])
def test_help_is_in_the_chosen_language_and_fits_80_columns(name: str | None) -> None:
    for language in LANGUAGES:
        words = Words(language)
        parser = workbench_parser(words) if name is None else command_parser(name, words)[0]
        told = parser.format_help()
        assert told == parser.format_help(), "it is the same a second time"
        assert told == unicodedata.normalize("NFC", told)
        assert all(cell_len(line) <= 80 for line in told.splitlines()), told
        assert ("usage: " in told) == (language == "en") and ("cách dùng: " in told) == (language == "vi")
    assert argparse._("options") == "options", "what is argparse's own is left as it was"


@pytest.mark.parametrize("name", COMMANDS)
def test_help_can_be_asked_for_in_two_ways(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked, option = said(["help", name, "--lang", "vi"], capsys), said(["--lang", "vi", name, "--help"], capsys)
    assert asked == option and asked[0] == 0 and asked[1].startswith(f"cách dùng: kehoach {name}")


def test_the_help_of_the_workbench_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(["help", "--lang", "vi"], capsys)
    assert code == 0 and out == said(["--help", "--lang", "vi"], capsys)[1]
    assert all(f"\n  kehoach {name} " in out for name in COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["form", "--xlsx"], "đối số --xlsx: phải có một giá trị"),
        (["form", "--xlsx", "a"], "phải có một trong các đối số --blank --agency"),
        (["status", "--json", "--csv"], "đối số --csv: không dùng cùng với đối số --json"),
        (["report", "--kind", "x", "--docx", "a"], "không có lựa chọn 'x'"),
        (["report", "--year", "20x4", "--docx", "a"], "“20x4” không phải là năm"),
        (["export", "--xlsx", "-"], "“-” không phải là tên tệp"),
        (["export", "--xlsx", ""], "cần có tên tệp"),
        (["status", "a", "b"], "không có đối số: b"),
        (["--readonly=x"], "không nhận giá trị 'x'"),
        (["status", "--jsno"], "không có đối số: --jsno; có phải là “--json” không?"),
        (["--redonly"], "không có đối số: --redonly; có phải là “--readonly” không?"),
        (["--lang", "vi", "help", "chek"], "không có lệnh này; có phải là “check” không?"),
        (["stauts"], "không có tệp này; có phải là “status” không?"),
        (["form", PLAN, "--agency", "so-tnm", "--xlsx", "a"], "có phải là “so-tnmt” không?"),
        (["form", PLAN, "--agency", "so tai nguyen va moi truogn", "--xlsx", "a"], "có phải là “so-tnmt” không?"),
        (["log", PLAN, "--record", "tasks.III-22"], "có phải là “III-2” không?"),
        (["zzz"], "zzz: không có tệp này\n"),
    ],
)
def test_a_fault_is_told_in_the_chosen_language(arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said([*arguments, "--lang", "vi"] if "--lang" not in arguments else arguments, capsys)
    assert code == 2 and out == "" and told in err


def test_in_english_it_is_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert "one of the arguments --blank --agency is required" in said(["form", "--xlsx", "a", "--lang", "en"], capsys)[2]
    assert "did you mean “check”?" in said(["chek", "--lang", "en"], capsys)[2]


@pytest.mark.parametrize("after", [["plan.toml"], ["--json"], ["plan.toml", "--lang", "en"]])
def test_a_command_nearly_named_is_told_whatever_follows_it(after: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(["statu", *after], capsys)
    assert code == 2 and out == "" and "“status”" in err and "usage" not in err


def test_a_file_that_is_there_is_meant_however_it_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "chek").write_bytes(b"\xff")
    monkeypatch.chdir(tmp_path)
    assert "UTF-8" in (err := said(["chek", "--lang", "en"], capsys)[2]) and "did you mean" not in err


@given(st.sampled_from(sorted(COMMANDS)), st.data())
def test_one_slip_still_finds_the_command(name: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(name) - 1))
    slip = data.draw(st.sampled_from([name[:at] + name[at + 1 :], name[: at + 1] + name[at:], name.upper()]))
    if len(name) > 4 and slip:
        alike = {"export", "report"}  # a letter apart
        assert nearest(slip, COMMANDS) in (alike if name in alike else {name})
    assert nearest("xyzxyz", COMMANDS) is None


@pytest.mark.parametrize("arguments", [["-V"], ["--version"]])
def test_the_version_has_a_short_option(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = said(arguments, capsys)
    assert code == 0 and re.fullmatch(r"kehoach \d+\.\d+\.\d+\n", out) and not err


def test_arguments_come_in_any_order(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(["check", PLAN, "--lang", "en", PLAN], capsys)
    assert code == 0 and out.count(f"{PLAN}: ") == 2


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANGUAGE": "en", "LANG": "vi_VN.UTF-8"}, "en"),
        ({"LANGUAGE": "vi:en", "LC_ALL": "en_US.UTF-8"}, "vi"),
        ({"LANGUAGE": "fr:en_GB:vi", "LANG": "vi_VN"}, "en"),
        ({"LANGUAGE": "fr:de", "LANG": "en_US"}, "en"),
        ({"LANGUAGE": "", "LANG": "en_US"}, "en"),
        ({"LANGUAGE": ":en", "LANG": "vi_VN"}, "en"),
        ({"LANGUAGE": "en", "LANG": "C"}, "vi"),
        ({"LANGUAGE": "en", "LC_ALL": "POSIX", "LANG": "en_US"}, "vi"),
        ({"LANGUAGE": "en", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANGUAGE": "C:en", "LANG": "vi_VN"}, "vi"),
        ({"LANGUAGE": "en"}, "en"),
        ({"LANG": "enm_XX"}, "vi"),
        ({"LANG": "en"}, "en"),
        ({"LC_MESSAGES": "en_US@x", "LANG": "vi_VN"}, "en"),
    ],
)
def test_the_list_of_languages_goes_before_the_locale(environ: dict[str, str], language: str) -> None:
    assert language_of_locale(environ) == language


def test_the_language_of_the_process_is_not_that_of_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(os.environ, "LANGUAGE", "en")
    assert "cách dùng" in said(["status", "--x", "--lang", "vi"], capsys)[2]


@pytest.mark.parametrize("name", [None, *COMMANDS])
def test_what_stands_for_a_value_is_in_the_readers_language_and_explained(name: str | None) -> None:
    for language in LANGUAGES:
        words = Words(language)
        told = (workbench_parser(words) if name is None else command_parser(name, words)[0]).format_help()
        values = told.partition(f"\n{words('values')}:\n")[2]
        for value in NAMED_VALUES.values():
            word = words(value.word)
            if re.search(rf"(?<![\w.-]){re.escape(word)}(?![\w-])", told.partition("\n\n")[0]):
                assert f"{word}  {words(value.about)}" in " ".join(values.split(" ")).replace("\n      ", " "), (language, word)
        if language == "vi":
            options = told.partition(f"\n{words('values')}:\n")[0]
            assert not re.search(r"(?<![\w-])(PLAN|FILE|DAY|YEAR|AGENCY|BODY|TEXT|ID)(?![\w-])", options.partition("\nlệnh:")[0]), name
