"""Groups, supergroups, channels, topics: who is told what, and who may do what."""

from tests.sandbox.conftest import Lab


async def test_joining_is_told_as_telegram_tells_it(lab: Lab) -> None:
    anna = await lab.person()
    for kind, told in (("group", "group_chat_created"), ("supergroup", "new_chat_members"), ("channel", None)):
        chat = await lab.group(anna, kind=kind, bot_admin=kind == "channel")
        assert chat < (0 if kind == "group" else -1_000_000_000_000)
        updates = await lab.updates()
        change = updates[0]["my_chat_member"]
        status = "administrator" if kind == "channel" else "member"
        assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("left", status)
        assert change["from"]["id"] == anna and change["chat"]["type"] == kind
        assert len(updates) == (2 if told else 1)
        if told:
            assert told in updates[1]["message"]


async def test_people_who_come_and_go_are_announced(lab: Lab) -> None:
    anna, boris = await lab.person(), await lab.person("Boris")
    team = await lab.group(anna)
    await lab.updates()
    await lab.post(f"/groups/{team}/join", {"person": boris})
    await lab.post(f"/groups/{team}/leave", {"person": boris})
    came, went = [one["message"] for one in await lab.updates()]
    assert came["new_chat_members"][0]["id"] == went["left_chat_member"]["id"] == boris
    assert (await lab.call("POST", f"/groups/{team}/leave", {"person": boris}))[0] == 409


async def test_privacy_lets_commands_replies_and_events_through(lab: Lab) -> None:
    anna, boris = await lab.person(), await lab.person("Boris")
    team = await lab.group(anna, boris)
    await lab.updates()
    own = await lab.ok("sendMessage", chat_id=team, text="mine")
    other = await lab.says(team, "just talk", **{"from": anna})
    for text in ("/do", "/do@sandbox_bot now", "/do@another_bot"):
        await lab.says(team, text, **{"from": anna})
    await lab.says(team, "to you", **{"from": anna, "reply_to": own["message_id"]})
    await lab.says(team, "to Anna", **{"from": boris, "reply_to": other["id"]})
    await lab.post(f"/groups/{team}/leave", {"person": boris})
    heard = [one["message"] for one in await lab.updates()]
    assert [one.get("text", "left") for one in heard] == ["/do", "/do@sandbox_bot now", "to you", "left"]
    await lab.post(f"/groups/{team}/admin", {"person": "bot", "admin": True})
    await lab.says(team, "now you hear", **{"from": anna})
    change, talk = await lab.updates()
    assert change["my_chat_member"]["new_chat_member"]["status"] == "administrator"
    assert talk["message"]["text"] == "now you hear"


async def test_a_channel_speaks_for_itself(lab: Lab) -> None:
    anna = await lab.person()
    channel = await lab.group(anna, kind="channel", bot_admin=True)
    await lab.updates()
    await lab.says(channel, "post", **{"from": anna})
    post = (await lab.updates())[0]["channel_post"]
    assert post["sender_chat"]["id"] == channel and "from" not in post
    sent = await lab.ok("sendMessage", chat_id=channel, text="x")
    assert sent["sender_chat"]["id"] == channel and "from" not in sent
    plain = await lab.group(anna, kind="channel")
    refusal = "400 Bad Request: need administrator rights in the channel chat"
    assert await lab.refused("sendMessage", chat_id=plain, text="x") == refusal
    markup = {"keyboard": [[{"text": "x"}]]}
    assert "inline keyboard expected" in await lab.refused(
        "sendMessage", chat_id=channel, text="x", reply_markup=markup
    )


async def test_an_anonymous_admin_writes_as_the_group(lab: Lab) -> None:
    anna, boris = await lab.person(), await lab.person("Boris")
    team = await lab.group(boris, admins=[anna], kind="supergroup", bot_admin=True)
    await lab.updates()
    await lab.says(team, "/x", **{"from": anna, "as_chat": True})
    message = (await lab.updates())[0]["message"]
    assert message["sender_chat"]["id"] == team and "from" not in message
    nameless = await lab.says(team, "/y", as_chat=True)
    assert nameless["from"] == team and (await lab.updates())[0]["message"]["text"] == "/y"
    path = f"/chats/{team}/messages/{nameless['id']}"
    assert (await lab.call("PATCH", path, {"from": boris, "text": "z"}))[0] == 403
    assert (await lab.do("PATCH", path, {"text": "z"}))["edited"]
    body = {"from": boris, "text": "x", "as_chat": True}
    assert (await lab.call("POST", f"/chats/{team}/messages", body))[0] == 403


