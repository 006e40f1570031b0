"""Which actor a node names, and of which class of words it is."""

from __future__ import annotations

import re

from geo.actor import Actor
from geo.claim import ActorRef
from geo.document import ActorMention
from geo.nlp.english import PRONOUNS, QUANTITIES
from geo.nlp.scene.mentions import Mentions
from geo.nlp.tree import Tree

__all__ = ["Parties"]

_KINDS = {
    "armed_forces": "armed",
    "armed_group": "armed",
    "militia": "armed",
    "operations_room": "armed",
    "coalition": "armed",
    "police": "armed",
    "state": "armed",
    "government": "armed",
    "civilians": "civilians",
}


_QUALIFYING = ("amod", "compound", "nummod", "nmod", "quantmod", "poss", "npadvmod")
_FINITE = frozenset({"VB", "VBD", "VBZ", "VBP"})
_LONGEST = 7
_ELLIPTIC = frozenset({"other", "others", "many", "some", "most", "several", "few", "rest", "majority"})


_UPROOTED = frozenset({"displaced", "homeless", "uprooted"})


class Parties(Mentions):
    """A sentence whose nodes name actors."""

    def meant(self, node: int) -> int:
        """The noun that "whose" or "who" stands for, any other node itself."""
        if self.tree[node].tag not in {"WP$", "WP", "WDT"}:
            return node
        clause = next((n for n in self.tree.chain(node) if self.tree[n].dep == "relcl"), None)
        antecedent = self.tree.antecedent(clause) if clause is not None else None
        if antecedent is None and self.tree.word(node) == "whom":  # "peacekeepers, the first of whom landed"
            apposed = next((n for n in self.tree.chain(node) if self.tree[n].dep == "appos"), None)
            antecedent = self.tree.head(apposed) if apposed is not None else None
        return antecedent if antecedent is not None else node

    def actor(self, node: int) -> ActorRef | None:
        """Who a node names: the mention that covers it, else the catalogue's or a described actor; None if nobody."""
        node = self.meant(node)
        mention = self._mention(node)
        if mention is None and self.tree.lemma(node) in _ELLIPTIC and (people := self._last_people(node)) is not None:
            below = [n for name, n in self.tree.prepositions(node) if name == "of"]
            people = below[0] if below and below[0] > node else people
            of_them = self.actor(people) if below or not self.tree.prepositions(node) else None
            return ActorRef(of_them.actor, self.tree[node].text) if of_them is not None else None
        if mention is not None and not self._is_rival(node):
            return ActorRef(mention.actor, self._words(mention, node))
        token = self.tree[node]
        if token.tag == "PRP$":
            return self._owner(node)
        if token.pos in {"PRON", "DET"} or token.tag in {"PRP", "PRP$", "WP", "WDT", "DT"}:
            return None
        if self.toponym(node) is not None and token.dep == "poss":
            return None
        inner = self._led(node)
        if inner is not None:
            start, end = self._actor_span(node)
            return ActorRef(inner.actor, self.document.article.text[start:end])
        start, end = self._actor_span(node)
        text = self.document.article.text[start:end]
        known = None if self._is_rival(node) else self._listed(text) or self._listed(token.text)
        return ActorRef(known or _described(text, self.word_class(node)), text)

    def _listed(self, words: str) -> Actor | None:
        """Whom the catalogue knows by a name; "border guards" are not the force of that name in some other war."""
        return self._find(words) if any(word[:1].isupper() for word in words.split()) else None

    def _led(self, node: int) -> ActorMention | None:
        """Those of whom somebody is a part or the head: "leaders of the rebel forces", "dozens of fighters"."""
        lemma = self.tree.lemma(node)
        if lemma not in QUANTITIES and not self.lexicon.is_a(lemma, "leaders"):
            return None
        below = [self.meant(n) for name, n in self.tree.prepositions(node) if name == "of"]
        return self._mention(below[0]) if below and not self.is_place(below[0]) else None

    def _words(self, mention: ActorMention, node: int) -> str:
        """The words that name an actor: those of the antecedent where the mention is a bare pronoun."""
        if self.tree[node].pos not in {"PRON", "DET"}:
            return self._in_full(self.tree, mention) if mention.head == node else mention.text
        named = [
            m
            for m in self.document.actors
            if m.start < mention.start and m.actor.id == mention.actor.id and m.text.lower() not in PRONOUNS
        ]
        named = [m for m in named if m.text.split()[0].lower() not in PRONOUNS] or named
        if not named:
            return mention.text
        sentence = self.document.sentence_at(named[-1].start)
        return self._in_full(Tree(sentence.tokens), named[-1]) if sentence is not None else named[-1].text

    def _in_full(self, tree: Tree, mention: ActorMention) -> str:
        """The mention with what qualifies its noun: "about 1,500 fighters", "Yugoslav forces"."""
        node = mention.head
        if node not in tree or tree[node].pos not in {"NOUN", "PROPN"}:
            return mention.text
        beside = [c for c in tree.children(node, *_QUALIFYING) if tree[c].tag != "PRP$"]
        words = {n for c in beside for n in tree.subtree(c) if n < node and self._qualifies(tree, n)}
        left = node
        while left - 1 in words or (left - 2 in words and tree.word(left - 1) == "-"):
            if tree[left - 1].text == "-" and tree[left - 1].end < tree[left].start:
                break  # "August 21 - Rebels": the day is none of theirs
            left -= 1
        start = min(mention.start, tree[left].start) if node - left <= _LONGEST else mention.start
        return self.document.article.text[start : mention.end]

    def _qualifies(self, tree: Tree, node: int) -> bool:
        """Whether a word may belong to who is named: no verb that the parser took in, no day."""
        return tree[node].tag not in _FINITE and not self._is_time(tree[node].start)

    def _owner(self, node: int) -> ActorRef | None:
        """Whose "its" or "their" is: the nearest actor told of before it in the sentence; "his" is a person's."""
        if self.tree.word(node) in {"his", "her"}:
            return self._person(self.tree[node].start)
        before = [m for found in self._actors.values() for m in found if m.end <= self.tree[node].start]
        subjects = [m for m in before if m.head in self.tree and self.tree[m.head].dep in {"nsubj", "nsubjpass"}]
        nearest = max(subjects or before, key=lambda m: m.start, default=None)
        return ActorRef(nearest.actor, self._in_full(self.tree, nearest)) if nearest is not None else None

    def _person(self, before: int) -> ActorRef | None:
        """The side of the person last told of: a leader by name, or "the president"; None where it is anybody's."""
        for mention in reversed(self.document.actors):
            if mention.start >= before or mention.text.lower() in PRONOUNS:
                continue
            if not self._near(mention.start):
                return None
            sentence = self.document.sentence_at(mention.start)
            tokens = sentence.tokens if sentence is not None else ()
            words = [t for t in tokens if mention.start <= t.start < mention.end]
            if any(t.entity == "PERSON" or self.lexicon.is_a(t.lemma.lower(), "persons") for t in words):
                return ActorRef(mention.actor, mention.text)
        return None

    def _is_rival(self, node: int) -> bool:
        """A "rival" government is not the one that its noun would otherwise mean."""
        return any(
            self.tree.word(c) in {"rival", "parallel", "breakaway", "competing"}
            for c in self.tree.children(node, "amod")
        )

    def is_common(self, node: int) -> bool:
        """Whether a node is a common noun for armed people or their vehicles, no state, leader or office."""
        lemma = self.tree.lemma(node)
        body = self.lexicon.is_a(lemma, "armed") and not self.lexicon.is_a(lemma, "offices", "leaders", "events")
        return self.tree[node].pos == "NOUN" and body

    def doer_of(self, node: int) -> int:
        """Whose an advance or an attack is that does something: "a *rebel* advance cut the town off"."""
        head = self.tree.head(node)
        if head is not None and self.tree[node].dep == "appos" and self.is_named(head) and not self.is_named(node):
            return head  # "the Kaniyat, a *clan* that ruled X"
        if not self.lexicon.is_a(self.tree.lemma(node), "events") or self.is_named(node):
            return node
        by = [n for name, n in self.tree.prepositions(node) if name in {"by", "of"}]
        owners = [*self.tree.children(node, "poss", "compound", "amod", "nmod"), *by]
        return next((n for n in owners if self.is_named(n)), node)

    def _actor_span(self, node: int) -> tuple[int, int]:
        start, end = self.tree.phrase(node)
        below = [n for name, n in self.tree.prepositions(node) if name == "of"]
        if self.tree.lemma(node) in QUANTITIES and below:
            end = max(end, self.tree.phrase(below[0])[1])
        for child in self.tree.children(node, "det"):
            if self.tree[child].start == start and child + 1 in self.tree:
                start = self.tree[child + 1].start
        return start, end

    def word_class(self, node: int, *, steps: int = 4) -> str:
        """The class of an argument's noun: ``armed``, ``civilians``, ``goods`` ..., ``none`` for a bare pronoun.

        ``steps`` bounds how often one noun is explained by another: "some of the others" may lead round in a circle.
        """
        node = self.meant(node)
        mention = self._mention(node)
        lemma = self._noun(node)
        below = [n for name, n in self.tree.prepositions(node) if name == "of"]
        if self.lexicon.is_a(lemma, "convoys") and self._brings_relief(node):
            return "goods"
        if (lemma in QUANTITIES or self.tree[node].pos == "NUM") and below and below[0] != node and steps:
            inner = self.word_class(below[0], steps=steps - 1)
            if inner not in {"none", "other"}:
                return inner
        if (
            self.tree[node].tag == "CD"
            and self.tree[node].text[-1].isdigit()
            and not below
            and self.tree[node].dep in {"nsubj", "nsubjpass", "dobj"}
        ):
            return "civilians"  # "150,000 have fled to X"
        if lemma in _ELLIPTIC and not below and steps and (before := self._last_people(node)) is not None:
            return self.word_class(before, steps=steps - 1)
        if self.lexicon.is_a(lemma, "goods") and self._carried(node):
            return "civilians"
        if lemma == "company" and any(
            n in self._toponyms for name, n in self.tree.prepositions(node) if name == "from"
        ):
            return "armed"  # "a company from X was on its way", unlike "the oil company"
        if lemma == "man" and self.tree[node].tag == "NN":
            return "civilians"
        for name in ("air", "vessels", "goods", "weapons", "figures"):
            if self.lexicon.is_a(lemma, name) and (mention is None or mention.actor.kind == "unknown"):
                return name
        laden = any(self.lexicon.is_a(self.tree.lemma(c), "goods") for c in self.tree.children(node, "compound"))
        if laden and not self.lexicon.is_a(lemma, "civilians"):  # unlike "aid workers"
            return "goods"
        if self.lexicon.is_a(lemma, "air"):
            return "air"
        if any(self.tree.word(c) in _UPROOTED for c in self.tree.children(node, "amod")):
            return "civilians"
        if lemma == "member" and (group := self._group_of(node)) is not None and steps:
            return self.word_class(group, steps=steps - 1)
        if self.lexicon.is_a(lemma, "persons") or (self.tree[node].entity == "PERSON" and not _is_group(mention)):
            return "leaders"
        if mention is not None and self._flies(mention):
            return "air"
        if mention is not None and mention.actor.kind in _KINDS:
            return _KINDS[mention.actor.kind]
        for name in ("civilians", "armed", "leaders"):
            if self.lexicon.is_a(lemma, name):
                return name
        if mention is not None and mention.actor.kind == "organisation":
            return "other"  # helpers and clubs of states hold nothing themselves
        if mention is not None or self.tree[node].pos == "PROPN":
            return "named"
        if self.tree[node].tag == "PRP$" and self._owner(node) is not None:
            return "named"
        if self.tree.word(node) in {"they", "we", "he", "she"}:
            return "pronoun"
        return "none" if self.tree[node].pos == "PRON" else "other"

    def _flies(self, mention: ActorMention) -> bool:
        """Whether an actor is one that wages war from the air alone."""
        return any(self.lexicon.is_a(word, "air") for word in mention.actor.name.lower().split())

    def _last_people(self, node: int) -> int | None:
        """The subject that "others" and "many" without a noun go on about, in the same sentence."""
        first = max(self.tree.nodes().start, node - 40)
        before = [n for n in range(node - 1, first - 1, -1) if self.tree[n].dep in {"nsubj", "nsubjpass", "dobj"}]
        # Only ever backwards, so that no two of them stand for one another.
        return next((p for n in before if (p := self._people_of(n)) is not None and self.meant(p) < node), None)

    def _people_of(self, node: int) -> int | None:
        """The noun for people that a subject is, or is some of: "some of the *gunmen*"."""
        below = [n for name, n in self.tree.prepositions(node) if name == "of"]
        nouns = [node] if self._noun(node) not in _ELLIPTIC else []
        return next((n for n in [*nouns, *below] if self.lexicon.is_a(self._noun(n), "armed", "civilians")), None)

    def _brings_relief(self, node: int) -> bool:
        """Whether vehicles carry supplies, not soldiers: "a Red Cross convoy", "a convoy with 12 tonnes of food"."""
        beside = [n for c in self.tree.children(node, "compound", "amod", "nmod", "poss") for n in self.tree.subtree(c)]
        loaded = [
            c for c in self.tree.children(node, "acl", "relcl") if self.tree.lemma(c) in {"carry", "load", "bring"}
        ]
        load = [n for name, n in self.tree.prepositions(node) if name in {"with", "of"}]
        load += [n for c in loaded for n in [*self.tree.objects(c), *(o for _, o in self.tree.prepositions(c))]]
        load += [n for each in load for name, n in self.tree.prepositions(each) if name == "of"]
        words = {w for n in beside for w in (self.tree.word(n), self.tree.lemma(n))}
        return any(self.lexicon.is_a(w, "humanitarian") for w in words) or any(
            self.lexicon.is_a(self._noun(n), "goods", "loads") for n in [*beside, *load]
        )

    def _group_of(self, member: int) -> int | None:
        """The force that somebody is a member of: "Uniformed *KLA* members"."""
        return next((c for c in self.tree.children(member, "compound", "poss") if self.is_named(c)), None)

    def _carried(self, node: int) -> bool:
        """Whether vehicles are full of people: "cars full of refugees"."""
        full = [c for c in self.tree.children(node, "amod", "acl") if self.tree.lemma(c) in {"full", "pack", "fill"}]
        inside = [n for c in full for _, n in self.tree.prepositions(c)] + [
            n for c in full for n in self.tree.objects(c)
        ]
        return any(self.lexicon.is_a(self._noun(n), "civilians") for n in inside)

    def _noun(self, node: int) -> str:
        """The lemma; a plural that the tagger took for a name loses its ending."""
        lemma = self.tree.lemma(node)
        known = any(lemma in words for words in self.lexicon.classes.values())
        return lemma if known or not lemma.endswith("s") else lemma[:-1]


def _is_group(mention: ActorMention | None) -> bool:
    """Whether words name a group itself, not one of its people."""
    if mention is None or any(mention.text.casefold() in leader.casefold() for leader in mention.actor.leaders):
        return False
    return mention.text.casefold() in {n.casefold() for n in (mention.actor.name, *mention.actor.aliases)}


def _described(text: str, word_class: str) -> Actor:
    slug = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return Actor(id=f"found:{slug}", name=text, kind="civilians" if word_class == "civilians" else "unknown")
