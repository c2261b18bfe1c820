"""The page: static files of this package, nothing from outside."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

_ROOT = Path(__file__).resolve().parent.parent
_POLICY = "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; base-uri 'none'; form-action 'none'"
_FILES = {
    "/": ("page/index.html", "text/html"),
    "/page/style.css": ("page/style.css", "text/css"),
    "/words/ru.json": ("words/ru.json", "application/json"),
}


def routes() -> list[web.RouteDef]:
    """/ and what it loads."""
    scripts = {f"/page/{one.name}": (f"page/{one.name}", "text/javascript") for one in _ROOT.glob("page/*.js")}
    return [web.get(path, _server(name, mime)) for path, (name, mime) in (_FILES | scripts).items()]


def _server(name: str, mime: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def serve(request: web.Request) -> web.Response:
        headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
        text = (_ROOT / name).read_text(encoding="utf-8")
        return web.Response(text=text, content_type=mime, charset="utf-8", headers=headers)

    return serve
