"""What a worker runs: one job, rendered in a context that is sent to each worker once.

Jobs are small and their context, with its fonts, is not, so a worker is sent only its key. One that
does not have the context returns None, gets the job again with the context, and keeps that for the
jobs that follow. This needs neither a shared disk nor a way to address a single worker, only an
executor.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from booklet.common.bug_report import explain_exhaustion
from booklet.common.errors import BookletError, BugError, SetupError, TypesetError
from booklet.common.memoize import forget_unused
from booklet.common.toolchain import renderer_version
from booklet.weasy.diagnostics import EndlessError
from booklet.weasy.loader import RENDER_LOCK, load_weasyprint
from booklet.weasy.patches.frame_stack import call_with_room
from booklet.weasy.patches.garbage_collection import (
    paused_garbage_collection,
    spare_imported_modules,
)

if TYPE_CHECKING:
    from booklet.linker.fragment import Fragment
    from booklet.weasy.render_job import RenderContext, RenderJob

_MOST_CONTEXTS = 3

_contexts: dict[str, RenderContext] = {}


def prepare_worker() -> None:
    """Import what renders; what is wrong with it, the first job tells."""
    with contextlib.suppress(BookletError):
        load_weasyprint()
        import booklet.weasy.render  # noqa: F401, PLC0415 - needs Pango
    spare_imported_modules()


def run_task(
    job: RenderJob, version: str, key: str, render_context: RenderContext | None = None
) -> Fragment | None:
    """Render a job, in whichever process this is called.

    Args:
        job: what to render.
        version: of the renderer that is wanted.
        key: of the context it is rendered in.
        render_context: itself, for a worker that does not have it.

    Returns:
        The fragment, or None when the worker asks for the context.

    Raises:
        BugError: when something unexpected goes wrong.
        SetupError: when this machine cannot set pages, or would set them otherwise.
        TypesetError: when these pages cannot be set.
    """
    require_renderer(version)
    if render_context is None:
        render_context = _contexts.get(key)
    else:
        _contexts[key] = render_context
        for surplus in list(_contexts)[:-_MOST_CONTEXTS]:
            _contexts.pop(surplus, None)
    if render_context is None:
        return None
    forget_unused()  # a worker lives as long as a preview does
    return render_division(job, render_context)


def require_renderer(version: str) -> None:
    """Make sure that this process renders as the one that gives it work does.

    Raises:
        SetupError: when it has another version of anything that has an influence on pages.
    """
    if version != renderer_version():
        raise SetupError(
            "a worker has other versions of this program, its packages, Python or Pango",
            hint="Install the same versions on every machine; else the pages would not match.",
        )


def render_division(job: RenderJob, render_context: RenderContext) -> Fragment:
    """Render one division's pages. The result depends on nothing but the arguments.

    Raises:
        BugError: when something unexpected goes wrong; it names the division.
        SetupError: when this machine cannot set pages.
        TypesetError: when these pages cannot be set; it names the division.
    """
    load_weasyprint()
    from booklet.weasy.render import render_pages  # noqa: PLC0415 - needs Pango

    title = job.title
    try:
        with RENDER_LOCK, paused_garbage_collection():
            return call_with_room(render_pages, job, render_context)
    except BookletError:
        raise
    except EndlessError as error:
        raise TypesetError(
            f"'{title}' does not come to an end: {error}",
            hint="Something in it cannot be put on any page; look for a very tall table row or "
            "picture, or for a height or margin in the style sheet that is larger than the page.",
        ) from error
    except RecursionError as error:
        raise TypesetError(
            f"'{title}' is nested too deeply to be set",
            hint="Look for quotations, lists or raw HTML that are hundreds of levels deep.",
        ) from error
    except MemoryError as error:
        raise TypesetError(
            f"there is not enough memory to set '{title}'",
            hint="Split it into shorter chapters, or make its pictures smaller.",
        ) from error
    except Exception as error:
        if explained := explain_exhaustion(error) or _explain_system(error, title):
            raise explained from error
        raise BugError.during(f"setting '{title}'", error) from error


def _explain_system(error: Exception, title: str) -> SetupError | None:
    """Say what the operating system does not let us do; no file of an author's is read here."""
    if not isinstance(error, OSError) or error.errno is None:
        return None  # Pillow has OSErrors of its own
    where = f" with '{error.filename}'" if error.filename else ""
    return SetupError(
        f"'{title}' cannot be set, because this machine stops it{where}: {error.strerror}",
        hint="Make room in the folder for temporary files, close other programs, and try again.",
    )
