"""What the database of the commission refuses by itself. Plain SQL, one function a rule.

SQLSTATE 55000 means "not in the state for this", 23505 "somebody (you, in another tab) was first".
"""

from collections.abc import Mapping

import pgtrigger

#: The heart of "closing and voting cannot interleave wrongly" (design, rule 1): a share lock on the
#: round conflicts with the exclusive lock of the closing, so a ballot is either counted or refused.
#: A foreign key alone does not do this (records.md A6). The locks on elector and mandate do so for
#: a conflict declared, and for a mandate revoked, at this moment.
CAST_WHILE_OPEN = """
    DECLARE
        may_supersede boolean;
        last_revision integer;
    BEGIN
        SELECT r.supersede INTO may_supersede
        FROM commission_round r
        JOIN commission_elector e ON e.round_id = r.id AND e.seat_id = NEW.seat_id
        JOIN commission_mandate m ON m.id = e.mandate_id
        JOIN commission_question q ON q.id = r.question_id
        WHERE r.id = NEW.round_id
          AND r.state = 'open'
          AND clock_timestamp() <= coalesce(r.closes_at, 'infinity')
          AND e.state = 'entitled'
          AND e.mandate_id = NEW.mandate_id
          AND m.person_id = NEW.cast_by_id
          AND m.revoked_at IS NULL
          AND coalesce(m.valid_until, 'infinity')
              >= (clock_timestamp() AT TIME ZONE 'Europe/Kyiv')::date
          AND NOT EXISTS (
              SELECT 1 FROM commission_recusal c
              WHERE c.item_id = q.item_id
                AND (c.person_id = NEW.cast_by_id
                     OR (c.seat_id = NEW.seat_id AND c.kind = 'institutional')))
        FOR SHARE OF r, e, m;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'no open round for this seat and person' USING ERRCODE = '55000';
        END IF;
        SELECT coalesce(max(revision), 0) INTO last_revision FROM commission_ballot
        WHERE round_id = NEW.round_id AND seat_id = NEW.seat_id;
        IF NEW.revision <> last_revision + 1 THEN
            RAISE EXCEPTION 'ballot % follows %', NEW.revision, last_revision
                USING ERRCODE = '23505';
        END IF;
        IF NEW.revision > 1 AND NOT may_supersede THEN
            RAISE EXCEPTION 'the rules allow one ballot' USING ERRCODE = '55000';
        END IF;
        RETURN NEW;
    END;
"""

CASTING_ONLY_IN_TIE = """
    PERFORM 1 FROM commission_round WHERE id = NEW.round_id AND state = 'tie' FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'a casting vote breaks a tie only' USING ERRCODE = '55000';
    END IF;
    RETURN NEW;
"""

ELECTORS_OF_AN_OPEN_ROUND = """
    DECLARE
        places integer;
    BEGIN
        SELECT seats INTO places FROM commission_round
        WHERE id = NEW.round_id AND state = 'open' FOR SHARE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'electors are fixed when the round is closed' USING ERRCODE = '55000';
        END IF;
        IF (SELECT count(*) FROM commission_elector WHERE round_id = NEW.round_id) >= places THEN
            RAISE EXCEPTION 'electors were frozen at the opening' USING ERRCODE = '55000';
        END IF;
        RETURN NEW;
    END;
"""

ELECTOR_ONLY_LOSES_ITS_VOTE = """
    IF OLD.state <> 'entitled' OR NEW.state NOT IN ('absent', 'recused', 'stood_aside')
       OR (OLD.round_id, OLD.seat_id) IS DISTINCT FROM (NEW.round_id, NEW.seat_id)
       OR OLD.mandate_id IS DISTINCT FROM NEW.mandate_id THEN
        RAISE EXCEPTION 'an elector can only lose the right to vote' USING ERRCODE = '55000';
    END IF;
    PERFORM 1 FROM commission_round WHERE id = NEW.round_id AND state = 'open'
        AND (NEW.state <> 'absent' OR clock_timestamp() > coalesce(closes_at, '-infinity'))
        FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'electors are fixed when the round is closed' USING ERRCODE = '55000';
    END IF;
    RETURN NEW;
"""

