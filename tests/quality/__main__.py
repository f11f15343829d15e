"""Prints how well the built-in players do on labelled talks: `python -m tests.quality`."""

from tests.quality import reader


def main() -> None:
    """Measure and print, part by part."""
    print(reader.table(reader.measure()))


if __name__ == "__main__":
    main()
