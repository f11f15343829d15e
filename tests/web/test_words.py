"""Words and looks: every word that is asked for is there, none lies about, and colours that stand twice agree."""

import re
from pathlib import Path

from coach import web
from coach.core.situation import Situation
from coach.lab.blank import blank
from coach.lab.form import Field, form
from coach.web.frame import theme
from coach.web.words import ENGLISH, count, say

WEB = Path(web.__file__).parent
SOURCES = [*WEB.rglob("*.py"), *WEB.rglob("*.html"), *WEB.rglob("*.js")]


def everything() -> str:
    return "\n".join(source.read_text("utf-8") for source in SOURCES if source.parent.name != "words")


def name_of(key: str) -> str:
    """What a key is called in its room, be it said of one or of many."""
    return key.removesuffix(".one").removesuffix(".many").rsplit(".", 1)[1]


def test_every_word_in_the_catalogue_is_used() -> None:
    text = everything()
    unused = {
        key
        for key in ENGLISH
        if key not in text
        and not re.search(rf"""["'(]{re.escape(name_of(key))}["']""", text)
        and not re.search(rf"""["']{re.escape(key.rsplit(".", 1)[0])}["'.]""", text)
    }
    assert unused == set()


def test_every_word_that_is_asked_for_is_in_the_catalogue() -> None:
    asked = set(re.findall(r"""(?<!\.)\bsay\(f?["']([\w.]+)["'][,)]""", everything()))
    asked |= {
        f"talk.{key}" for key in re.findall(r"""\b(?:this|room|notice)\.(?:say|button|link)\("(\w+)\"""", everything())
    }
    asked |= {f"studio.{key}" for key in re.findall(r'\bword\("([\w.]+)"', everything())}
    assert asked - set(ENGLISH) == set()


def test_every_field_of_a_members_form_has_a_name() -> None:
    def keys(field: Field) -> set[str]:
        return {field.key}.union(*(keys(part) for part in field.parts))

    listed = ("facts", "story", "openers", "commitments", "refuses", "scenarios")
    sections = form({key: [blank((key,), [])] for key in listed})
    asked = {key for fields in sections.values() for field in fields for key in keys(field)}
    assert {f"studio.key.{key}" for key in asked} - set(ENGLISH) - {f"studio.key.{one}" for one in Situation} == set()


def test_a_count_of_one_is_said_as_one() -> None:
    assert count("feedback.times", 1) == "once"
    assert count("feedback.times", 3) == "3 times"


def test_values_stand_in_the_words_as_they_are() -> None:
    assert say("home.meet", name="{name} <b>") == "Meet {name} <b>"


def test_the_first_frame_has_the_colours_of_the_style_sheet() -> None:
    css = (WEB / "look" / "assets" / "coach.css").read_text("utf-8")
    papers, inks = re.findall(r"--paper: (#\w+)", css), re.findall(r"--ink: (#\w+)", css)
    assert papers == [theme.PAPER, theme.PAPER_DARK]
    assert inks == [theme.INK, theme.INK_DARK]


def test_every_tint_of_a_portrait_is_in_the_style_sheet() -> None:
    from coach.web.look.draw import TINTS

    css = (WEB / "look" / "assets" / "drawn.css").read_text("utf-8")
    assert re.findall(r"\.tint-(\d+)", css) == [str(tint) for tint in range(TINTS)]


def test_no_file_of_the_page_names_another_host() -> None:
    for source in [*SOURCES, *WEB.rglob("*.css"), *WEB.rglob("*.svg")]:
        outside = re.findall(r"https?://(?!www\.w3\.org/2000/svg)\S+", source.read_text("utf-8"))
        assert outside == [], source
