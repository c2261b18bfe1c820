"""A status, the parts of a criterion and what was found of them, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from handlers.here import Here
from locales import Html, Texts
from sales.actions.regular import StatusLine
from sales.actions.watch import CardStanding, WarningTold
from sales.people import short_name
from sales.regular import ClientStatus, Criterion, Finding, Mode, Part, PartKind, StatusWhy
from sales.watch import Level, Sign
from sales.wording import shortened

#: Characters of a reason within a line.
REASON = 100


def part_words(words: Texts, part: Part) -> Html:
    amount = words.money(part.amount, part.currency)
    if part.kind is PartKind.ORDERS:
        return words("part-orders", number=part.number)
    if part.kind is PartKind.PRODUCT:
        return words("part-product", product=part.product)
    return words(f"part-{part.kind.value}", amount=amount)


def criterion_words(words: Texts, criterion: Criterion) -> Html:
    """In one line."""
    between = words("rules-any" if criterion.mode is Mode.ANY else "rules-all")
    return Html(between.join(part_words(words, part) for part in criterion.parts))


def because_words(words: Texts, because: Iterable[Finding], today: date) -> Html:
    """Why a client passes."""
    return Html(", ".join(_found(words, one, today) for one in because))


def _found(words: Texts, found: Finding, today: date) -> Html:
    part = found.part
    if part.kind is PartKind.ORDERS:
        return words("found-orders", number=found.number)
    if part.kind is PartKind.PRODUCT:
        day = words.date(found.on, today) if found.on else ""
        return words("found-product", product=part.product, day=day)
    amount = words.money(found.amount, part.currency)
    if part.kind is PartKind.VOLUME:
        return words("found-volume", amount=amount)
    months = ", ".join(words.month_name(month) for month in found.months)
    return words(f"found-{part.kind.value}", months=months, amount=amount)


def toward_words(words: Texts, found: Finding) -> Html:
    """How far a client is with one part."""
    part = found.part
    of = words.money(part.amount, part.currency)
    if part.kind is PartKind.ORDERS:
        said = words("toward-orders", number=found.number, of=part.number)
    elif part.kind is PartKind.PRODUCT:
        said = words("toward-product", product=part.product)
    elif part.kind is PartKind.VOLUME:
        said = words("toward-volume", amount=words.money(found.amount, part.currency), of=of)
    else:
        said = words(f"toward-{part.kind.value}", of=of, number=len(found.months))
    return words("toward-done" if found.holds else "toward-open", part=said)


def status_line(words: Texts, line: StatusLine, today: date) -> Html:
    """One change of the past, with its reason."""
    status = words(f"status-{line.status.value}")
    return words("status-line", day=words.date(line.on, today), status=status, why=why_words(words, line, today))


def why_words(words: Texts, line: StatusLine, today: date) -> Html:
    if line.why is StatusWhy.HAND:
        return words("status-why-hand", who=short_name(line.by), words=shortened(line.words, REASON))
    if line.why is StatusWhy.ORDERS:
        return words("status-why-orders")
    return words("status-why-rule", because=because_words(words, line.because, today))


def level_line(words: Texts, status: ClientStatus, level: Level) -> Html:
    """What the status is promised."""
    days = words.span(timedelta(days=level.contact_days))
    return words("rules-level", status=words(f"status-{status.value}"), days=days, hours=level.answer_hours)


def sign_words(words: Texts, told: WarningTold) -> Html:
    """What is the matter with the client."""
    facts = told.facts
    if told.sign is Sign.FALL:
        before, after = (words.money(int(facts[name]), str(facts["currency"])) for name in ("before", "after"))
        return words("watch-fall", percent=facts["percent"], before=before, after=after)
    if told.sign is Sign.ANSWER:
        return words("watch-answer", level=facts["level"])
    spans = {name: words.span(timedelta(days=int(number))) for name, number in facts.items()}
    return words(f"watch-{told.sign.value}", **spans)


def standing_lines(it: Here, seen: CardStanding) -> list[Html]:
    """For the client's card: nothing where there is nothing to say."""
    lines: list[Html] = []
    if seen.status is not ClientStatus.NEW and seen.since is not None:
        status = it.words(f"status-{seen.status.value}")
        day = it.words.date(seen.since, it.now.astimezone(it.zone).date())
        days = it.words.span(timedelta(days=seen.level.contact_days))
        level = it.words("client-level", days=days, hours=seen.level.answer_hours)
        lines += [it.words("client-status", status=status, day=day), level]
    standing = [one for one in seen.warnings if one.snoozed_until is None]
    return lines + [it.words("client-warning", sign=sign_words(it.words, one)) for one in standing[:1]]


__all__ = ["because_words", "criterion_words", "level_line", "part_words", "sign_words"]
__all__ += ["standing_lines", "status_line", "toward_words", "why_words"]
