"""Who is spoken of: names, descriptions, metonyms and pronouns, each with the actor it means."""

from geo.nlp.actors.finding import find_actors

__all__ = ["find_actors"]
