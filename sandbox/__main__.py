"""python -m sandbox: a Telegram of one's own, until Ctrl-C."""

import argparse
import asyncio
import contextlib
import logging
import signal
import sys

from sandbox.server import RemoteHostError, Sandbox


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8081, help="0 takes any free port (8081 by default)")
    parser.add_argument("--host", default="127.0.0.1", help="127.0.0.1 by default")
    parser.add_argument("--allow-remote", action="store_true", help="serve other machines too: there is no password")
    parser.add_argument(
        "--limits", action="store_true", help="answer 429 to a bot that writes faster than Telegram lets"
    )
    parser.add_argument("--no-privacy", action="store_true", help="the bot reads everything in groups")
    return parser.parse_args(given)


async def serve(options: argparse.Namespace) -> int:
    """Until SIGINT or SIGTERM; → the exit code."""
    sandbox = Sandbox(limits=options.limits, privacy=not options.no_privacy)
    try:
        port = await sandbox.start(options.host, options.port, options.allow_remote)
    except RemoteHostError:
        print(f"{options.host} can be reached by others and the sandbox has no password; add --allow-remote to do so.")
        return 2
    except OSError as problem:
        print(f"Can't listen on {options.host}:{options.port}: {problem.strerror}.")
        return 2
    print(
        f"Sandbox: http://{options.host}:{port}/  (Bot API: http://{options.host}:{port}/bot<token>/<method>)",
        flush=True,
    )
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, stopped.set)
    await stopped.wait()
    await sandbox.stop()
    return 0


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    sys.exit(asyncio.run(serve(arguments())))
