"""The words of the page on progress."""

from collections.abc import Mapping

PROGRESS: Mapping[str, str] = {
    "progress.title": "How your practice goes",
    "progress.empty": "No talk of yours has feedback yet. What is learned over several of them will stand here.",
    "progress.empty_little": "Your talks so far had too little in them to be judged. Longer ones will stand here.",
    "progress.counted.one": "One talk was judged so far.",
    "progress.counted.many": "{count} talks were judged so far.",
    "progress.too_little.one": "One more had too little in it.",
    "progress.too_little.many": "{count} more had too little in them.",
    "progress.first_ways": "Only first ways through count here; other tries stand below.",
    "progress.few_one": "One talk is a beginning. It shows where you are, and no trend.",
    "progress.few": "{count} talks are too few to see a trend. Take these as where you are, not where you are going.",
    "progress.number.2": "Two",
    "progress.number.3": "Three",
    "progress.mixed": "Some of these talks were assessed by a language model and some by the built-in assessor. Their "
    "levels can't be compared closely.",
    "progress.chart": "{title}, talk by talk, from 0 to 3:",
    "progress.point": "{name} {level}",
    "progress.newest": "last time, with {name}",
    "progress.never": "In no talk so far could enough of this be judged.",
    "progress.unknown.one": "Judged in one talk: no trend to see.",
    "progress.unknown.many": "Judged in {count} talks: too few to see a trend.",
    "progress.trend.up": "Your later talks stand higher than your earlier ones.",
    "progress.trend.down": "Your later talks stand lower than your earlier ones. Harder members do that too.",
    "progress.trend.level": "No clear change between your earlier and your later talks.",
    "progress.caution": "Members differ, and an assessor can be half a level off. Look at several talks together, "
    "never at the step between two.",
    "progress.missed": "What keeps being missed",
    "progress.missed_what": "Not there yet, or only tried, in most of the talks in which it was judged.",
    "progress.missed_in": "{missed} of {judged} talks",
    "progress.missed_none": "Nothing was missed in most of your talks.",
    "progress.missed_early": "It takes two talks to see what keeps being missed.",
    "progress.more.one": "One more",
    "progress.more.many": "{count} more",
    "progress.aim": "What solid looks like",
    "progress.retries": "From the first to another try",
    "progress.retries_what": "What changed where you went back. A small change may be chance. Another try often ends "
    "sooner, and what comes late in a talk is then missing in it.",
    "progress.no_gain": "Nothing stands higher than before.",
    "progress.lower": "Lower than before:",
    "progress.retry": "{name}, again from turn {turn}",
    "progress.same": "No criterion changed its level.",
    "progress.no_retries": "You have not tried a moment again yet, or too little of it to compare. “Try again from "
    "here” on a feedback page leads there.",
    "nav.progress": "Progress",
}
