"""What a bot may send, and Telegram's words when it may not."""

import aiohttp
import pytest

from tests.sandbox.conftest import PICTURE, TOKEN, Lab, keyboard


async def test_a_text_comes_back_as_telegram_tells_it(lab: Lab) -> None:
    anna = await lab.talking()
    sent = await lab.ok("sendMessage", chat_id=anna, text="🎯 <b>bold</b> &lt;x&gt; /start", parse_mode="HTML")
    assert sent["text"] == "🎯 bold <x> /start"
    assert sent["entities"] == [
        {"type": "bold", "offset": 3, "length": 4},
        {"type": "bot_command", "offset": 12, "length": 6},
    ]
    assert sent["from"]["is_bot"] and sent["from"]["id"] == 4242
    assert sent["chat"] == {"id": anna, "first_name": "Anna", "type": "private"}
    assert (await lab.sees(anna))[-1]["html"] == "🎯 <b>bold</b> &lt;x&gt; /start"


@pytest.mark.parametrize(
    ("html", "refusal"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("я<div>x</div>", 'Unsupported start tag "div" at byte offset 2'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
async def test_malformed_html_is_refused_in_telegrams_words(lab: Lab, html: str, refusal: str) -> None:
    anna = await lab.talking()
    said = await lab.refused("sendMessage", chat_id=anna, text=html, parse_mode="HTML")
    if html != "a < b":
        assert said == f"400 Bad Request: can't parse entities: {refusal}"
    assert said.startswith("400 Bad Request: can't parse entities: ")


async def test_limits_count_utf16_units_after_parsing(lab: Lab) -> None:
    anna = await lab.talking()
    await lab.ok("sendMessage", chat_id=anna, text="<b>" + "x" * 4096 + "</b>", parse_mode="HTML")
    await lab.ok("sendMessage", chat_id=anna, text="🎯" * 2048)
    assert (
        await lab.refused("sendMessage", chat_id=anna, text="🎯" * 2048 + "x") == "400 Bad Request: message is too long"
    )
    assert await lab.refused("sendMessage", chat_id=anna, text=" \n ") == "400 Bad Request: message text is empty"
    assert await lab.refused("sendMessage", chat_id=anna) == "400 Bad Request: message text is empty"
    assert await lab.refused("sendMessage", text="x") == "400 Bad Request: chat_id is empty"


@pytest.mark.parametrize(
    ("markup", "refusal"),
    [
        ({"inline_keyboard": [[{"text": "x"}]]}, "can't parse inline keyboard button: Text buttons are unallowed"),
        (keyboard([("x", "d" * 65)]), "BUTTON_DATA_INVALID"),
        (keyboard([("x", "д" * 33)]), "BUTTON_DATA_INVALID"),
        (keyboard([("x", "")]), "BUTTON_DATA_INVALID"),
        (keyboard([("", "x")]), "can't parse inline keyboard button"),
        ({"inline_keyboard": [[{"text": "x", "url": "javascript:alert(1)"}]]}, "inline keyboard button URL"),
        ({"inline_keyboard": [[{"text": "x", "url": "http://localhost/"}]]}, "inline keyboard button URL"),
        ({"inline_keyboard": "x"}, "can't parse reply keyboard markup"),
        ("nonsense", "can't parse reply keyboard markup JSON object"),
        (keyboard(*[[("x", "y")]] * 101), "reply markup is too long"),
    ],
)
async def test_bad_keyboards_are_refused(lab: Lab, markup: object, refusal: str) -> None:
    anna = await lab.talking()
    said = await lab.refused("sendMessage", chat_id=anna, text="x", reply_markup=markup)
    assert said.startswith(f"400 Bad Request: {refusal}")


async def test_only_those_who_wrote_can_be_written_to(lab: Lab) -> None:
    stranger, anna = await lab.person("Stranger"), await lab.talking()
    for chat_id in (stranger, 1, "@nobody", "nonsense", -5):
        assert await lab.refused("sendMessage", chat_id=chat_id, text="x") == "400 Bad Request: chat not found"
    await lab.post(f"/people/{anna}/block")
    blocked = "403 Forbidden: bot was blocked by the user"
    assert await lab.refused("sendMessage", chat_id=anna, text="x") == blocked
    assert await lab.refused("sendChatAction", chat_id=anna, action="typing") == blocked
    await lab.post(f"/people/{anna}/unblock")
    await lab.ok("sendMessage", chat_id=anna, text="x")
    changes = [one["my_chat_member"] for one in await lab.updates()]
    assert [one["new_chat_member"]["status"] for one in changes] == ["kicked", "member"]


async def test_forms_and_addresses_carry_parameters_too(lab: Lab) -> None:
    anna = await lab.talking()
    markup = '{"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}'
    form = {"chat_id": str(anna), "text": "[1]", "reply_markup": markup, "disable_notification": "true"}
    async with lab.session.post(f"{lab.base}/bot{TOKEN}/sendMessage", data=form) as reply:
        assert (await reply.json())["result"]["text"] == "[1]"
    async with lab.session.get(f"{lab.base}/bot{TOKEN}/SENDmessage?chat_id={anna}&text=hi") as reply:
        assert (await reply.json())["result"]["text"] == "hi"
    seen = (await lab.sees(anna))[-2]
    assert seen["buttons"] == [[{"text": "Go", "data": "go"}]] and seen["silent"]


async def test_unknown_methods_tokens_and_types_are_refused(lab: Lab) -> None:
    anna = await lab.talking()
    assert await lab.refused("sendNothing") == "404 Not Found: method not found"
    assert (await lab.bot("getMe", token="nonsense"))[0] == 401
    assert (await lab.refused("sendMessage", chat_id=anna, text={"a": 1})).startswith("400 Bad Request")
    assert (await lab.refused("sendMessage", chat_id=[1], text="x")).startswith("400 Bad Request")
    assert (await lab.refused("sendMessage", chat_id=anna, text="x", entities="{")).startswith("400 Bad Request")
    assert (await lab.refused("sendMessage", chat_id=anna, text="x", parse_mode="BBCode")) == (
        "400 Bad Request: unsupported parse_mode"
    )
    lone = b'{"chat_id": 1, "text": "\\ud83d"}'
    for body, kind in (
        (lone, "application/json"),
        (b"text=%ff\xff", "application/x-www-form-urlencoded"),
        (b"{", "application/json"),
        (b"[1]", "application/json"),
        (b"\xff", "multipart/form-data"),
    ):
        headers = {"Content-Type": kind}
        async with lab.session.post(f"{lab.base}/bot{TOKEN}/sendMessage", data=body, headers=headers) as reply:
            assert reply.status == 400, await reply.text()


async def test_replies_topics_and_missing_messages(lab: Lab) -> None:
    anna = await lab.talking()
    first = await lab.ok("sendMessage", chat_id=anna, text="x")
    reply = await lab.ok("sendMessage", chat_id=anna, text="y", reply_parameters={"message_id": first["message_id"]})
    assert reply["reply_to_message"]["message_id"] == first["message_id"]
    missing = {"message_id": 5}
    refusal = "400 Bad Request: message to be replied not found"
    assert await lab.refused("sendMessage", chat_id=anna, text="y", reply_parameters=missing) == refusal
    missing = {"message_id": 5, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await lab.ok("sendMessage", chat_id=anna, text="y", reply_parameters=missing)
    refusal = "400 Bad Request: message thread not found"
    assert await lab.refused("sendMessage", chat_id=anna, text="y", message_thread_id=7) == refusal


async def _upload(lab: Lab, method: str, field: str, data: bytes, name: str, **more: str) -> dict[str, object]:
    form = aiohttp.FormData({"chat_id": str(more.pop("chat_id")), **more})
    form.add_field(field, data, filename=name)
    async with lab.session.post(f"{lab.base}/bot{TOKEN}/{method}", data=form) as reply:
        return await reply.json()


async def test_files_are_uploaded_seen_and_fetched_again(lab: Lab) -> None:
    anna = await lab.talking()
    sent = await _upload(
        lab, "sendDocument", "document", b"a;b", "plan.csv", chat_id=str(anna), caption="<i>c</i>", parse_mode="HTML"
    )
    document = sent["result"]["document"]
    assert (document["file_name"], document["file_size"], sent["result"]["caption"]) == ("plan.csv", 3, "c")
    path = (await lab.ok("getFile", file_id=document["file_id"]))["file_path"]
    async with lab.session.get(f"{lab.base}/file/bot{TOKEN}/{path}") as reply:
        assert await reply.read() == b"a;b"
    picture = await _upload(lab, "sendPhoto", "photo", PICTURE, "p.png", chat_id=str(anna))
    assert picture["result"]["photo"][0]["width"] == 2
    again = await lab.ok("sendPhoto", chat_id=anna, photo=picture["result"]["photo"][0]["file_id"])
    assert again["photo"] == picture["result"]["photo"]
    seen = await lab.sees(anna)
    async with lab.session.get(lab.base + seen[-1]["photo"]["url"]) as reply:
        assert await reply.read() == PICTURE
    assert seen[-3]["document"]["name"] == "plan.csv" and seen[-3]["html"] == "<i>c</i>"


async def test_bad_files_are_refused(lab: Lab) -> None:
    anna = await lab.talking()
    assert (await _upload(lab, "sendPhoto", "photo", b"x", "p.png", chat_id=str(anna)))["description"] == (
        "Bad Request: IMAGE_PROCESS_FAILED"
    )
    assert (await _upload(lab, "sendDocument", "document", b"", "e", chat_id=str(anna)))["description"] == (
        "Bad Request: file must be non-empty"
    )
    wrong = "400 Bad Request: wrong file identifier/HTTP URL specified"
    assert await lab.refused("sendDocument", chat_id=anna, document="nonsense") == wrong
    assert await lab.refused("sendDocument", chat_id=anna) == "400 Bad Request: there is no document in the request"
    assert await lab.refused("getFile", file_id="nonsense") == "400 Bad Request: invalid file_id"
    large = await lab.post(
        f"/chats/{anna}/messages", {"document": {"name": "big.zip", "base64": "", "size": 21_000_000}}
    )
    assert large["document"]["size"] == 21_000_000
    update = (await lab.updates())[-1]["message"]["document"]
    assert await lab.refused("getFile", file_id=update["file_id"]) == "400 Bad Request: file is too big"
    too_long = await _upload(lab, "sendDocument", "document", b"x", "e", chat_id=str(anna), caption="x" * 1025)
    assert too_long["description"] == "Bad Request: message caption is too long"


async def test_albums_hold_two_to_ten(lab: Lab) -> None:
    anna = await lab.talking()
    media = '[{"type":"document","media":"attach://a","caption":"one"},{"type":"document","media":"attach://b"}]'
    form = aiohttp.FormData({"chat_id": str(anna), "media": media})
    form.add_field("a", b"1", filename="a.txt")
    form.add_field("b", b"2", filename="b.txt")
    async with lab.session.post(f"{lab.base}/bot{TOKEN}/sendMediaGroup", data=form) as reply:
        one, two = (await reply.json())["result"]
    assert one["media_group_id"] == two["media_group_id"] and one["caption"] == "one"
    single = [{"type": "document", "media": one["document"]["file_id"]}]
    assert (await lab.refused("sendMediaGroup", chat_id=anna, media=single)).startswith("400")


async def test_contacts_places_voices_and_typing(lab: Lab) -> None:
    anna = await lab.talking()
    boris = await lab.person("Boris", phone="+79001112233")
    contact = await lab.ok("sendContact", chat_id=anna, phone_number="+79001112233", first_name="Boris")
    assert contact["contact"]["user_id"] == boris
    place = await lab.ok("sendLocation", chat_id=anna, latitude=55.7, longitude=37.6)
    assert place["location"] == {"latitude": 55.7, "longitude": 37.6}
    assert (await _upload(lab, "sendVoice", "voice", b"OggS", "v.oga", chat_id=str(anna)))["result"]["voice"]
    assert await lab.ok("sendChatAction", chat_id=anna, action="typing") is True
    assert (await lab.refused("sendChatAction", chat_id=anna, action="dance")).startswith("400")


async def test_copies_lose_their_author_and_forwards_keep_it(lab: Lab) -> None:
    anna, boris = await lab.talking(), await lab.talking("Boris")
    said = await lab.says(anna, "hello")
    forwarded = await lab.ok("forwardMessage", chat_id=boris, from_chat_id=anna, message_id=said["id"])
    assert forwarded["forward_origin"]["sender_user"]["id"] == anna
    copied = await lab.ok("copyMessage", chat_id=boris, from_chat_id=anna, message_id=said["id"])
    assert copied == {"message_id": (await lab.sees(boris))[-1]["id"]}
    assert "forwarded_from" not in (await lab.sees(boris))[-1]
    for method, act in (("forwardMessage", "forward"), ("copyMessage", "copy")):
        said_no = await lab.refused(method, chat_id=boris, from_chat_id=anna, message_id=1)
        assert said_no == f"400 Bad Request: message to {act} not found"


async def test_other_markups_than_html_work_too(lab: Lab) -> None:
    anna = await lab.talking()
    await lab.ok("sendMessage", chat_id=anna, text="*b* _i_ `c` [l](http://a.b) 1\\.", parse_mode="MarkdownV2")
    link = '<a href="http://a.b">l</a>'
    assert (await lab.sees(anna))[-1]["html"] == f"<b>b</b> <i>i</i> <code>c</code> {link} 1."
    assert (await lab.refused("sendMessage", chat_id=anna, text="1.", parse_mode="MarkdownV2")).startswith("400")
    given = [{"type": "bold", "offset": 0, "length": 2}, {"type": "text_link", "offset": 0, "length": 2}]
    given += [{"type": "italic", "offset": 1, "length": 99}, {"type": "bold", "offset": -1, "length": 1}]
    await lab.ok("sendMessage", chat_id=anna, text="hi", entities=given)
    assert (await lab.sees(anna))[-1]["html"] == "<b>hi</b>"


async def test_the_pace_is_limited_where_asked_for() -> None:
    from sandbox.server import Sandbox

    sandbox = Sandbox(limits=True)
    port = await sandbox.start("127.0.0.1", 0)
    async with aiohttp.ClientSession() as session:
        lab = Lab(sandbox, port, session)
        anna = await lab.talking()
        await lab.ok("sendMessage", chat_id=anna, text="x")
        status, body = await lab.bot("sendMessage", chat_id=anna, text="x")
        assert (status, body["parameters"]) == (429, {"retry_after": 1})
        assert body["description"] == "Too Many Requests: retry after 1"
    await sandbox.stop()
