"""The form of a lead: the four questions and what belongs to them, saved answer by answer, then the review.

What is asked is a list made when the form was opened: everything that was missing then, in the form's order.
"""

from __future__ import annotations

from typing import Any

from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Data, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Group, Row, Select
from aiogram_dialog.widgets.text import Format

from handlers.forms import FormStates, open_part
from handlers.here import Here, getter, here
from handlers.live import cancel_form, label
from handlers.next_step import NextStep, plan_from
from handlers.park import ParkLead
from handlers.refusals import refusal
from handlers.typed import answer, on_text, only_buttons, read_amount, started
from handlers.voice_words import spoken
from handlers.voices import on_voice, voice_from
from handlers.widgets import Item, Tr, item_id, next_key, nonce
from locales import Html
from sales.actions import leads
from sales.actions.lead_views import LeadForm, lead_form
from sales.actions.leads import AnswerQuestion, StartLead, answer_question, fill_lead, start_lead
from sales.clients import in_quotes
from sales.errors import SalesError
from sales.leads import QUESTIONS, Question, Source, Verdict
from sales.voices import VoiceFile
from sales.wording import shortened

#: Characters of an earlier answer, and of a suggestion's button.
SHOWN, ON_BUTTON = 300, 34
#: What is asked inside the answer to a question: left out where the question stays open.
INSIDE = {"fit": "product", "budget": "estimate"}


class FillLead(FormStates):
    """Started with `client_id` and `plan`: what is to be asked, names of `sales.leads.FORM`."""

    saves_as_it_goes = True

    question = State()
    product = State()
    estimate = State()
    decision_maker = State()
    expects = State()
    next_at = State()
    source = State()
    review = State()


def state_of(plan: tuple[str, ...] | list[str]) -> State:
    """Where the form begins."""
    return _state(plan[0]) if plan else FillLead.review


def _state(name: str) -> State:
    found = FillLead.question if name in QUESTIONS else getattr(FillLead, name)
    assert isinstance(found, State)  # noqa: S101 - a name of the form
    return found


def client_of(manager: DialogManager) -> int:
    return int(started(manager)["client_id"])


def _asked_now(manager: DialogManager) -> str:
    """The thing that the open step asks for."""
    data = manager.dialog_data
    return str(data["editing"] if "editing" in data else started(manager)["plan"][data.get("at", 0)])


async def form_of(manager: DialogManager) -> LeadForm:
    it = here(manager)
    return await it.ask(lead_form, client_of(manager), it.now)


async def on_start(_: Any, manager: DialogManager) -> None:
    await here(manager).do(start_lead, StartLead(client_of(manager)), nonce(manager))
    if manager.current_context().state == FillLead.next_at:
        await _go_to(manager, "next_at")


async def _go_to(manager: DialogManager, name: str) -> None:
    """Where no planned step offers itself as the agreement, the step is asked for at once."""
    await manager.switch_to(_state(name))
    if name == "next_at" and (await form_of(manager)).step is None:
        await _ask_step(manager)


async def edit(manager: DialogManager, name: str) -> None:
    """One thing out of turn; the review follows."""
    manager.dialog_data["editing"] = name
    await _go_to(manager, name)


async def _forward(manager: DialogManager, *, left_open: bool = False) -> None:
    """To the next thing of the plan; after the last one, or after an edit, to the review."""
    data, plan = manager.dialog_data, started(manager)["plan"]
    done = _asked_now(manager)
    if data.pop("editing", None):
        await manager.switch_to(FillLead.review)
        return
    at = data.get("at", 0) + 1
    if left_open and at < len(plan) and plan[at] == INSIDE.get(done):
        at += 1
    data["at"] = min(at, len(plan) - 1)
    if at < len(plan):
        await _go_to(manager, plan[at])
    else:
        await manager.switch_to(FillLead.review)


