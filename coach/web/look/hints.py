"""Hints as they are read: what to think of in the language of the page, what could be said in that of the talk."""

from coach.core.hints import Hint
from coach.core.persona import Persona
from coach.web.words.language import speaking, told


def hinted(hint: Hint, persona: Persona) -> str:
    """The words of a hint that was taken in a talk with this member; English where they are not known otherwise."""
    if hint.rung != "line":
        return told(hint.says)
    with speaking(persona.language.partition("-")[0]):
        return told(hint.says)
