"""Changing and taking away what was sent; buttons and their answers."""

import asyncio

from tests.sandbox.conftest import Lab, keyboard


async def test_edits_change_text_and_keyboard(lab: Lab) -> None:
    anna = await lab.talking()
    sent = await lab.ok("sendMessage", chat_id=anna, text="one", reply_markup=keyboard([("A", "a")]))
    target = {"chat_id": anna, "message_id": sent["message_id"]}
    edited = await lab.ok("editMessageText", **target, text="two")
    assert edited["text"] == "two" and "reply_markup" not in edited and edited["edit_date"]
    await lab.ok("editMessageReplyMarkup", **target, reply_markup=keyboard([("B", "b")]))
    seen = (await lab.sees(anna))[-1]
    assert (seen["text"], seen["buttons"], seen["edited"]) == ("two", [[{"text": "B", "data": "b"}]], True)


async def test_edits_are_refused_in_telegrams_words(lab: Lab) -> None:
    anna = await lab.talking()
    said = await lab.says(anna, "mine")
    sent = await lab.ok("sendMessage", chat_id=anna, text="one")
    target = {"chat_id": anna, "message_id": sent["message_id"]}
    assert "message is not modified" in await lab.refused("editMessageText", **target, text="one")
    missing = await lab.refused("editMessageText", chat_id=anna, message_id=1, text="x")
    assert missing == "400 Bad Request: message to edit not found"
    foreign = await lab.refused("editMessageText", chat_id=anna, message_id=said["id"], text="x")
    assert foreign == "400 Bad Request: message can't be edited"
    nothing = await lab.refused("editMessageText", text="x")
    assert nothing == "400 Bad Request: message identifier is not specified"
    assert await lab.refused("editMessageText", **target, text="") == "400 Bad Request: message text is empty"
    assert await lab.refused("editMessageText", **target, text="x" * 4097) == "400 Bad Request: MESSAGE_TOO_LONG"
    assert "no caption" in await lab.refused("editMessageCaption", **target, caption="x")
    assert "keyboard" in await lab.refused(
        "editMessageReplyMarkup", **target, reply_markup={"keyboard": [[{"text": "x"}]]}
    )
    with_keyboard = await lab.ok("sendMessage", chat_id=anna, text="k", reply_markup={"keyboard": [[{"text": "x"}]]})
    target["message_id"] = with_keyboard["message_id"]
    assert await lab.refused("editMessageText", **target, text="x") == "400 Bad Request: message can't be edited"


async def test_media_and_captions_are_edited(lab: Lab) -> None:
    anna = await lab.talking()
    await lab.post(f"/chats/{anna}/messages", {"document": {"name": "a.txt", "base64": "YQ=="}, "text": "cap"})
    given = (await lab.updates())[-1]["message"]["document"]["file_id"]
    sent = await lab.ok("sendDocument", chat_id=anna, document=given, caption="one")
    target = {"chat_id": anna, "message_id": sent["message_id"]}
    assert (await lab.ok("editMessageCaption", **target, caption="two"))["caption"] == "two"
    assert "no text" in await lab.refused("editMessageText", **target, text="x")
    media = {"type": "document", "media": given, "caption": "three"}
    assert (await lab.ok("editMessageMedia", **target, media=media))["caption"] == "three"


async def test_deleting_ends_after_48_hours(lab: Lab) -> None:
    anna = await lab.talking()
    old, older = [(await lab.ok("sendMessage", chat_id=anna, text=text))["message_id"] for text in "ab"]
    assert await lab.ok("deleteMessage", chat_id=anna, message_id=old) is True
    assert await lab.refused("deleteMessage", chat_id=anna, message_id=old) == (
        "400 Bad Request: message to delete not found"
    )
    await lab.post("/clock", {"advance": 48 * 3600 + 60})
    assert "message can't be deleted" in await lab.refused("deleteMessage", chat_id=anna, message_id=older)
    new = (await lab.ok("sendMessage", chat_id=anna, text="c"))["message_id"]
    assert await lab.ok("deleteMessages", chat_id=anna, message_ids=[new, 1]) is True
    assert [one["id"] for one in await lab.sees(anna)][1:] == [older]