async def _back(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    data = manager.dialog_data
    if data.pop("editing", None):
        await manager.switch_to(FillLead.review)
    elif data.get("at", 0):
        data["at"] -= 1
        await manager.switch_to(_state(started(manager)["plan"][data["at"]]))


@getter
async def _ask(it: Here, manager: DialogManager) -> dict[str, Any]:
    """What every step shows: how far, of what, the question, and what is known of its answer. A draft that is one no
    more says so, and only the way out is left."""
    name, data = _asked_now(manager), manager.dialog_data
    try:
        form = await form_of(manager)
    except SalesError as over:
        return {"text": refusal(it, over), "items": [], "earlier": False, "skippable": False, "is_question": False}
    at, plan, editing = data.get("at", 0), started(manager)["plan"], "editing" in data
    lines = [Html(data.pop("fault"))] if "fault" in data else []
    lines += [] if editing else [it.words("form-step", step=at + 1, of=len(plan) + 1)]
    lines += [_title(it, form), Html(), it.words(f"lead-ask-{name}"), *_known(it, form, name)]
    return {
        "text": "\n".join(lines),
        "items": _suggestions(it, form, name),
        "earlier": editing or at > 0,
        "skippable": not editing or name in QUESTIONS,
        "is_question": name in QUESTIONS,
    }


def _title(it: Here, form: LeadForm) -> Html:
    return it.words("lead-title", client=in_quotes(form.client), answered=form.answered)


def _known(it: Here, form: LeadForm, name: str) -> list[Html]:
    for one in form.answers:
        if one.question.value == name and (one.words or one.voice):
            said = [it.words("lead-said", words=spoken(it.words, one.voice, shortened(one.words, SHOWN)))]
            return said + ([it.words("lead-remark", words=shortened(one.remark, SHOWN))] if one.remark else [])
    value = "" if name in QUESTIONS else _field_words(it, form, name)
    return [it.words("lead-said", words=shortened(value, SHOWN))] if value else []


def _field_words(it: Here, form: LeadForm, name: str) -> str:
    lead = form.lead
    if name == "estimate":
        return it.words.money(lead.estimate, lead.currency) if lead.estimate else ""
    if name == "source":
        return label(it.words(f"source-{lead.source.value}")) if lead.source else ""
    if name == "next_at":
        return it.moment(lead.next_at) if lead.next_at else ""
    return str(getattr(lead, name))


def _suggestions(it: Here, form: LeadForm, name: str) -> list[tuple[str, str]]:
    """(id, words) of the buttons that answer by themselves."""
    if name == "source":
        return [(source.value, label(it.words(f"source-{source.value}"))) for source in Source]
    if name == "next_at" and form.step:
        kind = it.words(f"step-said-{form.step.kind.value}")
        return [(str(form.step.id), label(it.words("lead-keep-step", kind=kind, at=it.moment(form.step.due_at))))]
    offered = {"product": form.products, "decision_maker": form.people}.get(name, ())
    return [(str(number), shortened(text, ON_BUTTON)) for number, text in enumerate(offered)]


async def _fill(manager: DialogManager, **said: Any) -> None:
    it, form = here(manager), await form_of(manager)
    await it.do(fill_lead, leads.FillLead(form.lead.id, **said), next_key(manager))
    await _forward(manager)


async def _typed(manager: DialogManager, text: str) -> None:
    """Evidence in words is the yes to a question; elsewhere the words are the thing itself."""
    name = _asked_now(manager)
    if name in QUESTIONS:
        await _evidence(manager, Question(name), text)
    elif name == "estimate":
        await _fill(manager, estimate=read_amount(text, (await form_of(manager)).currency))
    else:
        await _fill(manager, **{name: text})


async def _spoken(manager: DialogManager, heard: dict[str, Any], text: str) -> None:
    """Evidence may be spoken, with or without words beside it; whatever else is asked for has to be written."""
    name = _asked_now(manager)
    if name in QUESTIONS:
        await _evidence(manager, Question(name), text, voice_from(heard))
    else:
        await answer(manager, here(manager).words("need-text"))


async def _evidence(manager: DialogManager, question: Question, text: str, voice: VoiceFile | None = None) -> None:
    it, form = here(manager), await form_of(manager)
    said = AnswerQuestion(form.lead.id, question, Verdict.YES, text, voice)
    await it.do(answer_question, said, next_key(manager))
    await _forward(manager)


async def _chosen(_: CallbackQuery, __: Any, manager: DialogManager, item: str) -> None:
    name, form = _asked_now(manager), await form_of(manager)
    if name == "source":
        await _fill(manager, source=Source(item))
    elif name == "next_at":
        await _fill(manager, step_id=int(item))
    else:
        offered = form.products if name == "product" else form.people
        if int(item) < len(offered):
            await _fill(manager, **{name: offered[int(item)]})


async def _unknown(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it, name = here(manager), _asked_now(manager)
    if name in QUESTIONS:
        form = await form_of(manager)
        await it.do(answer_question, AnswerQuestion(form.lead.id, Question(name), Verdict.OPEN), next_key(manager))
    await _forward(manager, left_open=True)


async def _no(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    form = await form_of(manager)
    asked = {"lead_id": form.lead.id, "client": form.client, "question": _asked_now(manager)}
    await open_part(manager, ParkLead.why, asked)


async def _plan(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _ask_step(manager)


async def _ask_step(manager: DialogManager) -> None:
    it, form, data = here(manager), await form_of(manager), manager.dialog_data
    asked: dict[str, Any] = {"part": "next", "form": FillLead.__name__, "title": _title(it, form)}
    counted = {} if "editing" in data else {"step": data.get("at", 0) + 1, "of": len(started(manager)["plan"]) + 1}
    await open_part(manager, NextStep.kind, {**asked, **counted})


async def _got_part(asked: Data, result: Any, manager: DialogManager) -> None:
    if not isinstance(asked, dict) or asked.get("part") != "next" or not result:
        return
    try:
        await _fill(manager, step=plan_from(result))
    except SalesError as error:
        manager.dialog_data["fault"] = refusal(here(manager), error)


def _ways() -> tuple[Any, ...]:
    """«Don't know» in the same place of every step, then back and cancel."""
    return (
        Button(Tr("lead-unknown"), id="unknown", on_click=_unknown, when="skippable"),
        Row(Button(Tr("back"), id="back", on_click=_back, when="earlier"), cancel_form()),
    )


def _step(state: State, *keys: Any, typed: bool = True) -> Window:
    taken = on_text(_typed, on_voice(_spoken)) if typed else only_buttons()
    return Window(Format("{text}"), *keys, *_ways(), taken, state=state, getter=_ask, on_process_result=_got_part)


def _choice(width: int) -> Group:
    return Group(Select(Item(), id="s", item_id_getter=item_id, items="items", on_click=_chosen), width=width)


def question_windows() -> tuple[Window, ...]:
    """Every step but the review."""
    planned = Button(Tr("lead-plan-step"), id="plan", on_click=_plan)
    return (
        _step(FillLead.question, Button(Tr("lead-no"), id="no", on_click=_no, when="is_question")),
        _step(FillLead.product, _choice(2)),
        _step(FillLead.estimate),
        _step(FillLead.decision_maker, _choice(1)),
        _step(FillLead.expects),
        _step(FillLead.next_at, _choice(1), planned, typed=False),
        _step(FillLead.source, _choice(2), typed=False),
    )


__all__ = ["FillLead", "client_of", "edit", "form_of", "on_start", "question_windows", "state_of"]
