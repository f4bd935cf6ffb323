"""Two officials of the cast, made through the service."""

from core.accounts import services
from core.accounts.models import User


def official(name: str = "Olena Marchenko", *, language: str = "en") -> User:
    first, family = name.split()
    return services.create_user(
        actor=None,
        email=f"{first}.{family}@dozvil.example".lower(),
        name_uk=name,
        name_en=name,
        language=language,
    )
