"""Why a person's act isn't possible; the people's side turns it into 4xx with one sentence."""


class Refused(Exception):
    """`status` is the HTTP status that fits the sentence."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status
