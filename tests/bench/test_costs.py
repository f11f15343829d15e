"""What a talk may cost: it grows only at its end, and a turn waits for one call."""

from pathlib import Path

from tests.bench.costs import of_a_talk


async def test_a_prefix_cache_can_serve_nearly_all_of_a_long_talk_and_a_turn_waits_for_one_call(tmp_path: Path) -> None:
    told = await of_a_talk(tmp_path)
    assert told.turns == 20
    assert told.cached >= 0.9
    assert (told.waited_for, told.calls) == (1, 2)
