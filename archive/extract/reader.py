"""The walk from a capture to what its page says."""

from archive.capture import Capture
from archive.extract.assemble import assemble
from archive.extract.body import find_body
from archive.extract.bylines import find_bylines
from archive.extract.clean import clean
from archive.extract.dates import find_date
from archive.extract.decode import decode
from archive.extract.judge import refuse_list, refuse_notices, refuse_refresh, refuse_status
from archive.extract.parts import find_parts
from archive.extract.profile import select_node, select_texts
from archive.extract.result import Extraction
from archive.extract.scene import identified, scene_of
from archive.extract.title import find_title
from archive.extract.walk import lines_of
from archive.page import parse
from archive.site import Site
from archive.text.repair import repair_html, repair_text


def read(capture: Capture, site: Site) -> Extraction:
    """What the page in *capture* says. Raises NotAnArticle with the reason if it is no article."""
    refuse_status(capture.status, capture.header("Location"))
    decoded = decode(capture)
    realigned = repair_html(decoded.html)
    page = parse(realigned.text, capture.url)
    ids = identified(page)
    selected = select_texts(page.tree, site.extract)
    parts = find_parts(page, site.extract.next_page)
    cleaned = clean(page, site)
    lines = lines_of(page.tree, cleaned.folded)
    refuse_refresh(page, lines)
    headline = find_title(page, lines, selected.get("title"))
    body = find_body(page.tree, lines, headline.line, select_node(page.tree, site.extract.body))
    repaired = repair_text(body.text)
    refuse_notices(page.title_tag, repaired.text, lines)
    scene = scene_of(lines, headline.line, body.lines, ids, repaired)
    now = capture.captured_at.astimezone(site.zone)
    dated = find_date(page, scene, now, selected.get("published_at"))
    refuse_list(body, lines, headline.line, dated.value)
    bylines = find_bylines(page, scene, selected)
    return assemble(
        decoded=decoded,
        realigned=realigned,
        page=page,
        cleaned=cleaned,
        body=body,
        repaired=repaired,
        title=headline.field,
        dated=dated,
        bylines=bylines,
        parts=parts,
    )
