"""The words of the page before a talk."""

from collections.abc import Mapping

PREPARE: Mapping[str, str] = {
    "prepare.known": "What you would know beforehand",
    "prepare.title": "Before you meet {name}",
    "prepare.why": "Why you meet",
    "prepare.you_are": "Who you are",
    "prepare.where": "Where",
    "prepare.how_long": "How long",
    "prepare.minutes": "{minutes} minutes",
    "prepare.campaign": "What it is about",
    "prepare.kind": "Which meeting?",
    "prepare.kind.recruitment": "a first meeting",
    "prepare.kind.maintenance": "keeping in touch",
    "prepare.kind.escalation": "asking for more",
    "prepare.relationship_first": "This one is for the relationship: a date for meeting again is a full result.",
    "prepare.notes": "Your notes",
    "prepare.notes_what": "All of it can stay empty. It will be at hand while you talk.",
    "prepare.purpose": "Why do I want to meet them?",
    "prepare.purpose_hint": "In a sentence you could say out loud.",
    "prepare.own_story": "A story of mine that I could tell",
    "prepare.own_story_hint": "Short, with a choice in it.",
    "prepare.possible_ask": "What I might ask",
    "prepare.possible_ask_hint": "Something small, with a day and a place.",
    "prepare.to_practise": "What I want to practise",
    "prepare.to_practise_hint": "Last time's advice stands here.",
    "prepare.to_practise_none": "One thing, such as asking on.",
    "prepare.start": "Start talking",
    "prepare.starting": "Opening the door…",
    "prepare.other": "Meet someone else",
    "prepare.where_words_go": "Where your words go",
}
