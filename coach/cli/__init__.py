"""The commands. Results go to standard output, all else to standard error; exit 1 for what the person got wrong."""

from coach.cli import bench, hosting, practising
from coach.cli.shared import cli

__all__ = ["bench", "hosting", "main", "practising"]


def main() -> None:
    """Run the command line."""
    cli()