async def test_a_press_waits_for_its_answer(lab: Lab) -> None:
    anna = await lab.talking()
    sent = await lab.ok("sendMessage", chat_id=anna, text="x", reply_markup=keyboard([("A", "a"), ("B", "b")]))
    address = f"/chats/{anna}/messages/{sent['message_id']}/press"
    pressing = asyncio.create_task(lab.post(address, {"from": anna, "row": 0, "col": 1}))
    (update,) = await lab.updates(timeout=2)
    query = update["callback_query"]
    assert (query["data"], query["from"]["id"], query["message"]["message_id"]) == ("b", anna, sent["message_id"])
    assert await lab.ok("answerCallbackQuery", callback_query_id=query["id"], text="ok") is True
    assert await pressing == {"answer": {"text": "ok", "show_alert": False, "url": None}}
    assert await lab.post(address, {"from": anna, "text": "A"}) == {"answer": None}
    long = await lab.refused("answerCallbackQuery", callback_query_id=query["id"], text="x" * 201)
    assert long == "400 Bad Request: MESSAGE_TOO_LONG"


async def test_old_buttons_can_be_pressed_by_their_data_only(lab: Lab) -> None:
    anna, boris = await lab.talking(), await lab.person("Boris")
    sent = await lab.ok("sendMessage", chat_id=anna, text="x", reply_markup=keyboard([("A", "a")]))
    address = f"/chats/{anna}/messages/{sent['message_id']}/press"
    await lab.ok("editMessageText", chat_id=anna, message_id=sent["message_id"], text="y")
    status, answer = await lab.call("POST", address, {"from": anna, "text": "A"})
    assert status == 404 and "no button" in answer["error"]
    assert (await lab.call("POST", address, {"from": boris, "data": "a"}))[0] == 403
    await lab.post(address, {"from": anna, "data": "a"})
    assert (await lab.updates())[0]["callback_query"]["message"]["text"] == "y"
    await lab.ok("deleteMessage", chat_id=anna, message_id=sent["message_id"])
    await lab.post(address, {"from": anna, "data": "a"})
    assert (await lab.updates())[0]["callback_query"]["message"]["date"] == 0


async def test_a_press_is_answered_within_its_time(lab: Lab) -> None:
    anna = await lab.talking()
    sent = await lab.ok("sendMessage", chat_id=anna, text="x", reply_markup=keyboard([("A", "a")]))
    await lab.post(f"/chats/{anna}/messages/{sent['message_id']}/press", {"from": anna, "text": "A"})
    query = (await lab.updates())[0]["callback_query"]
    await lab.post("/clock", {"advance": 3600})
    refusal = "400 Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await lab.refused("answerCallbackQuery", callback_query_id=query["id"]) == refusal
    assert await lab.refused("answerCallbackQuery", callback_query_id="1") == refusal
    assert await lab.refused("answerCallbackQuery") == refusal


async def test_inline_results_are_shown_chosen_and_edited(lab: Lab) -> None:
    anna = await lab.talking()
    content = {"message_text": "<b>r</b>", "parse_mode": "HTML"}
    article = {"type": "article", "id": "1", "title": "T", "input_message_content": content}
    asking = asyncio.create_task(lab.post("/inline", {"from": anna, "query": "q", "choose": "1"}))
    (update,) = await lab.updates(timeout=2)
    given = article | {"reply_markup": keyboard([("A", "a")])}
    await lab.ok("answerInlineQuery", inline_query_id=update["inline_query"]["id"], results=[given])
    answer = await asking
    assert answer["results"][0]["title"] == "T" and answer["message"]["html"] == "<b>r</b>"
    chosen = (await lab.updates())[-1]["chosen_inline_result"]
    assert await lab.ok("editMessageText", inline_message_id=chosen["inline_message_id"], text="new") is True
    assert (await lab.sees(anna))[-1]["text"] == "new"
    assert (
        await lab.refused("editMessageText", inline_message_id="x", text="n") == "400 Bad Request: MESSAGE_ID_INVALID"
    )


async def test_reactions_go_both_ways(lab: Lab) -> None:
    anna = await lab.talking()
    await lab.updates(allowed_updates=["message", "message_reaction"])
    sent = await lab.ok("sendMessage", chat_id=anna, text="x")
    target = {"chat_id": anna, "message_id": sent["message_id"]}
    await lab.ok("setMessageReaction", **target, reaction=[{"type": "emoji", "emoji": "👍"}])
    assert "REACTION_INVALID" in await lab.refused(
        "setMessageReaction", **target, reaction=[{"type": "emoji", "emoji": "x"}]
    )
    seen = await lab.post(f"/chats/{anna}/messages/{sent['message_id']}/react", {"from": anna, "emoji": "❤️"})
    assert {one["emoji"] for one in seen["reactions"]} == {"👍", "❤"}
    assert (await lab.updates())[0]["message_reaction"]["new_reaction"] == [{"type": "emoji", "emoji": "❤"}]
