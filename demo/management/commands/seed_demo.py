"""Play the demonstration: reference data, the cast, and their story. Plays once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.base import clock
from core.reference.services import load_reference
from core.screening.services import load_demonstration
from demo.cast import FOUNDED, build_cast
from demo.people import COMPANY, OFFICIALS, PASSWORD, CompanyPerson, Official
from demo.story import is_told, tell


class Command(BaseCommand):
    """Running it again finds everything in place and changes nothing."""

    help = "Load the reference data and the named cast, and play their story once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer to stop after the people: tests play their own stories."""
        parser.add_argument("--cast-only", action="store_true", help="Make the people, no story.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed and print who can sign in."""
        load_reference()
        load_demonstration()
        with clock.at(FOUNDED):
            cast = build_cast()
        if not options["cast_only"] and not is_told(cast):
            tell(cast)
        people: list[CompanyPerson | Official] = [*COMPANY.people, *OFFICIALS.values()]
        for person in people:
            self.stdout.write(f"{person.email:32} {person.name_en}, {person.title_en}")
        self.stdout.write(f"password of all: {PASSWORD}")
