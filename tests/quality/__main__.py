"""Prints how well the built-in players do on labelled talks: `python -m tests.quality`."""

from tests.quality import assessor, fit, reader
from tests.quality.talks import examples


def main() -> None:
    """Measure and print, part by part."""
    print(reader.table(reader.measure()))
    later = reader.measure(examples(held_back=True, fresh=True))
    print(f"macro F1 on talks written after all else, {later.turns} turns: {later.macro:.2f}; ", end="")
    print(f"between the two who labelled these: {later.macro_agreement:.2f}\n")
    assessor.main()
    fit.main()


if __name__ == "__main__":
    main()
