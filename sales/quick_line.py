"""What stands behind the client's name in a typed line: how the call or the meeting ended, what comes next; the rest is
the note.

Reads and never refuses: what isn't understood stays, word for word, in the note (or among the words of the next step),
and whoever typed it confirms a card before anything is saved. The words come as an argument. Readings that were chosen:

- The line is read in parts between commas and full stops. An outcome counts where it opens its part.
- A time counts beside a verb («send», «call back»), or where it is a whole part; the first complete step wins.
- «Reached» alone is no outcome: with a call ahead the client asked to be called back, with another step it was agreed.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sales.activities import ActKind, Outcome
from sales.date_words import DateWords, tokens
from sales.errors import BadInput, ImpossibleDate, PastTime
from sales.quick_words import EDGES, QuickWords, Word, match_at, parts_in, phrase_at, said
from sales.steps import StepKind, StepPlan
from sales.when import Moment, parse_when
from sales.worktime import Schedule, next_working_moment

#: Words that a time may take.
TIME_WORDS = 8
#: Words of one part that are looked through for a time: nobody tells one later than that.
LOOKED_AT = 40
#: A preposition and figures: a time only at the end of its part («in 3 shops» is none).
FIGURES = frozenset({"at", "onto", "toward", "before", "filler", "amount", "number", "hour", "minutes", "dotted"})


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood. `outcome` None: has to be asked. `hour_given` False: the hour of the plan was taken from the
    schedule. `refused`: the code of what is wrong with a time, and that time as it was typed."""

    outcome: Outcome | None = None
    plan: StepPlan | None = None
    hour_given: bool = True
    note: str = ""
    refused: tuple[str, str] | None = None


def read_line(
    text: str,
    kind: ActKind,
    allowed: Container[Outcome],
    now: datetime,
    schedule: Schedule,
    known: QuickWords,
    dates: DateWords,
) -> Reading:
    """What stands behind the client's name. `allowed`: the outcomes that such an act may have. Never raises."""
    line = _Line(text, kind, allowed, known, _Times(now, schedule, dates))
    line.read()
    return Reading(_outcome(line), line.plan, line.hour_given, line.note(), line.refused)


def _outcome(line: _Line) -> Outcome | None:
    if line.outcome is not None or not line.reached or line.plan is None:
        return line.outcome
    return Outcome.CALL_BACK if line.kind is ActKind.CALL and line.plan.kind is StepKind.CALL else Outcome.AGREED


@dataclass(frozen=True, slots=True)
class _Times:
    """Typed times, as they are meant here and now."""

    now: datetime
    schedule: Schedule
    dates: DateWords

    def read(self, text: str) -> Moment | BadInput:
        try:
            return parse_when(text, self.now, self.schedule, self.dates)
        except BadInput as wrong:
            return wrong

    def is_figures(self, text: str) -> bool:
        return all(token.senses.keys() <= FIGURES for token in tokens(text, self.dates))

    def due(self, moment: Moment) -> datetime:
        """Where only a day was said, it is a working one."""
        return moment.at if moment.time_given else next_working_moment(moment.at, self.schedule)


