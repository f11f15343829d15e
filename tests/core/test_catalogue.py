"""Standard cues join a member's own, by the id of the topic and by its section."""

from pathlib import Path

from coach.content import load_yaml
from coach.core.catalogue import Catalogue, Group, StandardTopic, with_standard_cues
from coach.core.persona import Persona

KIM = load_yaml(Path(__file__).parent.parent / "small_member.yaml", Persona)
CATALOGUE = Catalogue(
    topics=(
        StandardTopic(id="biscuits", cues=("any food", "biscuit tin")),
        StandardTopic(id="pay", cues=("the pay",)),
    ),
    groups=(Group(id="worry", speaks_to="fears", cues=("are you afraid",)),),
)


def test_own_cues_come_first_and_none_stands_twice() -> None:
    assert with_standard_cues(KIM, CATALOGUE).facts[1].cues == (
        "biscuit tin",
        "what is in the tin",
        "any food",
    )


def test_a_group_speaks_to_its_whole_section_and_to_no_other() -> None:
    kim = with_standard_cues(KIM, CATALOGUE)
    assert kim.fears[0].cues == ("get blamed", "are you afraid")
    assert kim.values[0].cues == KIM.values[0].cues


def test_nothing_else_about_a_member_changes() -> None:
    kim = with_standard_cues(KIM, CATALOGUE)
    assert [topic.id for topic in kim.topics] == [topic.id for topic in KIM.topics]
    assert kim.model_copy(update={"facts": KIM.facts, "fears": KIM.fears}) == KIM
