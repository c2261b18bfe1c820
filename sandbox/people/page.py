"""The page: static files of this package, nothing from outside.

What the first paint needs (the styles and the script in the page's head) is served inside the page itself, so that it
waits for no second answer; the policy names these very texts by their hashes and allows no others in line.
"""

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

_ROOT = Path(__file__).resolve().parent.parent
_KINDS = {".js": "text/javascript", ".css": "text/css"}
_LINKED = re.compile(
    r'<(link rel="stylesheet" href|script src)="/page/([\w.]+)">(?:</script>)?(?=.*</head>)', re.DOTALL
)
_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; style-src 'self'{styles}; "
    "script-src 'self'{scripts}; base-uri 'none'; form-action 'none'"
)


def routes() -> list[web.RouteDef]:
    """/ and what it loads."""
    files = {f"/page/{one.name}": one for one in sorted(_ROOT.glob("page/*")) if one.suffix in _KINDS}
    return [
        web.get("/", _front),
        web.get("/words/ru.json", _server(_ROOT / "words" / "ru.json", "application/json")),
        *(web.get(path, _server(file, _KINDS[file.suffix])) for path, file in files.items()),
    ]


async def _front(request: web.Request) -> web.Response:
    hashes: dict[str, str] = {"style": "", "script": ""}

    def inlined(found: re.Match[str]) -> str:
        text = _text(_ROOT / "page" / found[2])
        tag = "style" if found[1].startswith("link") else "script"
        hashes[tag] += f" 'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        return f"<{tag}>{text}</{tag}>"

    page = _LINKED.sub(inlined, _text(_ROOT / "page" / "index.html"))
    return _answer(page, "text/html", _POLICY.format(styles=hashes["style"], scripts=hashes["script"]))


def _server(file: Path, mime: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def serve(request: web.Request) -> web.Response:
        return _answer(_text(file), mime, _POLICY.format(styles="", scripts=""))

    return serve


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _answer(text: str, mime: str, policy: str) -> web.Response:
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return web.Response(text=text, content_type=mime, charset="utf-8", headers=headers)
