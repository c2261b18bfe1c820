"""Voices are kept with what they belong to, and played to whoever may see all of the client."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sales.actions.clients import client_in_reach, require_full
from sales.leads import Question
from sales.people import Actor, Permission, require
from sales.ports import NEW, Work
from sales.voices import Voice, VoiceFile

#: The newest ones; more than that nobody listens to in a row.
PLAYED_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class PlayedVoice:
    """`question`: whose evidence it is; None: a note."""

    file_id: str
    member: str
    at: datetime
    seconds: int
    question: Question | None


@dataclass(frozen=True, slots=True)
class Playlist:
    """Oldest first, so that they are heard in the order they were said. `left_out`: how many older ones there are."""

    client: str
    voices: tuple[PlayedVoice, ...]
    left_out: int


def keep_voice(
    work: Work,
    actor: Actor,
    client_id: int,
    heard: VoiceFile,
    now: datetime,
    *,
    activity_id: int | None = None,
    lead_id: int | None = None,
    question: Question | None = None,
) -> Voice:
    """Part of a larger act, which has asked for the right to it."""
    file = (heard.file_id, heard.unique_id, heard.seconds)
    return work.voices.add(Voice(NEW, client_id, actor.member_id, now, *file, activity_id, lead_id, question))


def client_voices(work: Work, actor: Actor, client_id: int) -> Playlist:
    """Asked at every playback: the right to the client may have gone since the button was made."""
    require(actor, Permission.FIND_CLIENTS)
    client = client_in_reach(work, actor, client_id)
    require_full(work, actor, client)
    kept = work.voices.of_client(client.id)
    played = [
        PlayedVoice(one.file_id, work.people.get(one.member_id).name, one.at, one.seconds, one.question)
        for one in kept[-PLAYED_AT_MOST:]
    ]
    return Playlist(client.name, tuple(played), len(kept) - len(played))
