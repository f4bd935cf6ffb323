"""Making people, giving roles, and what the database refuses when code forgets."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from core.accounts import policies, services
from core.accounts.backends import PersonBackend
from core.accounts.memory import remembering
from core.accounts.models import User, initial
from core.accounts.roles import CODENAMES, PERMISSIONS, Role, conflict
from core.accounts.sync import sync_roles
from core.audit.models import Event
from core.base.errors import Conflict, InvalidInput, NotAllowed
from demo.cast import Cast, build_cast
from demo.people import PASSWORD

pytestmark = pytest.mark.django_db

NEW = {"email": "Nova@Dozvil.example", "name_uk": "Нова Особа", "name_en": "Nova Osoba"}


@pytest.fixture
def cast(db) -> Cast:
    return build_cast()


def test_the_cast_is_built_once(cast):
    people, events = User.objects.count(), Event.objects.count()
    again = build_cast()
    assert (User.objects.count(), Event.objects.count()) == (people, events)
    assert again.signatory == cast.signatory
    assert [person.department.code for person in cast.seat_holders.values()] == list(
        cast.seat_holders
    )


def test_groups_equal_the_file_after_migration():
    assert set(Group.objects.values_list("name", flat=True)) == set(Role.values)
    for role, codenames in PERMISSIONS.items():
        stored = Group.objects.get(name=role).permissions.values_list("codename", flat=True)
        assert set(stored) == codenames


def test_synchronising_removes_what_left_the_file():
    forgotten = Permission.objects.filter(codename="cast_ballots").get()
    forgotten.pk, forgotten.codename = None, "open_everything"
    forgotten.save()
    Group.objects.get(name=Role.CUSTOMS).permissions.add(forgotten)
    sync_roles()
    assert not Permission.objects.filter(codename="open_everything").exists()


def test_every_codename_belongs_to_a_role_and_every_role_has_codenames():
    assert set(PERMISSIONS) == set(Role)
    assert {name for names in PERMISSIONS.values() for name in names} == set(CODENAMES)


def test_an_account_is_made_with_a_lower_case_address(cast):
    user = services.create_user(actor=cast.system_admin, password=PASSWORD, **NEW)
    assert user.email == "nova@dozvil.example"
    assert user.check_password(PASSWORD)
    assert Event.objects.filter(verb="user.created", subject=f"user:{user.pk}").count() == 1


def test_only_a_system_administrator_makes_officials(cast):
    for person in (cast.head, cast.officer, cast.signatory, cast.auditor):
        with pytest.raises(NotAllowed):
            services.create_user(actor=person, **NEW)


def test_an_address_is_taken_whatever_its_case(cast):
    with pytest.raises(InvalidInput) as refusal:
        services.create_user(
            actor=cast.system_admin, email=cast.head.email.upper(), name_uk="А Б", name_en="A B"
        )
    assert refusal.value.field == "email"


@pytest.mark.parametrize("email", ["", "nobody", "a@b@c"])
def test_an_address_must_be_one(cast, email):
    with pytest.raises(InvalidInput):
        services.create_user(actor=None, email=email, name_uk="А", name_en="A")


@pytest.mark.parametrize("password", ["short", "nova@dozvil.exampl"])
def test_a_weak_password_is_refused(password):
    with pytest.raises(InvalidInput) as refusal:
        services.create_user(actor=None, password=password, **NEW)
    assert refusal.value.field == "password"
    assert not User.objects.filter(email="nova@dozvil.example").exists()


def test_a_role_is_given_and_taken(cast):
    user = services.create_user(actor=None, **NEW)
    services.grant_role(actor=cast.system_admin, user=user, role=Role.OFFICER)
    services.grant_role(actor=cast.system_admin, user=user, role=Role.OFFICER)
    assert policies.has_role(user, Role.OFFICER)
    assert policies.has_permission(user, "review_cases")
    services.revoke_role(actor=cast.system_admin, user=user, role=Role.OFFICER)
    assert not policies.has_role(user, Role.OFFICER)
    verbs = Event.objects.filter(subject=f"user:{user.pk}").values_list("verb", flat=True)
    assert list(verbs) == ["user.created", "role.granted", "role.revoked"]


def test_nobody_enlarges_her_own_power(cast):
    with pytest.raises(Conflict):
        services.grant_role(actor=cast.system_admin, user=cast.system_admin, role=Role.HEAD)


def test_a_role_that_is_taken_while_a_page_is_read_does_no_deed(cast):
    person = PersonBackend().get_user(cast.officer.pk)
    services.revoke_role(actor=cast.system_admin, user=cast.officer, role=Role.OFFICER)
    assert not policies.has_role(person, Role.OFFICER)
    with remembering():
        assert policies.has_role(person, Role.OFFICER)
    with remembering():
        assert not policies.has_role(PersonBackend().get_user(person.pk), Role.OFFICER)


def test_a_session_of_who_left_opens_nothing(cast):
    services.deactivate_user(actor=cast.system_admin, user=cast.officer)
    assert PersonBackend().get_user(cast.officer.pk) is None


def test_others_cannot_give_roles(cast):
    for person in (cast.officer, cast.head, cast.auditor, cast.administrator):
        with pytest.raises(NotAllowed):
            services.grant_role(actor=person, user=cast.second_officer, role=Role.HEAD)


def test_an_auditor_and_a_system_administrator_hold_nothing_else(cast):
    for person in (cast.auditor, cast.system_admin):
        with pytest.raises(Conflict):
            services.grant_role(actor=None, user=person, role=Role.OFFICER)
    with pytest.raises(Conflict):
        services.grant_role(actor=None, user=cast.officer, role=Role.AUDITOR)


def test_customs_does_not_deliberate(cast):
    with pytest.raises(Conflict):
        services.grant_role(actor=None, user=cast.customs, role=Role.MEMBER)
    assert conflict(frozenset({Role.MEMBER}), Role.CHAIR) is None


def test_a_person_of_a_company_holds_no_state_role(cast):
    with pytest.raises(Conflict):
        services.grant_role(actor=None, user=cast.signatory, role=Role.OFFICER)
    # Even a group written behind the services does not count.
    cast.signatory.groups.add(Group.objects.get(name=Role.HEAD))
    assert policies.roles_of(cast.signatory) == frozenset()


def test_a_closed_account_has_no_roles(cast):
    services.deactivate_user(actor=cast.system_admin, user=cast.officer)
    services.deactivate_user(actor=cast.system_admin, user=cast.officer)
    assert not policies.has_role(cast.officer, Role.OFFICER)
    assert Event.objects.filter(verb="user.deactivated").count() == 1


def test_rights_are_remembered_inside_a_reading_request_only(cast):
    with remembering():
        assert policies.has_role(cast.officer, Role.OFFICER)
        cast.officer.groups.clear()
        assert policies.has_role(cast.officer, Role.OFFICER)
    assert not policies.has_role(cast.officer, Role.OFFICER)


def test_roles_cost_one_query_a_page(cast, django_assert_num_queries):
    with remembering(), django_assert_num_queries(1):
        for role in Role:
            policies.has_role(cast.head, role)


def test_names_are_shown_in_the_language_of_the_reader(cast):
    with translation.override("uk"):
        assert (cast.auditor.name, cast.auditor.full_name) == ("Я. Вербовий", "Ярослав Вербовий")
    with translation.override("en"):
        assert cast.auditor.name == "Ya. Verbovyi"
        assert cast.auditor.title == "auditor"
    assert initial("Zhanna") == "Zh."


# What code forgot, the database refuses.


@pytest.mark.parametrize(
    "change",
    [
        "affiliation = 'spy'",
        "language = 'xx'",
        "theme = 'pink'",
        "is_staff = true",
        "email = 'BUKOVETS@dozvil.example'",
        "affiliation = 'official'",  # who changes sides gets a new account
        "department_id = (SELECT id FROM reference_department LIMIT 1)",
    ],
)
def test_raw_sql_cannot_make_an_impossible_person(cast, change):
    statement = f"UPDATE accounts_user SET {change} WHERE id = %s"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, [cast.signatory.pk])
