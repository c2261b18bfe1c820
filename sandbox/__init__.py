"""A Telegram that fits on a laptop: the Bot API for a bot on one side, people (JSON and a page) on the other.

It knows nothing of this project's bot, so that any bot in any language can be pointed at it:

    python -m sandbox --port 8081

Inside another process it is one object (see `sandbox.server.Sandbox` for every option):

    from sandbox.server import Sandbox

    sandbox = Sandbox(token="42:demo")                   # state in memory, made anew each time
    anna = sandbox.world.add_person("Anna", roles=["hunter"])
    team = sandbox.world.add_group("Team", members=[anna.id])
    sandbox.clock.follow(run_due_work)                   # async (now) -> None, awaited when the clock is moved
    port = await sandbox.start("127.0.0.1", 0)           # 0 = any free port; answers the real one
    sandbox.report_pending(0)                            # what POST /sandbox/bot does
    await sandbox.stop()
"""
