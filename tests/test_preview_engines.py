"""The preview in Firefox and in WebKit: somebody writes, sees pages, and mends what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from previewing import FILES, FIRST, settled
from serving import admitting
from webdriver import firefox, webkit

from booklet.preview.app import make_app
from booklet.preview.live_preview import LivePreview

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager
    from pathlib import Path

    from webdriver import Page

pytestmark = pytest.mark.slow

GOOD = "document.getElementById('status').dataset.kind === 'good'"
AREA = "document.getElementById('text')"
PAGES = "[...document.querySelectorAll('.page')]"
DRAWN = f"{PAGES}.map((one) => one.dataset.drawn ?? '')"
TOLD = "document.documentElement.dataset.told"
LISTEN = f"""
['error', 'unhandledrejection', 'securitypolicyviolation'].forEach((kind) =>
    window.addEventListener(kind, (one) => {{ {TOLD} = one.message || kind; }}))
"""


@pytest.mark.parametrize("engine", [firefox, webkit])
def test_another_engine_shows_what_is_typed_and_mends_what_is_wrong(
    engine: Callable[[], AbstractContextManager[Page]], tmp_path: Path
) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    with (
        LivePreview(tmp_path) as preview,
        admitting(make_app(preview)) as (_, admission),
        engine() as page,
    ):
        page.open(admission.address)
        page.run(LISTEN.strip())
        page.wait_for(GOOD)
        page.wait_for(f"{PAGES}.length > 3 && {DRAWN}.some(Boolean)")

        before = page.run(DRAWN)
        page.run(
            f"(() => {{ const at = {AREA}.value.indexOf('when you said.') + 14;"
            f"{AREA}.focus(); {AREA}.setSelectionRange(at, at); }})()"
        )
        page.click("#toolbar button:nth-child(4)")
        page.type("Pay back")
        page.wait_for(f"{AREA}.value.includes('3. **Pay back** – ')")
        page.wait_for(f"{DRAWN}.some((one) => one && !{before!r}.includes(one))")
        page.wait_for(GOOD)
        assert "3. **Pay back**" in (tmp_path / FIRST).read_text("utf-8")

        page.run(f"({AREA}.focus(), {AREA}.setSelectionRange(0, 0))")
        page.type("---\nautor: A. Head\n---\n")
        page.wait_for("document.querySelector('#findings li')?.innerText.includes('autor')")
        page.wait_for("document.querySelector('#findings .mend')")
        page.click("#findings .mend")
        page.wait_for(f"{AREA}.value.startsWith('---\\nauthor: A. Head')")
        page.wait_for(f"!document.querySelector('#findings li') && {GOOD}")
        assert page.run(TOLD) is None
        assert settled(preview).findings == ()
