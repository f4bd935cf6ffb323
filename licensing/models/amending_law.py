"""A permit that is amended, in the words of the database (design, 6: amended by a new decision).

An application may name the permit it asks to amend: one of the same company, once and for good. The
permit that comes of it takes the place of a valid one, and at the end of the transaction the old
one is `amended`; neither happens without the other.
"""

import pgtrigger

_OWN_PERMIT = """
    IF NOT EXISTS (SELECT 1 FROM licensing_licence former
                   WHERE former.id = NEW.amends_id
                     AND former.manufacturer_id = NEW.manufacturer_id) THEN
        RAISE EXCEPTION 'a company amends its own permit only' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
"""

# A later round of the same case (on appeal) adds to the successor and replaces nothing again.
_IN_ITS_PLACE = """
    SELECT kept.amends_id INTO named FROM licensing_application kept
    WHERE kept.id = NEW.application_id AND NOT EXISTS (
        SELECT 1 FROM licensing_licence one
        WHERE one.application_id = kept.id AND one.amends_id = kept.amends_id);
    IF NEW.amends_id IS DISTINCT FROM named THEN
        RAISE EXCEPTION 'a permit amends what its application names' USING ERRCODE = '23514';
    END IF;
    IF NEW.amends_id IS NOT NULL THEN
        PERFORM 1 FROM licensing_licence former
        WHERE former.id = NEW.amends_id AND former.manufacturer_id = NEW.manufacturer_id
          AND former.state = 'valid' FOR UPDATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'only a valid permit is amended' USING ERRCODE = '23514';
        END IF;
    END IF;
    RETURN NEW;
"""

_OLD_ONE_ENDS = """
    IF EXISTS (SELECT 1 FROM licensing_licence former
               WHERE former.id = NEW.amends_id AND former.state = 'valid') THEN
        RAISE EXCEPTION 'an amended permit stays in use' USING ERRCODE = '23514';
    END IF;
    RETURN NULL;
"""

_BY_A_SUCCESSOR = """
    IF NOT EXISTS (SELECT 1 FROM licensing_licence later WHERE later.amends_id = NEW.id) THEN
        RAISE EXCEPTION 'no permit takes the place of this one' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
"""


def amends_an_own_permit() -> list[pgtrigger.Trigger]:
    """Return the triggers of `Application.amends`."""
    return [
        pgtrigger.Trigger(
            name="amends_an_own_permit",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            condition=pgtrigger.Q(new__amends__isnull=False),
            func=_OWN_PERMIT,
        ),
        pgtrigger.ReadOnly(name="amends_for_good", fields=["amends"]),
    ]


def takes_its_place() -> list[pgtrigger.Trigger]:
    """Return the triggers of `Licence.amends`."""
    return [
        pgtrigger.Trigger(
            name="in_its_place",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            declare=[("named", "uuid")],
            func=_IN_ITS_PLACE,
        ),
        pgtrigger.Trigger(
            name="old_one_ends",
            when=pgtrigger.After,
            operation=pgtrigger.Insert,
            timing=pgtrigger.Deferred,
            condition=pgtrigger.Q(new__amends__isnull=False),
            func=_OLD_ONE_ENDS,
        ),
        pgtrigger.Trigger(
            name="amended_by_a_successor",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition("NEW.state = 'amended' AND OLD.state <> 'amended'"),
            func=_BY_A_SUCCESSOR,
        ),
    ]
