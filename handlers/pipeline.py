"""/pipeline: one's own deals by stage, or the team's for those who see all; and what the month is likely to bring."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Group, Row, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.deal import open_deal_card
from handlers.deal_words import stage_name
from handlers.feature import Feature
from handlers.forms import open_form
from handlers.here import Here, getter, here
from handlers.live import label
from handlers.menu import to_menu
from handlers.widgets import Item, Tr, item_id, noted, refresh
from locales import Html
from sales.actions.pipeline import TEAM, DealLine, Pipeline, StageRow, deals_at, pipeline, pipeline_people
from sales.clients import in_quotes
from sales.deals import DealStage
from sales.forecast import ENOUGH, Forecast, Source
from sales.people import Permission, short_name
from sales.wording import shortened

#: Deals on one screen, those that stand longest; characters of a client's name on its button.
LINES, ON_BUTTON = 20, 28
#: Lines of a card that a phone shows without scrolling.
SCREEN = 12


class PipelineView(StatesGroup):
    """`whose` and `stage` in its data: what is looked at."""

    stages = State()
    deals = State()
    people = State()
    forecast = State()


async def open_pipeline(manager: DialogManager) -> None:
    """The head's first look is at everybody's. Refused at once to whoever carries no deals and sees nobody's."""
    it = here(manager)
    await it.ask(pipeline, _first(it), it.now)
    await open_form(manager, PipelineView.stages)


def _first(it: Here) -> int:
    return TEAM if it.may(Permission.READ_ALL) else it.actor.member_id


def _whose(it: Here, manager: DialogManager) -> int:
    return int(manager.dialog_data.get("whose", _first(it)))


@getter
async def _stages(it: Here, manager: DialogManager) -> dict[str, Any]:
    whose = _whose(it, manager)
    seen = await it.ask(pipeline, whose, it.now)
    lines = [_title(it, whose, seen)]
    lines += [_row(it, row) for row in seen.rows] or [it.words("pipeline-empty")]
    told = forecast_lines(it, seen.forecast) if seen.rows or seen.forecast.sums else []
    is_long = len(lines) + len(told) > SCREEN
    return {
        "text": "\n".join([*lines, *(told[:1] if is_long else told)]),
        "long": is_long,
        "items": [(row.stage.value, label(stage_name(it, row.stage))) for row in seen.rows],
        "mine": seen.may_see_team and whose != it.actor.member_id and it.may(Permission.LOG_ACTS),
        "all": seen.may_see_team and whose != TEAM,
        "people": seen.may_see_team,
    }


@getter
async def _forecast(it: Here, manager: DialogManager) -> dict[str, Any]:
    whose = _whose(it, manager)
    seen = await it.ask(pipeline, whose, it.now)
    return {"text": "\n".join([_title(it, whose, seen), *forecast_lines(it, seen.forecast)])}


def _title(it: Here, whose: int, seen: Pipeline) -> Html:
    if whose == TEAM:
        return it.words("pipeline-title-team")
    if whose == it.actor.member_id:
        return it.words("pipeline-title-own")
    return it.words("pipeline-title-person", who=seen.who)


def _row(it: Here, row: StageRow) -> Html:
    name = stage_name(it, row.stage)
    if not row.sums:
        return it.words("pipeline-row", stage=name, count=row.count)
    return it.words("pipeline-row-sum", stage=name, count=row.count, sum=_money(it, row.sums))


def _money(it: Here, sums: tuple[tuple[str, int], ...]) -> str:
    return " + ".join(it.words.money(amount, currency) for currency, amount in sums)


def forecast_lines(it: Here, made: Forecast) -> list[Html]:
    """The sum first, then what it is made of and by whose chances, then what could not be counted."""
    month = it.words.month(made.month)
    if not made.sums:
        lines = [it.words("pipeline-no-forecast", month=month)]
    else:
        total = tuple((currency, one.total) for currency, one in made.sums.items())
        lines = [it.words("pipeline-forecast", month=month, sum=_money(it, total)), _made_of(it, made)]
    if made.weights.source is Source.HISTORY:
        lines.append(it.words("pipeline-history", ended=made.weights.ended))
    else:
        lines.append(it.words("pipeline-usual", ended=made.weights.ended, enough=ENOUGH))
    if made.no_amount or made.no_day:
        lines.append(it.words("pipeline-left-out", amounts=made.no_amount, days=made.no_day))
    lines += [it.words("pipeline-late", count=made.late)] if made.late else []
    return lines


