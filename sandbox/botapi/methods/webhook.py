"""setWebhook, deleteWebhook, getWebhookInfo."""

import re
from urllib.parse import urlsplit

from aiogram.methods import DeleteWebhook, GetWebhookInfo, SetWebhook

from sandbox.botapi.call import Call, Told, answers
from sandbox.botapi.errors import bad
from sandbox.shapes import Json, without_nothing
from sandbox.world.bots import Webhook

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


@answers(SetWebhook)
def set_webhook(call: Call, method: SetWebhook) -> Told:
    """https anywhere, http on this machine only; an empty address removes the webhook."""
    if method.drop_pending_updates:
        call.bot.queue.clear()
    if not method.url:
        return _remove(call)
    _check_address(method.url)
    if method.secret_token is not None and not _SECRET.fullmatch(method.secret_token):
        raise bad("secret token contains unallowed characters")
    if method.allowed_updates is not None:
        call.bot.allowed = list(method.allowed_updates) or None
    connections = min(max(method.max_connections or 40, 1), 100)
    call.bot.webhook = Webhook(method.url, method.secret_token, connections, method.ip_address)
    call.bot.queue.changed.ring()
    call.world.hooks.ring()
    return Told(True, "Webhook was set")


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        raise bad("bad webhook: invalid webhook URL specified") from None
    if not host:
        raise bad("bad webhook: invalid webhook URL specified")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOOPBACK):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")


def _remove(call: Call) -> Told:
    had = call.bot.webhook is not None
    call.bot.webhook = None
    call.bot.queue.changed.ring()
    call.world.hooks.ring()
    return Told(True, "Webhook was deleted" if had else "Webhook is already deleted")


@answers(DeleteWebhook)
def delete_webhook(call: Call, method: DeleteWebhook) -> Told:
    """What waits stays for getUpdates, unless it is to be dropped."""
    if method.drop_pending_updates:
        call.bot.queue.clear()
    return _remove(call)


@answers(GetWebhookInfo)
def get_webhook_info(call: Call, method: GetWebhookInfo) -> Json:
    """With what went wrong last."""
    hook = call.bot.webhook
    call.bot.queue.expire(call.world.clock.now().timestamp())
    failed = hook.last_error if hook else None
    return without_nothing(
        url=hook.url if hook else "",
        has_custom_certificate=False,
        pending_update_count=len(call.bot.queue.waiting),
        ip_address=hook.ip_address if hook else None,
        max_connections=hook.max_connections if hook else None,
        last_error_date=failed[0] if failed else None,
        last_error_message=failed[1] if failed else None,
        allowed_updates=call.bot.allowed,
    )
