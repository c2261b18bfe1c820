"""Everything that exists in one sandbox, and the numbers that it gives out."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence

from sandbox.clock import Clock
from sandbox.shapes import Json, without_nothing
from sandbox.signals import Signal
from sandbox.world.bots import UNKNOWN_ID, Bot
from sandbox.world.chats import Chat
from sandbox.world.events import Events
from sandbox.world.files import FileStore
from sandbox.world.membership import create_group
from sandbox.world.messages import Message
from sandbox.world.people import Person
from sandbox.world.refusals import Refused
from sandbox.world.updates import MESSAGE_LIVES, Update

_REMEMBERED = 50_000
_FIRST_PERSON = 500_001
_FIRST_GROUP = -4_000_001
_FIRST_SUPERGROUP = -1_002_000_000_001


class World:
    """One object on purpose: a sandbox is small, and every subject beside this file works on it as plain functions.

    `main` is the bot that people talk to. It exists before any call (people may write first) and belongs to the
    first token that calls; a token that only looked (getMe) gives it up to the first one that listens for updates.
    """

    def __init__(
        self, clock: Clock, bot_name: str = "Sandbox", bot_username: str = "sandbox_bot", privacy: bool = True
    ) -> None:
        began = clock.seconds()
        self.clock = clock
        self.events = Events()
        self.files = FileStore()
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Chat] = {}
        self.bots: dict[str, Bot] = {}
        self.history: OrderedDict[int, tuple[Bot, Update]] = OrderedDict()
        self.inline_messages: dict[str, Message] = {}
        self.privacy = privacy
        self.hooks = Signal()
        self._update_id = began
        self._message_id = began // 10
        self._person_id = _FIRST_PERSON - 1
        self._group_id = _FIRST_GROUP + 1
        self._supergroup_id = _FIRST_SUPERGROUP + 1
        self._bot_user: Json = {"is_bot": True, "first_name": bot_name, "username": bot_username}
        self.main = self._new_bot()

    def _new_bot(self) -> Bot:
        return Bot(user={"id": UNKNOWN_ID, **self._bot_user}, privacy=self.privacy)

    def bot_for(self, token: str, listens: bool = False) -> Bot:
        """The bot of a token, made at its first call."""
        bot = self.bots.get(token)
        if bot is None:
            bot = self.main if self.main.token is None else self._new_bot()
            self._give(bot, token)
        if listens and not bot.listens:
            if bot is not self.main and not self.main.listens:
                looked = self.main.token
                self._give(self.main, token)
                if looked is not None:
                    self._give(bot, looked)
                bot = self.main
            bot.listens = True
        return bot

    def _give(self, bot: Bot, token: str) -> None:
        bot.adopt(token)
        self.bots[token] = bot

    def all_bots(self) -> list[Bot]:
        """The main one first."""
        return [self.main, *(bot for bot in self.bots.values() if bot is not self.main)]

    def bot_by_id(self, bot_id: int) -> Bot | None:
        """None when no bot has this id."""
        return next((bot for bot in self.all_bots() if bot.id == bot_id), None)

    def next_update_id(self) -> int:
        """One more than the last."""
        self._update_id += 1
        return self._update_id

    def next_message_id(self) -> int:
        """Unique over all chats, which Telegram doesn't promise and nobody minds."""
        self._message_id += 1
        return self._message_id

    def next_group_id(self, supergroup: bool) -> int:
        """Groups and supergroups have ids of different length, as in Telegram."""
        if supergroup:
            self._supergroup_id -= 1
            return self._supergroup_id
        self._group_id -= 1
        return self._group_id

    def add_person(
        self,
        first_name: str,
        last_name: str | None = None,
        username: str | None = None,
        language_code: str | None = None,
        roles: Sequence[str] | str = (),
        phone: str | None = None,
        person_id: int | None = None,
    ) -> Person:
        """A new account; it has a private chat with the bot only once it wrote."""
        if person_id is None:
            self._person_id += 1
            person_id = self._person_id
        if person_id in self.people:
            raise Refused(f"There is already a person with id {person_id}.", 409)
        self._person_id = max(self._person_id, person_id)
        number = phone or f"+7900{person_id % 10_000_000:07d}"
        person = Person(person_id, first_name, last_name, username, language_code, _label(roles), number)
        self.people[person.id] = person
        self.events.publish("people")
        return person

    def add_group(
        self,
        title: str,
        members: Iterable[int],
        admins: Iterable[int] = (),
        kind: str = "group",
        forum: bool = False,
        bot: bool = True,
        bot_admin: bool = False,
    ) -> Chat:
        """People-side shorthand for `membership.create_group` with the main bot."""
        adding = self.main if bot else None
        return create_group(self, title, list(members), list(admins), kind, forum, adding, bot_admin)

    def person(self, person_id: int) -> Person:
        """Refused (404) when there is nobody with this id."""
        if person_id not in self.people:
            raise Refused(f"There is no person with id {person_id}.", 404)
        return self.people[person_id]

    def chat(self, bot: Bot, chat_id: int) -> Chat | None:
        """A chat as this bot may address it: its private ones and every group."""
        return bot.private.get(chat_id) or self.groups.get(chat_id)

    def chats_of(self, person: Person) -> list[Chat]:
        """The private chats that were begun, then the groups."""
        private = [bot.private[person.id] for bot in self.all_bots() if person.id in bot.private]
        return private + [chat for chat in self.groups.values() if chat.has(person.id)]

    def private_chat(self, bot: Bot, person: Person) -> Chat:
        """Begins the chat when there is none yet."""
        chat = bot.private.get(person.id)
        if chat is None:
            chat = bot.private[person.id] = Chat(person.id, "private", person=person, owner=bot)
            self.events.publish("people")
        return chat

    def keep(self, message: Message) -> Message:
        """A message appears in its chat."""
        message.chat.history.add(message)
        self.told(message, "new")
        return message

    def told(self, message: Message, what: str) -> None:
        """The page looks at this message again; `what` is new, edited, deleted, pinned, unpinned or reacted."""
        facts = {"message_id": message.id, "what": what, "thread": message.thread}
        self.events.publish("message", **place(message.chat), **without_nothing(**facts))

    def deliver(self, bot: Bot, kind: str, payload: Json, subject: int, lives: int = MESSAGE_LIVES) -> Update | None:
        """Into the bot's queue, unless it didn't ask for this kind."""
        if not bot.wants(kind):
            return None
        expires = self.clock.now().timestamp() + lives
        update = Update(self.next_update_id(), kind, payload, expires, subject)
        self.enqueue(bot, update)
        return update

    def enqueue(self, bot: Bot, update: Update) -> None:
        """Into the queue and into the memory from which it can be delivered again."""
        self.history[update.id] = (bot, update)
        if len(self.history) > _REMEMBERED:
            self.history.popitem(last=False)
        bot.queue.add(update)
        self.hooks.ring()


def place(chat: Chat) -> Json:
    """Where an event belongs: private chats of several bots have one id, the bot tells them apart."""
    return {"chat_id": chat.id} | ({"bot_id": chat.owner.id} if chat.owner else {})


def _label(roles: Sequence[str] | str) -> list[str] | str:
    return roles if isinstance(roles, str) else list(roles)
