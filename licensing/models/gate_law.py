"""The gates in the words of the database (design, rules 4 and 10; domain.md 1.5).

A case becomes ready, comes on an agenda and gets a permit only by a run of the checks made for that
gate over the text in force, which blocks nothing, bars nothing, and whose every finding that
asks for attention has an officer's note. A kept run says in its columns what its text says.
"""

import pgtrigger

from licensing.lifecycle import Status

_CLEAN_RUN = """
    SELECT 1 FROM licensing_checkrun run
    WHERE run.id = {run} AND run.application_id = {case} AND run.revision_id = {revision}
      AND run.gate = {gate} AND run.blocks = 0 AND NOT run.barred
      AND NOT EXISTS (
          SELECT 1 FROM unnest(run.findings) AS finding
          WHERE NOT EXISTS (SELECT 1 FROM licensing_checknote note
                            WHERE note.application_id = run.application_id
                              AND note.digest = finding))
"""

_REFUSE = """
        RAISE EXCEPTION 'no clean run of the checks for this gate'
            USING ERRCODE = '23514', CONSTRAINT = 'checks_let_it_through';
"""


_ISSUE = """
    IF NOT EXISTS (
        SELECT 1 FROM licensing_application kept
        WHERE kept.id = NEW.application_id AND EXISTS ({clean})
    ) THEN {refuse}
    END IF;
    RETURN NEW;
"""


def passes_the_gates() -> pgtrigger.Trigger:
    """Return the trigger of `Application`: readiness and agenda need their clean run."""
    clean = _CLEAN_RUN.format(
        run="NEW.latest_checks_id", case="NEW.id", revision="NEW.current_revision_id", gate="needed"
    )
    review, ready, agenda = Status.IN_REVIEW.value, Status.READY.value, Status.ON_AGENDA.value
    return pgtrigger.Trigger(
        name="passes_the_gates",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            f"((OLD.status = '{review}' AND NEW.status = '{ready}')"
            f" OR (OLD.status = '{ready}' AND NEW.status = '{agenda}'))"
        ),
        declare=[("needed", "text")],
        func=f"""
    needed := CASE NEW.status WHEN '{ready}' THEN 'ready' ELSE 'agenda' END;
    IF NOT EXISTS ({clean}) THEN {_REFUSE}
    END IF;
    RETURN NEW;
""",
    )


def issued_by_clean_checks() -> pgtrigger.Trigger:
    """Return the trigger of `Licence`: nothing is issued without a clean run of the decision."""
    clean = _CLEAN_RUN.format(
        run="kept.latest_checks_id",
        case="kept.id",
        revision="kept.current_revision_id",
        gate="'decide'",
    )
    return pgtrigger.Trigger(
        name="issued_by_clean_checks",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=_ISSUE.format(clean=clean, refuse=_REFUSE),
    )


def says_what_it_found() -> pgtrigger.Trigger:
    """Return the trigger of `CheckRun`: its columns repeat its text, as does its digest."""
    return pgtrigger.Trigger(
        name="says_what_it_found",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        declare=[("told", "record")],
        func="""
    SELECT count(*) FILTER (WHERE one ->> 'outcome' = 'block') AS blocks,
           count(*) FILTER (WHERE one ->> 'outcome' = 'attention') AS attentions,
           count(*) FILTER (WHERE one ->> 'outcome' = 'clear') AS clears,
           COALESCE(bool_or((one ->> 'absolute')::boolean), false) AS barred
    INTO told
    FROM jsonb_array_elements(NEW.text::jsonb -> 'results') AS one;
    IF (NEW.blocks, NEW.attentions, NEW.clears, NEW.barred)
       IS DISTINCT FROM (told.blocks, told.attentions, told.clears, told.barred)
       OR told.blocks + told.attentions + told.clears = 0
       OR NEW.gate IS DISTINCT FROM NEW.text::jsonb ->> 'gate'
       OR cardinality(NEW.findings) <> NEW.attentions
       OR NEW.sha256 <> encode(sha256(convert_to(NEW.text, 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'a run of the checks says something else than its text'
            USING ERRCODE = '23514', CONSTRAINT = 'run_says_what_it_found';
    END IF;
    RETURN NEW;
""",
    )