def _made_of(it: Here, made: Forecast) -> Html:
    parts = {
        name: _money(it, tuple((currency, getattr(one, name)) for currency, one in made.sums.items()))
        for name in ("won", "weighted", "ahead")
    }
    return it.words("pipeline-made-of", won=parts["won"], weighted=parts["weighted"], ahead=parts["ahead"])


async def _stage_picked(_: CallbackQuery, __: Any, manager: DialogManager, stage: str) -> None:
    manager.dialog_data["stage"] = stage
    await manager.switch_to(PipelineView.deals)


@getter
async def _deals(it: Here, manager: DialogManager) -> dict[str, Any]:
    whose, stage = _whose(it, manager), DealStage(manager.dialog_data["stage"])
    found = await it.ask(deals_at, whose, stage)
    lines = [it.words("pipeline-stage-title", stage=stage_name(it, stage), count=len(found))]
    lines += [_deal_line(it, one, named=whose != it.actor.member_id) for one in found[:LINES]]
    lines += [it.words("pipeline-more", count=len(found) - LINES)] if len(found) > LINES else []
    buttons = [(str(one.deal_id), shortened(in_quotes(one.client), ON_BUTTON)) for one in found[:LINES]]
    return {"text": "\n".join(lines), "items": buttons}


def _deal_line(it: Here, deal: DealLine, *, named: bool) -> Html:
    amount = it.words.money(deal.amount, deal.currency) if deal.amount else it.words("pipeline-no-sum")
    line = it.words("pipeline-deal", client=in_quotes(deal.client), sum=amount)
    return it.words("pipeline-deal-whose", line=line, who=short_name(deal.owner)) if named else line


async def _deal_picked(_: CallbackQuery, __: Any, manager: DialogManager, deal_id: str) -> None:
    await open_deal_card(manager, int(deal_id))


@getter
async def _people(it: Here, _: DialogManager) -> dict[str, Any]:
    people = await it.ask(pipeline_people)
    return {"items": [(str(one.member_id), f"{one.name} · {one.count}") for one in people]}


async def _person_picked(_: CallbackQuery, __: Any, manager: DialogManager, member_id: str) -> None:
    await _look_at(manager, int(member_id))


async def _mine(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _look_at(manager, here(manager).actor.member_id)


async def _all(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _look_at(manager, TEAM)


async def _look_at(manager: DialogManager, whose: int) -> None:
    manager.dialog_data["whose"] = whose
    await manager.switch_to(PipelineView.stages)


def _back() -> SwitchTo:
    return SwitchTo(Tr("back"), id="again", state=PipelineView.stages)


def build() -> list[Router]:
    stages = Select(Item(), id="s", item_id_getter=item_id, items="items", on_click=_stage_picked)
    deals = Select(Item(), id="d", item_id_getter=item_id, items="items", on_click=_deal_picked)
    people = Select(Item(), id="p", item_id_getter=item_id, items="items", on_click=_person_picked)
    return [
        Dialog(
            Window(
                Format("{text}"),
                Group(stages, width=2),
                SwitchTo(Tr("pipeline-forecast-open"), id="forecast", state=PipelineView.forecast, when="long"),
                Row(
                    Button(Tr("pipeline-mine"), id="mine", on_click=_mine, when="mine"),
                    Button(Tr("pipeline-team"), id="all", on_click=_all, when="all"),
                    SwitchTo(Tr("pipeline-people"), id="people", state=PipelineView.people, when="people"),
                ),
                Row(refresh(_stages), to_menu()),
                state=PipelineView.stages,
                getter=noted(_stages),
            ),
            Window(Format("{text}"), Group(deals, width=2), _back(), state=PipelineView.deals, getter=_deals),
            Window(Format("{text}"), _back(), state=PipelineView.forecast, getter=_forecast),
            Window(Tr("pipeline-whose"), Group(people, width=2), _back(), state=PipelineView.people, getter=_people),
        )
    ]


async def _wanted(it: Here) -> bool:
    return it.may(Permission.LOG_ACTS) or it.may(Permission.READ_ALL)


FEATURE = Feature(
    "pipeline", build, command="pipeline", permission=Permission.FIND_CLIENTS, open=open_pipeline, wanted=_wanted
)

__all__ = ["FEATURE", "PipelineView"]
