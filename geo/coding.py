"""Codes of the field's event schemes for every claim: ACLED, CAMEO and PLOVER.

ACLED: event and sub-event types of the ACLED codebook (2023). CAMEO: Conflict and Mediation Event Observations,
codebook 1.1b3. PLOVER: event types and modes of the Political Language Ontology for Verifiable Event Records as
POLECAT uses them, written ``TYPE/mode``. The choice of the nearest code for each action is ours; an empty string
says that the scheme has none. Codes tell the kind of event; whether it is said to have happened is the claim's
factuality.
"""

from __future__ import annotations

from typing import NamedTuple

from geo.actor import Actor
from geo.claim import Action, ActorRef, Claim

__all__ = ["CODES", "Codes", "codes"]


class Codes(NamedTuple):
    """One claim in three schemes; an empty string where a scheme has no code."""

    acled_event: str
    acled_sub_event: str
    cameo: str
    plover: str


_BATTLE, _REMOTE, _CIVILIANS = "Battles", "Explosions/Remote violence", "Violence against civilians"
_STRATEGIC, _PROTEST = "Strategic developments", "Protests"

#: The codes of each action, before the parties are looked at.
CODES: dict[Action, Codes] = {
    "holds": Codes(_STRATEGIC, "Other", "192", "COERCE/seize"),
    "captures": Codes(_BATTLE, "Non-state actor overtakes territory", "192", "COERCE/seize"),
    "loses": Codes(_BATTLE, "Armed clash", "0874", "RETREAT/withdraw"),
    "contests": Codes(_BATTLE, "Armed clash", "190", "ASSAULT"),
    "advances": Codes(_STRATEGIC, "Other", "190", "MOBILIZE/troops"),
    "withdraws": Codes(_STRATEGIC, "Other", "0874", "RETREAT/withdraw"),
    "deploys": Codes(_STRATEGIC, "Other", "154", "MOBILIZE/troops"),
    "flees": Codes(_STRATEGIC, "Other", "", ""),
    "travels": Codes(_STRATEGIC, "Other", "", ""),
    "clash": Codes(_BATTLE, "Armed clash", "190", "ASSAULT/firearms"),
    "shelling": Codes(_REMOTE, "Shelling/artillery/missile attack", "194", "ASSAULT/heavy-weapons"),
    "airstrike": Codes(_REMOTE, "Air/drone strike", "195", "ASSAULT/aerial"),
    "drone_strike": Codes(_REMOTE, "Air/drone strike", "1952", "ASSAULT/drone"),
    "explosion": Codes(_REMOTE, "Remote explosive/landmine/IED", "183", "ASSAULT/explosives"),
    "ambush": Codes(_BATTLE, "Armed clash", "193", "ASSAULT/firearms"),
    "attack": Codes(_BATTLE, "Armed clash", "190", "ASSAULT"),
    "rescue": Codes(_STRATEGIC, "Other", "073", "AID"),
    "abduction": Codes(_CIVILIANS, "Abduction/forced disappearance", "181", "ASSAULT/abduct"),
    "killing": Codes(_CIVILIANS, "Attack", "1823", "ASSAULT"),
    "arrest": Codes(_STRATEGIC, "Arrests", "173", "COERCE/arrest"),
    "protest": Codes(_PROTEST, "Peaceful protest", "141", "PROTEST/demo"),
    "displacement": Codes(_STRATEGIC, "Other", "", ""),
    "damage": Codes(_STRATEGIC, "Looting/property destruction", "1712", "ASSAULT/destroy"),
    "ceasefire": Codes(_STRATEGIC, "Agreement", "0871", "RETREAT/ceasefire"),
}

_STATE_KINDS = {"state", "armed_forces", "government", "police"}
_REGAINS, _OVERTAKES = "Government regains territory", "Non-state actor overtakes territory"


def codes(claim: Claim) -> Codes:
    """The claim's codes; who gains territory, and whether the attacked are civilians, decides between ACLED's types.

    >>> from geo.claim import Evidence
    >>> codes(Claim("c1", "a1", "incident", "airstrike", Evidence("a1", 0, 9, "Jets ...", (0, 4))))
    Codes(acled_event='Explosions/Remote violence', acled_sub_event='Air/drone strike', cameo='195', \
plover='ASSAULT/aerial')
    """
    table = CODES[claim.action]
    if claim.action in {"captures", "loses"}:
        return table._replace(acled_sub_event=_transfer(claim))
    if claim.siege:
        return table._replace(cameo="191", plover="COERCE/restrict")
    if claim.action in {"attack", "ambush"} and _kind(claim.opponent) == "civilians":
        return table._replace(acled_event=_CIVILIANS, acled_sub_event="Attack")
    return table


def _transfer(claim: Claim) -> str:
    """ACLED's sub-event of a change of control: by who gains; where nobody gains, by a state that loses."""
    gainer, loser = (claim.actor, claim.opponent) if claim.action == "captures" else (claim.opponent, claim.actor)
    if gainer is not None:
        return _REGAINS if _kind(gainer) in _STATE_KINDS and _at_home(gainer, claim) else _OVERTAKES
    return _OVERTAKES if _kind(loser) in _STATE_KINDS else "Armed clash"


def _at_home(ref: ActorRef, claim: Claim) -> bool:
    """Whether a state's force is at home, or may be: ACLED has foreign states overtake territory, not regain it."""
    land = claim.place.place.country if claim.place and claim.place.place else None
    return not land or not ref.actor.country or land == ref.actor.country


def _kind(ref: ActorRef | None) -> str:
    actor: Actor | None = ref.actor if ref else None
    return actor.kind if actor else "unknown"
