"""What one step does: the person writes or presses, exactly as by hand."""

import time

from sandbox.people.buttons import Buttons
from sandbox.people.composing import words
from sandbox.people.desk import Desk
from sandbox.playing.finding import button_in, chat_for, person_called, thread_of
from sandbox.playing.script import Act, Press, Say, Step
from sandbox.shapes import Json
from sandbox.world.chats import Chat
from sandbox.world.events import heard
from sandbox.world.messages import Message
from sandbox.world.people import Person
from sandbox.world.posting import write
from sandbox.world.refusals import Refused

_BUTTON_PATIENCE = 5.0
"""Real seconds until a button is missed."""
_LONGEST = 4096
"""UTF-16 units of a message."""


class Acting:
    """Texts come in as they are on the day that is played."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._buttons = Buttons(desk)

    def check(self, step: Step) -> None:
        """Refused when it names somebody or some place that isn't there; begins no chat."""
        world = self.desk.world
        if step.who is None:
            return
        person = person_called(world, step.who)
        if step.place is not None:
            chat = chat_for(world, world.main, person, step.place)
            thread_of(chat, step.topic if isinstance(step, Act) else None)

    def place(self, step: Step) -> tuple[Person, Chat] | None:
        """Who acts, in which chat; None for a step that names nobody."""
        if step.who is None:
            return None
        world = self.desk.world
        person = person_called(world, step.who)
        return person, chat_for(world, world.main, person, step.place)

    def say(self, step: Say, person: Person, chat: Chat, text: str) -> None:
        """Writes; Refused as by hand."""
        content = words(text, _LONGEST, "text")
        write(self.desk.world, chat, person, content, thread=thread_of(chat, step.topic))

    def leave(self, step: Step, text: str) -> None:
        """Writes into the private chat of whoever the step is about."""
        if step.who is not None:
            world = self.desk.world
            person = person_called(world, step.who)
            write(world, world.private_chat(world.main, person), person, words(text, _LONGEST, "text"))

    def button(self, step: Press, chat: Chat, text: str, of: str | None) -> tuple[Message, Json] | None:
        """The button that is meant, if it is there now."""
        return button_in(chat, text, of, thread_of(chat, step.topic))

    async def press(self, step: Press, person: Person, chat: Chat, text: str, of: str | None) -> Json | None:
        """Waits for the button, presses it, → the bot's answer; Refused when the button doesn't come."""
        events, deadline = self.desk.world.events, time.monotonic() + _BUTTON_PATIENCE
        queue = events.listen()
        try:
            while (found := self.button(step, chat, text, of)) is None:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise Refused(f"There is no button «{text}».", 404)
                await heard(queue, left)
        finally:
            events.leave(queue)
        pressed = await self._buttons.push(chat, person, *found)
        answer: Json | None = pressed["answer"]
        return answer
