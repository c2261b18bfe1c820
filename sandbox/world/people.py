"""A person with a Telegram account."""

from dataclasses import dataclass, field

from sandbox.shapes import Json, without_nothing


@dataclass(eq=False)
class Person:
    """`id` is also the id of the person's private chat with a bot; `roles` is a label, it grants nothing."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    roles: list[str] | str = field(default_factory=list)
    phone: str = ""

    @property
    def name(self) -> str:
        """First and last name together."""
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name

    def user(self) -> Json:
        """As Telegram's User."""
        return without_nothing(
            id=self.id,
            is_bot=False,
            first_name=self.first_name,
            last_name=self.last_name,
            username=self.username,
            language_code=self.language_code,
        )

    def private_chat(self) -> Json:
        """As Telegram's Chat of type private."""
        return without_nothing(
            id=self.id,
            first_name=self.first_name,
            last_name=self.last_name,
            username=self.username,
            type="private",
        )

    def contact(self) -> Json:
        """What a request_contact button sends."""
        return without_nothing(
            phone_number=self.phone, first_name=self.first_name, last_name=self.last_name, user_id=self.id
        )
