"""Prints how well the built-in players do on labelled talks: `python -m tests.quality`."""

from tests.quality import assessor, reader


def main() -> None:
    """Measure and print, part by part."""
    print(reader.table(reader.measure()))
    print(assessor.table(assessor.held_back(), "members held back"))


if __name__ == "__main__":
    main()
