"""The pages a browser is given: written here whole, with nothing from anywhere else, and every text in them escaped."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from tui.i18n.words import Words
from tui.model.text import N_

SENTENCES: Final[Mapping[str, str]] = {
    "lost": N_("The connection is lost. It is tried again; nothing of your work is gone."),
    "denied": N_("The office's server lets nobody in at the moment: log in there again, then load this page."),
    "ended": N_("The session has ended. What was not saved is offered to you, and to nobody else, when you open the plan again."),
    "again": N_("Open it again"),
    "files": N_("Files"),
    "upload": N_("Upload …"),
    "uploading": N_("uploading {file} …"),
    "uploaded": N_("{file} is here: “:” and “import” in the workbench take it in"),
    "refused": N_("{file} was not uploaded: {why}"),
    "failed": N_("no answer from the server"),
    "fetched": N_("{file} is among your downloads"),
    "delete": N_("delete"),
    "sure": N_("Delete {file} on the server?"),
    "none": N_("No files yet. What you upload is here, and what the workbench writes for you."),
    "close": N_("close"),
}
"""What the page says, by the name its script knows it by."""


def policy(websocket: str) -> str:
    """The content security policy: nothing but this server. xterm.js puts sizes into style elements, so styles may stand in the page."""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; "
        f"connect-src 'self' {websocket}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )


def workbench(title: str, person: str, words: Words) -> str:
    """The page with the terminal."""
    said = escape(json.dumps({key: words(text) for key, text in SENTENCES.items()}, ensure_ascii=False))
    body = f"""
<body data-words="{said}">
<header>
  <strong>{escape(title)}</strong>
  <span id="said" role="status"></span>
  <button type="button" id="files-button">{escape(words(SENTENCES["files"]))}</button>
  <span id="person">{escape(person)}</span>
</header>
<section id="files" hidden>
  <p><label class="button">{escape(words(SENTENCES["upload"]))}<input type="file" id="upload" multiple></label>
  <button type="button" id="files-close">{escape(words(SENTENCES["close"]))}</button></p>
  <ul id="list"></ul>
</section>
<section id="over" hidden>
  <p id="why" role="alert"></p>
  <button type="button" id="again">{escape(words(SENTENCES["again"]))}</button>
</section>
<div id="terminal" class="textual-terminal" data-font-size="16"></div>
</body>"""
    head = """
<link rel="stylesheet" href="../page/xterm.css">
<link rel="stylesheet" href="../page/page.css">
<link rel="preload" as="font" type="font/ttf" href="../page/text.ttf" crossorigin>
<link rel="preload" as="font" type="font/woff2" href="../page/signs.woff2" crossorigin>
<script src="../page/page.js" defer></script>
<script src="../page/textual.js" defer></script>"""
    return _whole(title, words, head, body)


def plans(named: Sequence[str], person: str, words: Words) -> str:
    """The page that lists the plans that are served."""
    links = "\n".join(f'<li><a href="{number}/">{escape(name)}</a></li>' for number, name in enumerate(named))
    body = f"""
<body class="told"><main><h1>{escape(words(N_("Plans")))}</h1><ul>{links}</ul><p>{escape(person)}</p></main></body>"""
    return _whole(words(N_("Plans")), words, '\n<link rel="stylesheet" href="page/page.css">', body)


def told(sentence: str, words: Words) -> str:
    """A page that says one thing; it needs nothing else of the server."""
    style = "body{font:16px/1.5 sans-serif;margin:4rem auto;max-width:40rem;padding:0 1rem}"
    return _whole("Kế hoạch", words, f"\n<style>{style}</style>", f"\n<body><p>{escape(sentence)}</p></body>")


def _whole(title: str, words: Words, head: str, body: str) -> str:
    return f"""<!DOCTYPE html>
<html lang="{words.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<link rel="icon" href="data:,">{head}
</head>{body}
</html>
"""
