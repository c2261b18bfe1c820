"""What a rep passes on to the bot: somebody's message or contact, kept with a client or in a lead's draft."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sales.actions.activities import LoggedAct
from sales.actions.client_search import FOUND_AT_MOST, FoundClient, check_workable
from sales.actions.client_search import recent_clients as recent
from sales.actions.clients import client_in_reach, require_full
from sales.actions.leads import Progress, StartLead, own_draft, progress, start_lead
from sales.actions.voices import keep_voice
from sales.actions.waiting import client_acted
from sales.activities import Activity, ActKind, Direction, Outcome
from sales.clients import Client, Contact
from sales.errors import Empty, NotYours
from sales.identify import normal_phone
from sales.leads import Answer, Question, Verdict
from sales.people import Actor, Permission, require
from sales.ports import NEW, Work
from sales.voices import VoiceFile
from sales.wording import a_line, words

#: Characters: what is passed on was written by others and can't be shortened; a few messages of Telegram fit.
PASSED_ON = 12_000


@dataclass(frozen=True, slots=True)
class Sender:
    """Of whom something is known: a phone as in E.164, an account."""

    phone: str | None = None
    telegram_id: int | None = None


@dataclass(frozen=True, slots=True)
class NoteClient:
    """Words or voices, or both. `by_client`: the client has written, so that waiting for the client is over."""

    client_id: int
    words: str = ""
    voices: tuple[VoiceFile, ...] = ()
    by_client: bool = False


@dataclass(frozen=True, slots=True)
class AddToLead:
    """As evidence for one of the four questions, beside what was said to it before."""

    client_id: int
    question: Question
    words: str = ""
    voices: tuple[VoiceFile, ...] = ()
    by_client: bool = False


@dataclass(frozen=True, slots=True)
class Noted:
    """`ended_waits`: how many times waiting for the client was over with it."""

    logged: LoggedAct
    ended_waits: int


@dataclass(frozen=True, slots=True)
class AddContact:
    client_id: int
    name: str
    phone: str | None
    telegram_id: int | None = None


@dataclass(frozen=True, slots=True)
class AddedContact:
    """`known`: this number stood there already."""

    client_id: int
    client: str
    name: str
    phone: str | None
    known: bool


def likely_clients(work: Work, actor: Actor, sender: Sender) -> tuple[FoundClient, ...]:
    """Whose note may it be: the clients of that sender, then those the person was busy with last."""
    require(actor, Permission.LOG_ACTS)
    theirs: list[Client] = []
    if sender.phone:
        theirs += work.clients.search(actor.reach, key="", phone=sender.phone, inn=None, limit=FOUND_AT_MOST)
    if sender.telegram_id:
        theirs += work.clients.of_sender(actor.reach, sender.telegram_id, FOUND_AT_MOST)
    first = tuple(one for client in theirs if (one := _workable(work, actor, client)))
    found = dict.fromkeys((*first, *recent(work, actor)))
    return tuple(found)[:FOUND_AT_MOST]


def client_of_sender(work: Work, actor: Actor, sender: Sender) -> int | None:
    """The only client that has this phone, whosever it is."""
    require(actor, Permission.FIND_CLIENTS)
    if not sender.phone:
        return None
    found = work.clients.search(actor.reach, key="", phone=sender.phone, inn=None, limit=FOUND_AT_MOST)
    return found[0].id if len(found) == 1 else None


def _workable(work: Work, actor: Actor, client: Client) -> FoundClient | None:
    try:
        return check_workable(work, actor, client.id)
    except NotYours:
        return None


def is_colleague(work: Work, actor: Actor, telegram_id: int) -> bool:
    """Of the actor's company: what a colleague wrote is no act of the client."""
    member = work.people.by_telegram(telegram_id)
    return member is not None and member.company_id == actor.company_id


def note_client(work: Work, actor: Actor, form: NoteClient, now: datetime) -> Noted:
    """An entry in the client's history that counts as neither a call nor a meeting."""
    require(actor, Permission.LOG_ACTS)
    client = client_in_reach(work, actor, form.client_id)
    require_full(work, actor, client)
    note = _said(form.words, form.voices)
    waits = client_acted(work, actor, client.id, now) if form.by_client else []
    act = work.activities.add(
        Activity(
            id=NEW,
            company_id=client.company_id,
            team_id=client.team_id,
            client_id=client.id,
            member_id=actor.member_id,
            kind=ActKind.NOTE,
            direction=Direction.INBOUND if form.by_client else Direction.EXISTING,
            outcome=Outcome.NOTED,
            note=note,
            at=now,
            reopens=tuple(step.id for step in waits),
        )
    )
    for voice in form.voices:
        keep_voice(work, actor, client.id, voice, now, activity_id=act.id)
    work.audit.note(actor.member_id, "note_client", act.id, now, client_id=client.id)
    logged = LoggedAct(act.id, client.id, client.name, ActKind.NOTE, Outcome.NOTED, None, None, None)
    return Noted(logged, len(waits))


def add_to_lead(work: Work, actor: Actor, form: AddToLead, now: datetime) -> Progress:
    """Begins the client's draft where there is none; refused as `start_lead` refuses."""
    said = _said(form.words, form.voices)
    lead = own_draft(work, actor, start_lead(work, actor, StartLead(form.client_id), now).lead_id)
    before = {answer.question: answer.words for answer in work.leads.answers(lead.id)}.get(form.question, "")
    together = "\n".join(part for part in (before, said) if part)
    evidence = words(together) if together else ""
    if form.by_client:
        client_acted(work, actor, lead.client_id, now)
    work.leads.put_answer(lead.id, Answer(form.question, Verdict.YES, evidence, actor.member_id, now))
    for voice in form.voices:
        keep_voice(work, actor, lead.client_id, voice, now, lead_id=lead.id, question=form.question)
    work.audit.note(actor.member_id, "add_to_lead", lead.id, now, client_id=lead.client_id)
    return progress(work, lead.id, now)


def add_contact(work: Work, actor: Actor, form: AddContact, now: datetime) -> AddedContact:
    """A number that stands there already isn't entered twice; its account is remembered."""
    require(actor, Permission.LOG_ACTS)
    client = client_in_reach(work, actor, form.client_id)
    require_full(work, actor, client)
    phone = normal_phone(form.phone) if form.phone else None
    name = a_line(form.name) if form.name else ""
    same = next((one for one in work.clients.contacts(client.id) if phone and one.phone == phone), None)
    if same is None:
        work.clients.add_contact(Contact(NEW, client.id, name, "", phone, form.telegram_id))
    else:
        work.clients.save_contact(
            replace(same, name=same.name or name, telegram_id=form.telegram_id or same.telegram_id)
        )
    work.audit.note(actor.member_id, "add_contact", client.id, now, client_id=client.id)
    return AddedContact(client.id, client.name, same.name if same else name, phone, known=same is not None)


def _said(text: str, voices: tuple[VoiceFile, ...]) -> str:
    """Empty where nothing was said at all."""
    if not text and not voices:
        raise Empty
    return words(text, PASSED_ON) if text else ""