#: Silence in a written procedure is not consent, and nobody is silent before the term ends.
COUNTED_AFTER_ITS_TERM = """
    IF OLD.state = 'open' AND NEW.state NOT IN ('open', 'no_result')
       AND clock_timestamp() <= coalesce(OLD.closes_at, '-infinity')
       AND EXISTS (
           SELECT 1 FROM commission_elector e
           WHERE e.round_id = OLD.id AND e.state = 'entitled' AND NOT EXISTS (
               SELECT 1 FROM commission_ballot b
               WHERE b.round_id = e.round_id AND b.seat_id = e.seat_id)) THEN
        RAISE EXCEPTION 'replies are awaited until %', OLD.closes_at USING ERRCODE = '55000';
    END IF;
    RETURN NEW;
"""

#: A counted vote is never changed. Void it becomes by two people, and nothing else of it moves.
RESULT_STAYS = """
    IF NEW.state = 'annulled' AND OLD.state <> 'annulled' THEN
        PERFORM 1 FROM commission_annulment
        WHERE round_id = OLD.id AND confirmed_by_id <> proposed_by_id;
        IF NOT FOUND OR to_jsonb(NEW) - 'state' <> to_jsonb(OLD) - 'state' THEN
            RAISE EXCEPTION 'a vote is annulled by two people, as it stands'
                USING ERRCODE = '55000';
        END IF;
    ELSIF OLD.state IN ('tallied', 'no_quorum', 'no_result', 'annulled') THEN
        RAISE EXCEPTION 'a result stays' USING ERRCODE = '55000';
    END IF;
    RETURN NEW;
"""

ANNULS_A_COUNTED_VOTE = """
    PERFORM 1 FROM commission_round
    WHERE id = NEW.round_id AND state IN ('tie', 'tallied') FOR SHARE;
    IF NOT FOUND OR NEW.confirmed_by_id IS NOT NULL THEN
        RAISE EXCEPTION 'a counted vote is annulled in two steps' USING ERRCODE = '55000';
    END IF;
    RETURN NEW;
"""

WAITS_AGAIN_AFTER_ANNULMENT = """
    PERFORM 1 FROM commission_sitting WHERE id = OLD.sitting_id AND state = 'open';
    IF NOT FOUND OR EXISTS (
            SELECT 1 FROM commission_round r JOIN commission_question q ON q.id = r.question_id
            WHERE q.item_id = OLD.id AND r.state = 'tallied'
              -- only a vote that advised something settled the item: `closing.advice_of`
              AND (r.result = 'carried' OR (r.result = 'rejected' AND q.proposal <> 'refuse')))
       OR NOT EXISTS (
            SELECT 1 FROM commission_round r JOIN commission_question q ON q.id = r.question_id
            WHERE q.item_id = OLD.id AND r.state = 'annulled') THEN
        RAISE EXCEPTION 'an item waits again after an annulment only' USING ERRCODE = '55000';
    END IF;
    RETURN NEW;
"""

#: Who voted as the commission decided has nothing to dissent from.
DISSENTS_FROM_THE_RESULT = """
    PERFORM 1 FROM commission_round r
    JOIN commission_elector e ON e.round_id = r.id AND e.seat_id = NEW.seat_id
    JOIN commission_mandate m ON m.id = e.mandate_id
    WHERE r.id = NEW.round_id AND r.state = 'tallied' AND e.state = 'entitled'
      AND m.person_id = NEW.person_id
      AND CASE r.result WHEN 'carried' THEN 'for' ELSE 'against' END IS DISTINCT FROM (
          SELECT b.choice FROM commission_ballot b
          WHERE b.round_id = r.id AND b.seat_id = e.seat_id
          ORDER BY b.revision DESC LIMIT 1);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no dissent from this result' USING ERRCODE = '55000';
    END IF;
    RETURN NEW;
"""

WRITTEN_HAS_A_TERM = """
    PERFORM 1 FROM commission_question q
    JOIN commission_agendaitem i ON i.id = q.item_id
    JOIN commission_sitting s ON s.id = i.sitting_id
    WHERE q.id = NEW.question_id AND s.replies_until IS DISTINCT FROM NEW.closes_at;
    IF FOUND THEN
        RAISE EXCEPTION 'a vote in writing ends with the term of its replies'
            USING ERRCODE = '55000';
    END IF;
    RETURN NEW;
"""