async def test_a_group_moves_to_a_supergroup(lab: Lab) -> None:
    anna = await lab.person()
    team = await lab.group(anna)
    old = await lab.ok("sendMessage", chat_id=team, text="x")
    await lab.updates()
    moved = (await lab.post(f"/groups/{team}/migrate"))["id"]
    one, two = [update["message"] for update in await lab.updates()]
    assert (one["chat"]["id"], one["migrate_to_chat_id"]) == (team, moved)
    assert (two["chat"]["id"], two["migrate_from_chat_id"]) == (moved, team)
    for method, more in (("sendMessage", {}), ("editMessageText", {"message_id": old["message_id"]})):
        status, body = await lab.bot(method, chat_id=team, text="y", **more)
        assert (status, body["parameters"]) == (400, {"migrate_to_chat_id": moved})
        assert body["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert (await lab.refused("editMessageText", chat_id=moved, text="y", message_id=old["message_id"])).startswith(
        "400"
    )
    await lab.ok("sendMessage", chat_id=moved, text="y")
    assert (await lab.call("POST", f"/groups/{team}/migrate", {}))[0] in (400, 409)


async def test_topics_live_in_forums_only(lab: Lab) -> None:
    anna = await lab.person()
    forum, team = await lab.group(anna, forum=True, bot_admin=True), await lab.group(anna, kind="supergroup")
    await lab.updates()
    topic = await lab.ok("createForumTopic", chat_id=forum, name="Deals")
    thread = topic["message_thread_id"]
    sent = await lab.ok("sendMessage", chat_id=forum, text="x", message_thread_id=thread)
    assert sent["message_thread_id"] == thread and sent["is_topic_message"]
    await lab.says(forum, "in it", **{"from": anna, "thread": thread})
    heard = [one["message"] for one in await lab.updates()]
    assert heard[0]["forum_topic_created"]["name"] == "Deals" and heard[1]["message_thread_id"] == thread
    assert (await lab.sees(forum))[-1]["thread"] == thread
    assert await lab.refused("createForumTopic", chat_id=team, name="x") == "400 Bad Request: the chat is not a forum"
    missing = await lab.refused("sendMessage", chat_id=forum, text="x", message_thread_id=thread + 99)
    assert missing == "400 Bad Request: message thread not found"
    await lab.ok("closeForumTopic", chat_id=forum, message_thread_id=thread)
    assert "TOPIC_CLOSED" in await lab.refused("sendMessage", chat_id=forum, text="x", message_thread_id=thread)


async def test_pins_need_rights_and_tell_of_themselves(lab: Lab) -> None:
    anna = await lab.talking()
    team = await lab.group(anna)
    await lab.updates()
    sent = await lab.ok("sendMessage", chat_id=team, text="board")
    target = {"chat_id": team, "message_id": sent["message_id"]}
    assert "not enough rights to manage pinned messages" in await lab.refused("pinChatMessage", **target)
    await lab.post(f"/groups/{team}/admin", {"person": "bot", "admin": True})
    await lab.updates()
    assert await lab.ok("pinChatMessage", **target) is True
    assert (await lab.updates())[0]["message"]["pinned_message"]["text"] == "board"
    assert (await lab.ok("getChat", chat_id=team))["pinned_message"]["message_id"] == sent["message_id"]
    assert [one["pinned"] for one in await lab.sees(team) if one["text"] == "board"] == [True]
    assert await lab.ok("unpinAllChatMessages", chat_id=team) is True
    assert (
        await lab.refused("pinChatMessage", chat_id=team, message_id=1) == "400 Bad Request: message to pin not found"
    )
    private = await lab.ok("sendMessage", chat_id=anna, text="x")
    assert await lab.ok("pinChatMessage", chat_id=anna, message_id=private["message_id"]) is True


