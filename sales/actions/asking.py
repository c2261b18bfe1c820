"""A head asks one person about one thing, in the head's own name; the answer is one tap and comes straight back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sales.actions.clients import client_in_reach
from sales.actions.own import SetAway, set_away
from sales.errors import NotYours, Overtaken
from sales.inquiry import Inquiry, Reply
from sales.notices import Notice, NoticeKind
from sales.people import Actor, Permission, require
from sales.ports import NEW, Work
from sales.wording import words

#: Characters of a question: it is read on the go.
QUESTION = 300


@dataclass(frozen=True, slots=True)
class Ask:
    """`client_id` None: about no client in particular."""

    member_id: int
    client_id: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Asked:
    inquiry_id: int
    name: str


@dataclass(frozen=True, slots=True)
class AnswerInquiry:
    """`until`: with BUSY alone."""

    inquiry_id: int
    reply: Reply
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class InquiryView:
    """`client`: an empty string where it is about none. Only the asked one and who asks see it."""

    inquiry: Inquiry
    asker: str
    member: str
    client: str


def ask_member(work: Work, actor: Actor, form: Ask, now: datetime) -> Asked:
    require(actor, Permission.DIRECT_HANDOVERS)
    member = work.people.get(form.member_id)
    if not member.active or member.company_id != actor.company_id or member.team_id not in actor.reach:
        raise NotYours
    if member.id == actor.member_id:
        raise NotYours
    client_id = client_in_reach(work, actor, form.client_id).id if form.client_id else None
    said = words(form.words, QUESTION)
    made = work.inquiries.add(Inquiry(NEW, actor.member_id, member.id, client_id, said, now))
    work.outbox.tell(member.id, Notice(NoticeKind.INQUIRY, made.id))
    work.audit.note(actor.member_id, "ask_member", member.id, now, facts={"client": client_id, "words": said})
    return Asked(made.id, member.name)


def answer_inquiry(work: Work, actor: Actor, form: AnswerInquiry, now: datetime) -> InquiryView:
    """Once, by the asked one. «Busy until» is said to everybody: new work flows past until then."""
    inquiry = work.inquiries.get(form.inquiry_id)
    if inquiry.member_id != actor.member_id:
        raise NotYours
    until = form.until if form.reply is Reply.BUSY else None
    answered = replace(inquiry, reply=form.reply, busy_until=until, replied_at=now)
    if inquiry.reply is not None or not work.inquiries.reply(answered):
        raise Overtaken
    if until is not None:
        set_away(work, actor, SetAway(until), now)
    work.outbox.tell(inquiry.asker_id, Notice(NoticeKind.INQUIRY_REPLY, inquiry.id))
    work.audit.note(actor.member_id, "answer_inquiry", inquiry.id, now, facts={"reply": form.reply.value})
    return inquiry_view(work, inquiry.id)


def inquiry_view(work: Work, inquiry_id: int) -> InquiryView:
    inquiry = work.inquiries.get(inquiry_id)
    names = (work.people.get(inquiry.asker_id).name, work.people.get(inquiry.member_id).name)
    client = work.clients.get(inquiry.client_id).name if inquiry.client_id else ""
    return InquiryView(inquiry, *names, client)
