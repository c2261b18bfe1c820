"""The messages of one chat: found by id, read by the page, whatever their number."""

from bisect import bisect_left, bisect_right, insort

from sandbox.world.messages import Message


class History:
    """Messages that were deleted can still be found by `ever`: an old screen may show their buttons."""

    def __init__(self) -> None:
        self._messages: dict[int, Message] = {}
        self._there: list[int] = []

    def add(self, message: Message) -> None:
        """A message appears; its id says where it stands."""
        if message.id not in self._messages or self._messages[message.id].deleted:
            insort(self._there, message.id)
        self._messages[message.id] = message

    def remove(self, message: Message) -> None:
        """Nobody sees it any more; deleting twice is no error."""
        if self.find(message.id) is message:
            del self._there[bisect_left(self._there, message.id)]
        message.deleted = True

    def find(self, message_id: int | None) -> Message | None:
        """A message that is still there."""
        message = self.ever(message_id)
        return message if message and not message.deleted else None

    def ever(self, message_id: int | None) -> Message | None:
        """The same, also when it was deleted."""
        return self._messages.get(message_id) if message_id is not None else None

    @property
    def last(self) -> Message | None:
        """The newest message that is there."""
        return self._messages[self._there[-1]] if self._there else None

    def between(self, after: int | None = None, before: int | None = None, limit: int | None = None) -> list[Message]:
        """Those that are there, oldest first, both ends excluded; a limit keeps those next to the end that is given."""
        start = 0 if after is None else bisect_right(self._there, after)
        end = len(self._there) if before is None else bisect_left(self._there, before)
        if limit is not None and after is not None and before is None:
            end = min(end, start + limit)
        elif limit is not None:
            start = max(start, end - limit)
        return [self._messages[one] for one in self._there[start:end]]
