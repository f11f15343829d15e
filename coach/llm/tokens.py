"""How many tokens a text is: by the model's own vocabulary where it has been loaded, else a safe estimate."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from typing import Protocol

import tiktoken
from tiktoken.model import encoding_name_for_model
from tiktoken.registry import ENCODINGS

from coach.llm.message import Message

BYTES_A_TOKEN = 3
"""English has about 4.5 bytes a token, other scripts 2 to 3: this errs on the safe side."""

MESSAGE_TOKENS, REPLY_TOKENS = 4, 3
"""What each message costs beside its words, and the reply's beginning (OpenAI's cookbook, rounded up)."""

STRANGERS = "o200k_base"
STRANGERS_MARGIN = 1.2
"""Models unknown to tiktoken are counted with this vocabulary, times this, as theirs are mostly smaller."""


class Vocabulary(Protocol):
    """What counts: tiktoken's Encoding does."""

    def encode_ordinary(self, text: str) -> list[int]:
        """The tokens of a text in which nothing has a special meaning."""
        ...


def vocabulary(model: str) -> Vocabulary | None:
    """The vocabulary for a model if it is in memory. Never loads one: that may take a download."""
    return ENCODINGS.get(_encoding_name(model))


def count_tokens(
    what: str | Sequence[Message],
    model: str,
    *,
    vocabulary: Callable[[str], Vocabulary | None] = vocabulary,
) -> int:
    """The tokens of a text, or of messages as a server counts them: rather too many than too few.

    Never waits, never raises. Exact for text and a model that tiktoken knows, after `load_vocabulary`.
    """
    if not isinstance(what, str):
        texts = (count_tokens(message.content, model, vocabulary=vocabulary) for message in what)
        return sum(MESSAGE_TOKENS + tokens for tokens in texts) + REPLY_TOKENS
    words = vocabulary(model)
    if words is None:
        return estimate_tokens(what)
    tokens = len(words.encode_ordinary(what))
    return tokens if _is_known(model) else round(tokens * STRANGERS_MARGIN)


def estimate_tokens(what: str | Message) -> int:
    """Rather too many than too few, and the same on every machine and after every start."""
    if isinstance(what, Message):
        return MESSAGE_TOKENS + estimate_tokens(what.content)
    return -(-len(what.encode(errors="replace")) // BYTES_A_TOKEN)


def counted_by(model: str) -> str:
    """Which count is in use for a model, in words for the host."""
    if vocabulary(model) is None:
        return f"estimated, one token for {BYTES_A_TOKEN} bytes"
    if _is_known(model):
        return f"tiktoken, {_encoding_name(model)}"
    return f"tiktoken, {STRANGERS} and {STRANGERS_MARGIN - 1:.0%} more, as this model's own is not known"


async def load_vocabulary(model: str, seconds: float, *, load: Callable[[str], object] = tiktoken.get_encoding) -> bool:
    """Loads a model's vocabulary, from disk or by download; whether it is there after so many seconds.

    A download that hangs goes on in a thread that keeps nobody waiting, at the end of the program neither.
    """
    loop = asyncio.get_running_loop()
    loaded: asyncio.Future[bool] = loop.create_future()

    def tell(result: bool) -> None:
        if not loaded.done():
            loaded.set_result(result)

    def work() -> None:
        try:
            load(_encoding_name(model))
            result = True
        except (OSError, ValueError):  # no network, no disk, or not what was expected
            result = False
        if not loop.is_closed():
            loop.call_soon_threadsafe(tell, result)

    threading.Thread(target=work, daemon=True).start()
    try:
        async with asyncio.timeout(seconds):
            return await loaded
    except TimeoutError:
        return False


def _is_known(model: str) -> bool:
    try:
        encoding_name_for_model(model)
    except KeyError:
        return False
    return True


def _encoding_name(model: str) -> str:
    return encoding_name_for_model(model) if _is_known(model) else STRANGERS