PROTOCOL_STILL_DRAFTED = """
    PERFORM 1 FROM commission_sitting WHERE id = NEW.sitting_id AND state = 'closed'
        AND protocol_state IN ('', 'draft', 'circulated') FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'an approved protocol is not written anew' USING ERRCODE = '55000';
    END IF;
    RETURN NEW;
"""

#: Chair and secretary of this sitting, under the last version, after it was approved.
SIGNS_THE_APPROVED = """
    PERFORM 1 FROM commission_protocolversion v JOIN commission_sitting s ON s.id = v.sitting_id
    WHERE v.id = NEW.version_id AND s.protocol_state = 'approved'
      AND NEW.person_id = CASE NEW.office WHEN 'chair' THEN s.chair_id ELSE s.secretary_id END
      AND v.number = (SELECT max(o.number) FROM commission_protocolversion o
                      WHERE o.sitting_id = s.id);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'chair and secretary sign the approved version' USING ERRCODE = '55000';
    END IF;
    RETURN NEW;
"""

BOTH_HAVE_SIGNED = """
    IF (SELECT count(*) FROM commission_protocolsignature g
        JOIN commission_protocolversion v ON v.id = g.version_id
        WHERE v.sitting_id = NEW.sitting_id) <> 2 THEN
        RAISE EXCEPTION 'chair and secretary sign a protocol' USING ERRCODE = '55000';
    END IF;
    RETURN NEW;
"""


#: An addendum is of the two who signed the protocol, and about an item of the same sitting.
CHAIR_AND_SECRETARY_ADD = """
    PERFORM 1 FROM commission_protocol p JOIN commission_sitting s ON s.id = p.sitting_id
    WHERE p.id = NEW.protocol_id
      AND NEW.proposed_by_id IN (s.chair_id, s.secretary_id)
      AND (NEW.answered_by_id IS NULL OR NEW.answered_by_id IN (s.chair_id, s.secretary_id))
      AND (NEW.item_id IS NULL OR EXISTS (
            SELECT 1 FROM commission_agendaitem i
            WHERE i.id = NEW.item_id AND i.sitting_id = s.id));
    IF NOT FOUND THEN
        RAISE EXCEPTION 'chair and secretary add to their protocol' USING ERRCODE = '55000';
    END IF;
    RETURN NEW;
"""


#: A condition is changed with its owner or not at all, and the vote is on the text as it is then.
OWNERS_HAVE_ANSWERED = """
    PERFORM 1 FROM commission_conditionchange c
    JOIN commission_question q ON q.item_id = c.item_id
    WHERE q.id = NEW.question_id
      AND (c.answered_at IS NULL OR c.is_agreed AND c.answered_at > q.frozen_at);
    IF FOUND THEN
        RAISE EXCEPTION 'the owner of a condition is asked first' USING ERRCODE = '55000';
    END IF;
    RETURN NEW;
"""


def moves(column: str, steps: Mapping[str, tuple[str, ...]]) -> str:
    """Return the body of a trigger that lets `column` move only along `steps`."""
    pairs = ", ".join(f"('{a}', '{b}')" for a in steps for b in steps[a])
    return f"""
        IF OLD.{column} <> NEW.{column} AND (OLD.{column}, NEW.{column}) NOT IN ({pairs}) THEN
            RAISE EXCEPTION 'no step from % to %', OLD.{column}, NEW.{column}
                USING ERRCODE = '55000';
        END IF;
        RETURN NEW;
    """


def stepping(column: str, steps: Mapping[str, tuple[str, ...]], name: str) -> pgtrigger.Trigger:
    """Return the trigger that refuses every other move of `column`."""
    return pgtrigger.Trigger(
        name=name, when=pgtrigger.Before, operation=pgtrigger.Update, func=moves(column, steps)
    )


def never_deleted() -> pgtrigger.Trigger:
    """Return the trigger of a table whose rows may move on but never disappear."""
    return pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)


def before_insert(name: str, func: str) -> pgtrigger.Trigger:
    """Return a BEFORE INSERT row trigger; a body with DECLARE keeps its own block."""
    return pgtrigger.Trigger(
        name=name, when=pgtrigger.Before, operation=pgtrigger.Insert, func=func
    )
