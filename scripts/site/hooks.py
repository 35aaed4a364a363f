"""What the site adds to mkdocs: pages that lie outside docs/ (README, changelog), and links to them.

In a checkout these files stand where people look for them; on the site they are pages like others.
"""

import posixpath
import re
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[2]
OUTSIDE = {
    "README.md": "index.md",
    "README.en.md": "en/index.md",
    "CHANGELOG.zh.md": "zh/changelog.md",
    "CHANGELOG.md": "en/changelog.md",
    "CONTRIBUTING.md": "contributing.md",
}
"""Files of the checkout with the page that each is on the site."""
_SHIM = "https://unpkg.com/iframe-worker/shim"
"""Where the theme would fetch what searching needs in a page opened from a folder; we bring it along."""
_LINK = re.compile(r"(\]\()([^)#:\s]+)((?:#[^)]*)?\))")


def on_files(files: Files, config: Any) -> Files:
    """Add the pages from outside."""
    for source, page in OUTSIDE.items():
        text = (ROOT / source).read_text("utf-8")
        files.append(File.generated(config, page, content=text))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Turn links between files of the checkout into links between pages."""
    return with_links(markdown, page.file.src_uri)


def on_post_page(output: str, page: Any, **_: Any) -> str:
    """Take the search's helper from the site itself."""
    here = posixpath.dirname(page.file.dest_uri) or "."
    return output.replace(_SHIM, posixpath.relpath("assets/iframe-worker.js", here))


def on_post_template(output_content: str, **_: Any) -> str:
    """Do the same in pages that no document is behind: 404.html."""
    return output_content.replace(_SHIM, "assets/iframe-worker.js")


def with_links(markdown: str, page: str) -> str:
    """Return a page's text with its links as they are on the site."""
    sources = {there: here for here, there in OUTSIDE.items()}
    folder = posixpath.dirname(sources.get(page, f"docs/{page}"))

    def on_site(link: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, link[2]))
        there = OUTSIDE.get(target) or (
            target.removeprefix("docs/") if target.startswith("docs/") else None
        )
        if there is None:
            return link[0]
        return link[1] + posixpath.relpath(there, posixpath.dirname(page) or ".") + link[3]

    return _LINK.sub(on_site, markdown)
