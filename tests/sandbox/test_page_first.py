"""What the page needs before it can show anything comes in two answers: itself, and one look at all chats."""

import base64
import hashlib
import re

from tests.sandbox.conftest import Lab


async def test_one_answer_tells_of_everybody_and_of_what_was_said_last(lab: Lab) -> None:
    anna = await lab.talking("Anna", roles=["hunter"])
    boris = await lab.person("Boris")
    team = await lab.group(anna, boris, forum=True, bot_admin=True)
    topic = (await lab.ok("createForumTopic", chat_id=team, name="Wins"))["message_thread_id"]
    said = await lab.ok("sendMessage", chat_id=anna, text="hello")
    await lab.ok("pinChatMessage", chat_id=anna, message_id=said["message_id"])

    page = await lab.get("/page")

    first, second = page["people"]
    assert (first["id"], first["roles"], first["pinned"]) == (anna, ["hunter"], [said["message_id"]])
    assert first["last"]["service"]["kind"] == "pinned_message"
    assert second["id"] == boris and "last" not in second
    (group,) = page["groups"]
    assert group["members"] == [anna, boris] and [one["id"] for one in group["topics"]] == [topic]
    assert page["bot"]["is_bot"] and page["clock"]["now"] and page["zone"] is None


async def test_a_deleted_message_is_not_the_last_one(lab: Lab) -> None:
    anna = await lab.talking()
    kept = await lab.says(anna, "kept")
    gone = await lab.says(anna, "gone")
    await lab.do("DELETE", f"/chats/{anna}/messages/{gone['id']}")

    assert (await lab.get("/page"))["people"][0]["last"]["id"] == kept["id"]


async def test_a_group_that_has_moved_is_shown_once(lab: Lab) -> None:
    anna = await lab.talking()
    team = await lab.group(anna)
    moved = (await lab.post(f"/groups/{team}/migrate"))["id"]

    assert [group["id"] for group in (await lab.get("/page"))["groups"]] == [moved]


async def test_the_page_carries_its_first_styles_and_allows_exactly_these(lab: Lab) -> None:
    async with lab.session.get(f"{lab.base}/") as reply:
        page, policy = await reply.text(), reply.headers["Content-Security-Policy"]
    inside = re.findall(r"<style>(.*?)</style>|<script>(.*?)</script>", page, re.DOTALL)
    hashes = [base64.b64encode(hashlib.sha256("".join(text).encode()).digest()).decode() for text in inside]

    assert len(hashes) == 3 and all(f"'sha256-{one}'" in policy for one in hashes)
    assert "unsafe-inline" not in policy and "stylesheet" not in page.split("</head>")[0]
