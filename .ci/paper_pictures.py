"""Pictures of the papers for docs/papers.md: made by the program from the shipped plan, set by LibreOffice, drawn by PyMuPDF.

``python .ci/paper_pictures.py`` writes ``docs/papers/*.png``. It needs ``soffice`` (LibreOffice Writer) and the package ``pymupdf``, which
nothing else here does; without them it says so and leaves the pictures as they are.
"""

from __future__ import annotations

import datetime as dt
import importlib
import importlib.util
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tui.exchange.form import SHEETS, form_of  # noqa: E402
from tui.exchange.form_workbook import form_workbook  # noqa: E402
from tui.frames.build import Frames  # noqa: E402
from tui.frames.insight.agenda import agenda  # noqa: E402
from tui.frames.insight.meeting_snapshot import frozen_of  # noqa: E402
from tui.i18n.words import Words  # noqa: E402
from tui.model.closing import close_review  # noqa: E402
from tui.model.review import decide, open_review, set_item  # noqa: E402
from tui.model.text import say  # noqa: E402
from tui.reports.agenda import recorded_why  # noqa: E402
from tui.reports.papers import KINDS, Asked  # noqa: E402
from tui.reports.word.document import docx_bytes  # noqa: E402
from tui.session.session import Session  # noqa: E402
from tui.store.plan_file import load  # noqa: E402

FOLDER = ROOT / "docs" / "papers"
PLAN = ROOT / "data" / "plan.toml"
SEEN, HELD, LATE = dt.date(2025, 3, 1), dt.date(2024, 11, 20), dt.date(2024, 12, 31)
PAGES: Mapping[str, tuple[str, tuple[int, ...]]] = {
    "yearly": ("bao-cao", (1, 2)),
    "half_year": ("bao-cao-6-thang", (1,)),
    "nine_months": ("bao-cao-9-thang", (1,)),
    "letter": ("cong-van", (1,)),
    "reminder": ("cong-van-chua-bao-cao", (1,)),
    "notice": ("thong-bao", (1,)),
    "minutes": ("bien-ban", (1,)),
}
"""Kind → (name of its pictures, its pages)."""
FORM, FORM_PAGES = "bieu", (2,)
"""A body's form: its first sheet is how to fill it in, the second what it is asked."""
DPI = 56


def main() -> int:
    if shutil.which("soffice") is None or importlib.util.find_spec("pymupdf") is None:
        print("no LibreOffice or no PyMuPDF here: the pictures stay as they are")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        files = {kind: write(kind, Path(made)) for kind in PAGES}
        form = write_form(Path(made))
        profile = f"-env:UserInstallation=file://{made}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", made, *map(str, (*files.values(), form))]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        for kind, file in files.items():
            name, pages = PAGES[kind]
            draw(file.with_suffix(".pdf"), name, pages)
            if kind == "yearly":
                draw(file.with_suffix(".pdf"), "phu-luc", (), lying=0)
                draw(file.with_suffix(".pdf"), "phu-luc-doanh-nghiep", (), lying=-1)
        draw(form.with_suffix(".pdf"), FORM, FORM_PAGES)
    return 0


def write(kind: str, folder: Path) -> Path:
    """The paper of that kind as a Word file."""
    meeting = kind in ("notice", "minutes")
    frames = held() if meeting else Frames(load(PLAN).plan)
    day = {"yearly": SEEN, "half_year": dt.date(2024, 7, 31), "nine_months": dt.date(2024, 10, 31)}.get(kind, LATE)
    asked = Asked(plan=frames.plan, frames=frames, as_of=day, day_named=True, year=None if meeting else 2024)
    path = folder / f"{kind}.docx"
    path.write_bytes(docx_bytes(KINDS[kind].papers(asked)[0].paper))
    return path


def write_form(folder: Path) -> Path:
    """The form of a body about 2024, as it goes out."""
    plan = load(PLAN)
    tables = [table for table in SHEETS if table != "enterprises"]
    form = form_of(plan.plan, "so-khdt", 2024, LATE, plan.state.digest, Words("vi"), tables)
    path = folder / f"{FORM}.xlsx"
    path.write_bytes(form_workbook(form, plan.plan, Words("vi")))
    return path


def held() -> Frames:
    """The shipped plan after a meeting: what was worst was decided on or hastened, the rest not come to."""
    session = Session(load(PLAN), Words("vi"), as_of=HELD, journaling=False)
    found = agenda(session.frames, session.plan, HELD).items
    listed = [(item.subject, recorded_why(item)) for item in found]
    session.commit(open_review(session.plan, HELD, "Chủ tịch UBND tỉnh", items=listed), say("họp"))
    review = f"r-{HELD.isoformat()}"
    first, second, third = (item.subject for item in found[:3])
    due = dt.date(2024, 12, 15)
    session.commit(decide(session.plan, review, first, text="Rà soát các dự án chậm tiến độ", owner="so-khdt", due=due), say("họp"))
    session.commit(set_item(session.plan, review, second, outcome="accelerate", owner="so-congthuong", due=due), say("họp"))
    session.commit(set_item(session.plan, review, third, outcome="parked"), say("họp"))
    session.commit(close_review(session.plan, review, HELD, frozen_of(session.frames, HELD), "digest"), say("họp"))
    return session.frames


def draw(pdf: Path, name: str, pages: tuple[int, ...], *, lying: int | None = None) -> None:
    """Some pages of a file as pictures in greys; ``lying``: of the pages that lie the one at that place."""
    pymupdf: Any = importlib.import_module("pymupdf")
    with pymupdf.open(pdf) as document:
        if lying is not None:
            pages = ([n for n, page in enumerate(document, 1) if page.rect.width > page.rect.height][lying],)
        for place, n in enumerate(pages, 1):
            path = FOLDER / f"{name}-{place}.png"
            document[n - 1].get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY).save(path)
            print(path.relative_to(ROOT))


if __name__ == "__main__":
    sys.exit(main())
