"""Cues are found in what people really type, and not where they do not stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.reader.words import GAP, find, stems, tokens


def test_curly_quotes_capitals_and_accents_make_no_difference() -> None:
    assert tokens("You’re at the CAFÉ") == tokens("you're at the cafe") == ("you", "are", "at", "the", "cafe")


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("didn't", "did not"),
        ("can't", "cannot"),
        ("what's", "what is"),
        ("whats", "what is"),
        ("I've", "i have"),
        ("they'll", "they will"),
    ],
)
def test_contractions_are_written_out(short: str, long: str) -> None:
    assert stems(short) == stems(long)


def test_a_possessive_is_the_name_itself() -> None:
    assert tokens("Rosa's shift, the workers' rosters") == ("rosa", "shift", "the", "workers", "rosters")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("neighbours", "neighbor"),
        ("organising", "organizes"),
        ("told", "tell"),
        ("children", "child"),
        ("rostered", "rosters"),
        ("realise", "realized"),
    ],
)
def test_inflections_and_spellings_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert stems(one) == stems(other)


@pytest.mark.parametrize("word", ["four", "hour", "promise", "noise"])
def test_words_that_only_look_british_keep_a_stem_of_their_own(word: str) -> None:
    assert stems(word)[0] not in {"for", "hor", "promiz", "noiz"}


@pytest.mark.parametrize(
    "text",
    [
        "How long have you been there?",
        "how very long",
        "So how, you know, LONG is it?",
        "how how long",
    ],
)
def test_a_cue_is_found_in_order_with_small_gaps(text: str) -> None:
    assert find("how long", stems(text))


@pytest.mark.parametrize(
    "text", ["long, how", "how is it that you came along", "how are you and all the long shifts", ""]
)
def test_a_cue_is_not_found_out_of_order_or_far_apart(text: str) -> None:
    assert not find("how long", stems(text))


def test_a_later_beginning_is_tried_where_an_earlier_one_leads_nowhere() -> None:
    assert find("first shift roster", stems("first shift of the first shift roster"))


def test_a_cue_without_words_is_found_nowhere() -> None:
    assert not find("?!", stems("anything at all"))


@given(
    st.lists(st.sampled_from(["night", "shift", "roster", "rosa", "kettle", "bus"]), min_size=1, max_size=5),
    st.data(),
)
def test_a_cue_is_found_wherever_its_words_are_spread_within_the_gap(cue: list[str], data: st.DataObject) -> None:
    filler = st.lists(st.just("and"), max_size=GAP)
    text = " ".join(" ".join([word, *data.draw(filler)]) for word in cue)
    assert find(" ".join(cue), stems(text))


@given(st.text(max_size=200))
def test_any_text_at_all_can_be_read(text: str) -> None:
    assert all(word and word == word.casefold() for word in tokens(text))
    assert len(stems(text)) == len(tokens(text))
