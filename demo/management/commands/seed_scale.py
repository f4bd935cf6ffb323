"""Fill the house with bulk cases, to see that its pages stay quick. Not for a real register."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.base import clock
from core.reference.services import load_reference
from demo import scale
from demo.cast import FOUNDED, build_cast


class Command(BaseCommand):
    """Each run adds; equal seeds give equal contents."""

    help = "Write bulk companies and applications of realistic shape."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask how many of each."""
        parser.add_argument("--companies", type=int, default=200)
        parser.add_argument("--applications", type=int, default=10_000)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed, and say what was written."""
        load_reference()
        with clock.at(FOUNDED):
            cast = build_cast()
        scale.seed(
            cast,
            companies=options["companies"],
            applications=options["applications"],
            seed_value=options["seed"],
        )
        self.stdout.write(f"{options['companies']} companies, {options['applications']} cases")