@dataclass(slots=True)
class _Line:
    """The line being read: `kept` are the stretches of it that go into the note."""

    text: str
    kind: ActKind
    allowed: Container[Outcome]
    known: QuickWords
    times: _Times
    outcome: Outcome | None = None
    reached: bool = False
    plan: StepPlan | None = None
    hour_given: bool = True
    refused: tuple[str, str] | None = None
    kept: list[tuple[int, int]] = field(default_factory=list)

    def read(self) -> None:
        parts = list(parts_in(self.text))
        while parts:
            first, *later = parts
            del parts[: self._read_part(first, later[0] if later else [])]

    def note(self) -> str:
        """Neighbours stay together with what stood between them."""
        pieces: list[str] = []
        before = -1
        for start, end in self.kept:
            between = self.text[before:start] if before >= 0 else ""
            if pieces and not between.strip(" ,.;!?…\n"):
                pieces[-1] += between + self.text[start:end]
            else:
                pieces.append(self.text[start:end])
            before = end
        return ", ".join(piece.strip() for piece in pieces)

    def _read_part(self, words: list[Word], following: list[Word]) -> int:
        """How many parts were read: a verb may have its time in the next one."""
        at = self._opening(words)
        if at == len(words):
            return 1
        if self.plan is None:
            taken = self._step(words, at, following)
            if taken:
                return taken
        self._keep(words)
        return 1

    def _opening(self, words: list[Word]) -> int:
        """Outcomes at the beginning of a part: up to which word everything is understood."""
        at = 0
        while at < len(words):
            length = (
                self._said_outcome(words, at)
                or match_at(words, at, self.known.reached)
                or match_at(words, at, self.known.fillers)
            )
            if not length:
                break
            self.reached |= bool(match_at(words, at, self.known.reached))
            at += length
        return at

    def _said_outcome(self, words: list[Word], at: int) -> int:
        """Another outcome than the first, or one that such an act can't have, is just words."""
        length = match_at(words, at, self.known.outcomes)
        if not length:
            return 0
        meant = self.known.outcomes[phrase_at(words, at, length)]
        if meant not in self.allowed or self.outcome not in (None, meant):
            return 0
        self.outcome = meant
        return length

    def _step(self, words: list[Word], at: int, following: list[Word]) -> int:
        """The next step, where this part tells one: by a verb with its time, or by a time alone."""
        for verb in range(at, len(words)):
            length = match_at(words, verb, self.known.steps)
            if length:
                return self._with_verb(words, at, verb, length, following)
        moment = self._whole(words[at:])
        if moment is None:
            return 0
        only_planned = self.kind is ActKind.MEETING and self.outcome is None and not self.reached
        self._plan(StepKind.MEETING if only_planned else StepKind.CALL, moment, [])
        return 1

    def _with_verb(self, words: list[Word], at: int, verb: int, length: int, following: list[Word]) -> int:
        """The time behind the verb, before it, or alone in the next part. What else is said behind the verb belongs to
        the step, what is said before it to the note."""
        kind, after = self.known.steps[phrase_at(words, verb, length)], verb + length
        said_before, about, taken = words[:verb] if words[at:verb] else [], words[after:], 1
        found = self._time_in(about)
        if found:
            moment, first, last = found
            about = about[:first] + about[last:]
        elif earlier := self._time_in(words[at:verb]):
            moment, first, last = earlier
            said_before = [*words[at : at + first], *words[at + last : verb]]
        elif alone := self._whole(following):
            moment, taken = alone, 2
        else:
            return 0
        self._plan(kind, moment, about)
        self._keep(said_before)
        return taken

    def _whole(self, words: list[Word]) -> Moment | None:
        """All the words together as a time."""
        if not 0 < len(words) <= TIME_WORDS:
            return None
        read = self._time(words)
        return read if isinstance(read, Moment) else None

    def _time(self, words: list[Word]) -> Moment | BadInput:
        read = self.times.read(said(words))
        if isinstance(read, PastTime | ImpossibleDate):
            self.refused = (read.code, said(words))
        return read

    def _time_in(self, words: list[Word]) -> tuple[Moment, int, int] | None:
        """The longest stretch that is a time, and where it lies. One that can't be hides the shorter ones in it."""
        count = min(len(words), LOOKED_AT)
        for length in range(min(count, TIME_WORDS), 0, -1):
            for first in range(count - length + 1):
                last = first + length
                read = self._time(words[first:last])
                if isinstance(read, PastTime | ImpossibleDate):
                    return None
                at_end = last == len(words)
                if isinstance(read, Moment) and (at_end or not self.times.is_figures(said(words[first:last]))):
                    return read, first, last
        return None

    def _plan(self, kind: StepKind, moment: Moment, words: Iterable[Word]) -> None:
        about = " ".join(word.text for word in words).strip(EDGES)
        self.plan = StepPlan(kind, self.times.due(moment), moment.time_given, words=about)
        self.hour_given, self.refused = moment.time_given, None

    def _keep(self, words: Sequence[Word]) -> None:
        self.kept += [(words[0].start, words[-1].end)] if words else []


__all__ = ["Reading", "read_line"]
