"""What the database itself refuses: the balance of a licence is held here, under one row lock.

Every entry locks its licence, so two border posts at the same second stand in line; the sums are
read after the lock and see what the first one wrote (design, rule 6).
"""

import pgtrigger

#: Inserting an entry: the text of the refusal says which rule it breaks.
BALANCE = """
    SELECT l.* INTO licence FROM licensing_licence l
        JOIN tracking_shipment s ON s.licence_id = l.id
        WHERE s.id = NEW.shipment_id FOR UPDATE OF l;
    IF NOT EXISTS (SELECT 1 FROM licensing_application a
                   WHERE a.id = licence.application_id AND a.act = 'permit') THEN
        RAISE EXCEPTION 'goods leave under a permit only' USING ERRCODE = '23514';
    END IF;
    SELECT d.* INTO permitted FROM licensing_decisionline d
        WHERE d.decision_id = licence.decision_id AND d.position = NEW.position;
    IF NOT FOUND OR permitted.quantity = 0 THEN
        RAISE EXCEPTION 'line % is not licensed', NEW.position USING ERRCODE = '23514';
    END IF;
    IF NEW.unit <> permitted.unit OR NEW.currency <> permitted.currency THEN
        RAISE EXCEPTION 'line % is licensed in % and %', NEW.position, permitted.unit,
            permitted.currency USING ERRCODE = '23514';
    END IF;
    IF NEW.kind IN ('announce', 'confirm') OR NEW.quantity > 0 OR NEW.value > 0 THEN
        -- What was announced before a permit was amended may still cross, and nothing more.
        IF licence.state <> 'valid' AND NOT (licence.state = 'amended'
                AND NEW.kind = 'confirm' AND NEW.quantity <= 0 AND NEW.value <= 0) THEN
            RAISE EXCEPTION 'the licence is %', licence.state USING ERRCODE = '23514';
        END IF;
        IF licence.state = 'amended' THEN
            -- Locked, so that whoever stops the permit in its place stands in line.
            SELECT l.state INTO heir FROM licensing_licence l WHERE l.state <> 'amended'
                AND l.id IN (
                    WITH RECURSIVE heirs (id) AS (
                        SELECT h.id FROM licensing_licence h WHERE h.amends_id = licence.id
                        UNION SELECT h.id FROM licensing_licence h
                            JOIN heirs ON h.amends_id = heirs.id)
                    SELECT heirs.id FROM heirs) FOR SHARE OF l;
            IF heir NOT IN ('valid', 'exhausted') THEN
                RAISE EXCEPTION 'the licence in its place is %', heir USING ERRCODE = '23514';
            END IF;
            IF EXISTS (SELECT 1 FROM licensing_stoporder o
                       JOIN licensing_surplusclaim c ON c.line_id = o.line_id
                       WHERE c.licence_id = licence.id AND o.lifted_at IS NULL) THEN
                RAISE EXCEPTION 'the production line is stopped' USING ERRCODE = '23514';
            END IF;
        END IF;
        IF NEW.on_date NOT BETWEEN licence.valid_from AND licence.valid_until THEN
            RAISE EXCEPTION '% is outside the term of the licence', NEW.on_date
                USING ERRCODE = '23514';
        END IF;
    END IF;
    SELECT coalesce(sum(e.quantity), 0) + NEW.quantity, coalesce(sum(e.value), 0) + NEW.value
        INTO quantity, value FROM tracking_entry e
        JOIN tracking_shipment s ON s.id = e.shipment_id
        WHERE s.licence_id = licence.id AND e.position = NEW.position;
    IF quantity > permitted.quantity OR value > permitted.value THEN
        RAISE EXCEPTION 'the balance of line % would fall below zero', NEW.position
            USING ERRCODE = '23514';
    END IF;
    SELECT coalesce(sum(e.quantity), 0) + NEW.quantity, coalesce(sum(e.value), 0) + NEW.value
        INTO quantity, value FROM tracking_entry e
        WHERE e.shipment_id = NEW.shipment_id AND e.position = NEW.position;
    IF quantity < 0 OR value < 0 THEN
        RAISE EXCEPTION 'the shipment would hold less than nothing' USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
"""

#: A shipment ends as its entries say: confirmed with goods, cancelled with none.
ENDS = """
    IF NEW.state = 'confirmed' AND NOT EXISTS (
        SELECT 1 FROM tracking_entry e WHERE e.shipment_id = NEW.id AND e.kind = 'confirm'
    ) OR NEW.state = 'cancelled' AND EXISTS (
        SELECT 1 FROM tracking_entry e WHERE e.shipment_id = NEW.id
        GROUP BY e.position HAVING sum(e.quantity) <> 0 OR sum(e.value) <> 0
    ) THEN
        RAISE EXCEPTION 'the entries of the shipment do not say %', NEW.state
            USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
"""


def balance() -> pgtrigger.Trigger:
    """Return the guard of the balance, on every inserted entry."""
    return pgtrigger.Trigger(
        name="balance_holds",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[
            ("licence", "licensing_licence%ROWTYPE"),
            ("permitted", "licensing_decisionline%ROWTYPE"),
            ("heir", "text"),
            ("quantity", "numeric"),
            ("value", "numeric"),
        ],
        func=BALANCE,
    )


def shipment() -> list[pgtrigger.Trigger]:
    """Return the guards of a shipment: how it starts, moves and ends; it is never deleted."""
    return [
        pgtrigger.Trigger(
            name="starts_announced",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            condition=pgtrigger.Q(new__state__df="announced"),
            func="RAISE EXCEPTION 'a shipment starts announced' USING ERRCODE = '23514';",
        ),
        pgtrigger.FSM(
            name="state_steps",
            field="state",
            transitions=[("announced", "confirmed"), ("announced", "cancelled")],
        ),
        pgtrigger.Trigger(
            name="ends_as_entered",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition("OLD.state IS DISTINCT FROM NEW.state"),
            func=ENDS,
        ),
        pgtrigger.ReadOnly(
            name="announced_once", exclude=["state", "crossed_on", "border_post", "declaration"]
        ),
        pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
    ]