async def test_members_are_known_by_their_part(lab: Lab) -> None:
    anna, boris, carl = await lab.talking(), await lab.person("Boris"), await lab.person("Carl")
    team = await lab.group(boris, admins=[anna], bot_admin=True)

    async def status(person: int) -> str:
        return (await lab.ok("getChatMember", chat_id=team, user_id=person))["status"]

    assert [await status(one) for one in (anna, boris, carl, 4242)] == ["creator", "member", "left", "administrator"]
    assert "PARTICIPANT_ID_INVALID" in await lab.refused("getChatMember", chat_id=team, user_id=1)
    admins = await lab.ok("getChatAdministrators", chat_id=team)
    assert {one["user"]["id"] for one in admins} == {anna, 4242}
    assert await lab.ok("getChatMemberCount", chat_id=team) == 3
    assert (await lab.ok("getChat", chat_id=anna))["first_name"] == "Anna"
    assert await lab.refused("getChat", chat_id=carl) == "400 Bad Request: chat not found"
    await lab.post(f"/groups/{team}/join", {"person": carl})
    await lab.post(f"/groups/{team}/leave", {"person": boris})
    assert [await status(one) for one in (boris, carl)] == ["left", "member"]


async def test_a_bot_that_left_or_was_removed_cant_write(lab: Lab) -> None:
    anna = await lab.person()
    left, removed, never = await lab.group(anna), await lab.group(anna), await lab.group(anna, bot=False)
    await lab.ok("leaveChat", chat_id=left)
    await lab.post(f"/groups/{removed}/leave", {"person": "bot"})
    member = "403 Forbidden: bot is not a member of the group chat"
    assert await lab.refused("sendMessage", chat_id=left, text="x") == member
    assert await lab.refused("sendMessage", chat_id=never, text="x") == member
    kicked = "403 Forbidden: bot was kicked from the group chat"
    assert await lab.refused("sendMessage", chat_id=removed, text="x") == kicked
    await lab.updates()
    await lab.post(f"/groups/{never}/join", {"person": "bot"})
    change, service = await lab.updates()
    assert change["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert service["message"]["new_chat_members"][0]["id"] == 4242


async def test_in_groups_others_messages_are_deleted_by_admins_only(lab: Lab) -> None:
    anna = await lab.person()
    team = await lab.group(anna)
    said = await lab.says(team, "x", **{"from": anna})
    target = {"chat_id": team, "message_id": said["id"]}
    assert "message can't be deleted" in await lab.refused("deleteMessage", **target)
    await lab.post(f"/groups/{team}/admin", {"person": "bot", "admin": True})
    assert await lab.ok("deleteMessage", **target) is True


async def test_bad_groups_are_refused_with_a_sentence(lab: Lab) -> None:
    anna = await lab.person()
    for body in (
        {"title": "x", "members": []},
        {"title": "x", "members": [1]},
        {"title": "", "members": [anna]},
        {"title": "x", "members": [anna], "kind": "club"},
        {"title": "x", "members": [anna], "kind": "channel", "forum": True},
        {"members": "x"},
        [],
        "text",
    ):
        status, answer = await lab.call("POST", "/groups", body)
        assert 400 <= status < 500 and answer["error"], body
    assert (await lab.call("POST", "/groups/5/join", {"person": anna}))[0] == 404


async def test_what_is_written_in_a_topic_answers_the_message_that_opened_it(lab: Lab) -> None:
    anna = await lab.talking()
    forum = await lab.group(anna, forum=True, bot_admin=True)
    topic = (await lab.ok("createForumTopic", chat_id=forum, name="Wins"))["message_thread_id"]
    await lab.updates()
    first = await lab.says(forum, "hello", **{"from": anna, "thread": topic})
    await lab.says(forum, "again", **{"from": anna, "thread": topic, "reply_to": first["id"]})
    got = [update["message"]["reply_to_message"] for update in await lab.updates()]
    assert got[0]["forum_topic_created"]["name"] == "Wins"
    assert got[1]["message_id"] == first["id"]
    assert [one.get("reply_to") for one in await lab.sees(forum)][-2:] == [None, first["id"]]
