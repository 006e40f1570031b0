"""Every number of the state model, in one table."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

__all__ = ["PARAMETERS", "Parameters"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """How much a claim weighs, what a change costs, and how long evidence lasts.

    Weights and costs share one unit: the strain that a history bears for contradicting one plain, dated report
    of who holds the place. Times are days.

    ===================== ==================================================================================
    holds, captures,      weight of a control claim reported as fact
    loses, contests
    clash                 weight of an incident of ground fighting, as a sign that the place is fought over
    entry                 weight of an advance into the place, as a sign that it is fought over
    arrival               weight of troops deployed or withdrawn to the place, as a sign that theirs hold it
    departure             weight of troops withdrawn from the place, as a sign that theirs have lost it
    launch                weight of an advance from the place, as a sign that theirs hold it
    passage               weight of an advance by way of the place, as a sign that it was taken
    target                weight of an advance towards the place, as a sign that it is not theirs yet
    presupposed           weight of what a plan, fear or denial takes for granted: who is yet to take a place does not
                          hold it, who is yet to lose it does. It may tip a scale, never tell a holder
    claimed               factor for what only a party says, in its own favour
    undated               factor for a capture or loss whose text does not tell when
    part                  factor for control of a part only
    implied               factor for what a claim implies of the other side: who is attacked or driven out was there
    heir                  factor for the gain of one side that the loss of the other implies where there are but two
    marginal              share of the foremost side's evidence up to which another is no side of the place
    inherited             factor for what a claim on a whole town says of its quarters and sites
    quarter               factor for what a claim on a quarter or site says of its town, a part of which it is
    pressure              factor for what shelling, storming or besieging a place says of the attacker's only opponent:
                          that it is inside
    incumbent_share       share of a country's claims of control that its own forces must have, to be taken for those
                          that were there before the war
    regional              articles that must agree on who holds a region, before that is told of its towns
    borne_out             share of the days on which towns of the region are told to be held that its holder must have
    presumed              factor on the confidence of what no claim tells in so many words: who was there before the
                          first report, and what is told of a region that the place lies in
    sole_foe              share of the claims that name a side's opponent from which that one is its only one
    antedate              days for which a place is taken to have been the loser's before it is first told to be
                          lost, or the country's own forces' before it is first told to be theirs or fought over,
                          though not from before they are told of at all
    obscure               factor for a discovered actor that fewer than ``renown`` articles tell of
    stranger              factor for what tells a side to be here that less than ``stranger_share`` of the articles on
                          who holds anything in the country tell to hold any of it
    repeat                factor for each further claim of the same kind from the same source on the same day
    vague                 days of doubt about the event at which its weight is halved
    contested_hold,       share of a claim's weight that bears on "contested": a holder is told, yet all is fought
    contested_change      over; a capture or loss is told, yet it goes on
    part_elsewhere        share of a part-control claim's weight that bears on another holder of the whole
    told_change           cost of a change that a dated claim tells
    half_told_change      cost of a change that an undated claim tells
    untold_change         cost of a change of hands that nobody tells
    abrupt_change         the same within ``abrupt_within`` days of evidence for the former holder
    forgotten_change      the same once the evidence for the former holder is spent
    retold                days after a capture in which a loss with neither a date nor a name is told of that capture
    doubt                 cost of taking a place for contested, or held by nobody known, from the first day
    unlike_last           further cost of a side's being there when fighting ends, where another was last told to be
    outbreak, calm        cost of fighting that begins, and that ends with the former holder in place
    contested_day,        cost of each day for which a place is said to be contested, or held by nobody known:
    unknown_day           both must be fed with evidence
    told_within           days before an undated report in which the change may have happened
    quiet, front          half-life of evidence at a quiet place, and at one that was fought over or changed hands
    contested, siege      half-life of the evidence of fighting, and of a siege
    front_within          days for which fighting or a change of hands makes a place a front-line place
    unknown_below         freshness (1 new, 0.5 after a half-life) under which the evidence is spent
    bridge                factor on that reach between two reports that agree
    stale_below           freshness under which an answer calls the evidence stale
    ===================== ==================================================================================
    """

    holds: float = 1.0
    captures: float = 1.2
    loses: float = 1.0
    contests: float = 0.45
    clash: float = 0.3
    entry: float = 0.3
    arrival: float = 0.2
    departure: float = 0.4
    launch: float = 0.2
    passage: float = 0.15
    target: float = 0.2
    presupposed: float = 0.4
    claimed: float = 0.6
    undated: float = 0.7
    part: float = 0.7
    implied: float = 0.3
    heir: float = 0.6
    marginal: float = 0.1
    inherited: float = 0.5
    quarter: float = 0.3
    pressure: float = 0.5
    incumbent_share: float = 0.1
    regional: int = 3
    borne_out: float = 0.66
    presumed: float = 0.5
    sole_foe: float = 0.7
    antedate: int = 180
    obscure: float = 0.4
    renown: int = 3
    stranger: float = 0.2
    stranger_share: float = 0.03
    repeat: float = 0.4
    vague: float = 14.0
    contested_hold: float = 0.25
    contested_change: float = 0.3
    part_elsewhere: float = 0.5
    told_change: float = 0.1
    half_told_change: float = 0.3
    untold_change: float = 0.5
    abrupt_change: float = 0.9
    abrupt_within: int = 5
    forgotten_change: float = 0.05
    retold: int = 60
    doubt: float = 0.2
    outbreak: float = 0.45
    calm: float = 0.35
    unlike_last: float = 0.25
    contested_day: float = 0.05
    unknown_day: float = 0.03
    told_within: int = 3
    quiet: float = 120.0
    front: float = 80.0
    contested: float = 10.0
    siege: float = 21.0
    front_within: int = 30
    unknown_below: float = 0.25
    bridge: float = 2.0
    stale_below: float = 0.59

    def reach(self, half_life: float) -> int:
        """Whole days after which evidence of a half-life is spent.

        >>> Parameters(unknown_below=0.25).reach(30.0)
        60
        """
        return int(half_life * math.log2(1 / self.unknown_below))


PARAMETERS: Final = Parameters()
