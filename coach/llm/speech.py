"""What of a model's text is for showing: thoughts between tags are not, and what repeats for ever is cut."""

import re

NAMES = ("think", "thinking", "thought", "reasoning")
OPENS = re.compile(rf"<({'|'.join(NAMES)})>", re.IGNORECASE)
CLOSES = re.compile(rf"</({'|'.join(NAMES)})>", re.IGNORECASE)
LONGEST_TAG = len("</reasoning>")
UNSHOWN = dict.fromkeys(n for n in (*range(0x20), *range(0x7F, 0xA0)) if chr(n) not in "\t\n")
"""Control characters: nobody says them, and a terminal would do as they bid."""


class Spoken:
    """Takes text as it comes and gives back what is for showing.

    `thinking`: the reply is known to begin among thoughts, as with chat templates that open the tag
    themselves. If it then never closes one, all of it was the reply after all.
    """

    def __init__(self, *, thinking: bool = False) -> None:
        self.began_thinking: bool | None = True if thinking else None
        """Whether the reply began among thoughts: known when a tag is closed that was not opened."""
        self.thought = False
        """Something between tags was left out."""
        self._assumed = thinking
        self._inside = thinking
        self._held = ""
        self._thoughts = ""
        self._begun = False

    def take(self, text: str) -> str:
        """What can be shown now. An end that may be half a tag is held back until more has come."""
        self._held += text.translate(UNSHOWN)
        shown = ""
        while True:
            tag = (CLOSES if self._inside else _EITHER).search(self._held)
            if tag is None:
                break
            before, self._held = self._held[: tag.start()], self._held[tag.end() :]
            if not self._inside:
                shown += before
            if self._inside or tag[0].startswith("</"):
                if not self._inside:
                    self.began_thinking = True
                self._inside = self._assumed = False
            else:
                self._inside = True
            self.thought = True
        keep = _may_begin_tag(self._held)
        cut = len(self._held) - keep
        loose, self._held = self._held[:cut], self._held[cut:]
        if self._inside:
            self._thoughts += loose if self._assumed else ""
        else:
            shown += loose
        return self._from_first_word(shown)

    def end(self) -> str:
        """What was held back, now that nothing more comes."""
        left = "" if self._inside else self._held
        if self._assumed:
            self.began_thinking = False
            left = self._thoughts + self._held
        self._held = self._thoughts = ""
        return self._from_first_word(left)

    def _from_first_word(self, shown: str) -> str:
        """Blank lines between the thoughts and the reply belong to neither."""
        if not self._begun:
            shown = shown.lstrip()
            self._begun = bool(shown)
        return shown


_EITHER = re.compile(f"{OPENS.pattern}|{CLOSES.pattern}", re.IGNORECASE)


def _may_begin_tag(text: str) -> int:
    """How many characters at the end could be the beginning of a tag."""
    start = text.rfind("<", max(0, len(text) - LONGEST_TAG + 1))
    if start < 0:
        return 0
    end = text[start:].lower().removeprefix("<").removeprefix("/")
    return len(text) - start if any(name.startswith(end) or f"{name}>".startswith(end) for name in NAMES) else 0


LONGEST_REFRAIN = 300
"""Characters. Models mostly loop over a word, a sentence or a line; longer loops meet the token limit."""

LEAST_TIMES, LEAST_LENGTH = 3, 240
"""From when on a text is taken to repeat for ever: this many times, over this many characters."""


def repeats(text: str) -> bool:
    """Whether the end of a text says one thing over and over.

    "No, no, no, no." is speech; the same line over 240 characters, three times or more, is a model in a loop.
    """
    end = text[-LEAST_TIMES * LONGEST_REFRAIN :]
    for length in range(1, LONGEST_REFRAIN + 1):
        span = max(LEAST_TIMES * length, LEAST_LENGTH)
        if span > len(end):
            return False
        tail = end[-span:]
        if tail[length:] == tail[:-length]:
            return True
    return False
