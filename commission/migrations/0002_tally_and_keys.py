"""The tally rule a second time, in SQL, and the keys that a model cannot declare.

A ballot points at (round, seat) of an elector and at (round, digest) of the text voted on, and a
round at (question, digest): a ballot for another text or of another body cannot be stored.
"""

from django.db import migrations

KEYS = """
ALTER TABLE commission_round ADD CONSTRAINT round_of_this_text
    FOREIGN KEY (question_id, digest) REFERENCES commission_question (id, sha256);
ALTER TABLE commission_ballot ADD CONSTRAINT ballot_of_an_elector
    FOREIGN KEY (round_id, seat_id) REFERENCES commission_elector (round_id, seat_id);
ALTER TABLE commission_ballot ADD CONSTRAINT ballot_for_this_text
    FOREIGN KEY (round_id, digest) REFERENCES commission_round (id, digest);
"""

DROP_KEYS = """
ALTER TABLE commission_ballot DROP CONSTRAINT ballot_for_this_text;
ALTER TABLE commission_ballot DROP CONSTRAINT ballot_of_an_elector;
ALTER TABLE commission_round DROP CONSTRAINT round_of_this_text;
"""

TALLY = """
CREATE VIEW commission_round_tally AS
SELECT
    r.id AS round_id,
    s.seats, s.recused, s.base, s.present,
    v.votes_for, v.votes_against, v.votes_abstain,
    CASE
        WHEN s.base < u.floor_seats
          OR s.base * u.floor_den < s.seats * u.floor_num
          OR s.present * u.quorum_den <= s.base * u.quorum_num
          OR missing.mandatory
            THEN 'no_quorum'
        WHEN v.veto
            THEN 'rejected'
        WHEN v.votes_for * u.majority_den > w.whole * u.majority_num
            THEN 'carried'
        WHEN v.votes_for > 0
         AND v.votes_for = v.votes_against
         AND (v.votes_for + 1) * u.majority_den > (w.whole + w.more) * u.majority_num
         AND u.casting_vote
            THEN CASE cv.choice WHEN 'for' THEN 'carried' WHEN 'against' THEN 'rejected'
                 ELSE 'tie' END
        ELSE 'rejected'
    END AS result
FROM commission_round r
JOIN commission_rulepack p ON p.id = r.rule_pack_id
LEFT JOIN commission_castingvote cv ON cv.round_id = r.id
CROSS JOIN LATERAL (
    SELECT
        p.text::jsonb #>> '{quorum,base}' AS quorum_base,
        (p.text::jsonb #>> '{quorum,num}')::integer AS quorum_num,
        (p.text::jsonb #>> '{quorum,den}')::integer AS quorum_den,
        (p.text::jsonb #>> '{floor,seats}')::integer AS floor_seats,
        (p.text::jsonb #>> '{floor,num}')::integer AS floor_num,
        (p.text::jsonb #>> '{floor,den}')::integer AS floor_den,
        p.text::jsonb #>> '{majority,base}' AS majority_base,
        (p.text::jsonb #>> '{majority,num}')::integer AS majority_num,
        (p.text::jsonb #>> '{majority,den}')::integer AS majority_den,
        (p.text::jsonb #>> '{tie,casting_vote}')::boolean AS casting_vote,
        p.text::jsonb #> '{majority,veto}' AS veto,
        p.text::jsonb #> '{quorum,mandatory}' AS mandatory
) u
CROSS JOIN LATERAL (
    SELECT
        count(*) FILTER (WHERE counted) AS seats,
        count(*) FILTER (WHERE state = 'recused') AS recused,
        count(*) FILTER (WHERE counted) - count(*) FILTER (WHERE state = 'recused') AS base,
        count(*) FILTER (WHERE state = 'entitled') AS present
    FROM (
        SELECT e.state, e.state <> 'vacant' OR u.quorum_base = 'all' AS counted
        FROM commission_elector e WHERE e.round_id = r.id
    ) roll
) s
CROSS JOIN LATERAL (
    SELECT
        count(*) FILTER (WHERE choice = 'for') AS votes_for,
        count(*) FILTER (WHERE choice = 'against') AS votes_against,
        count(*) FILTER (WHERE choice = 'abstain') AS votes_abstain,
        coalesce(bool_or(choice = 'against' AND u.veto ? code), false) AS veto
    FROM (
        SELECT DISTINCT ON (b.seat_id) b.seat_id, b.choice, d.code
        FROM commission_ballot b
        JOIN commission_elector e ON e.round_id = b.round_id AND e.seat_id = b.seat_id
        JOIN commission_seat st ON st.id = b.seat_id
        JOIN reference_department d ON d.id = st.department_id
        WHERE b.round_id = r.id AND e.state = 'entitled'
        ORDER BY b.seat_id, b.revision DESC
    ) effective
) v
CROSS JOIN LATERAL (
    SELECT
        CASE u.majority_base WHEN 'voting' THEN v.votes_for + v.votes_against
             ELSE s.present END AS whole,
        CASE u.majority_base WHEN 'voting' THEN 1 ELSE 0 END AS more
) w
CROSS JOIN LATERAL (
    SELECT EXISTS (
        SELECT 1 FROM jsonb_array_elements_text(u.mandatory) AS must (code)
        WHERE NOT EXISTS (
            SELECT 1 FROM commission_elector e
            JOIN commission_seat st ON st.id = e.seat_id
            JOIN reference_department d ON d.id = st.department_id
            WHERE e.round_id = r.id AND d.code = must.code AND e.state IN ('entitled', 'recused'))
    ) AS mandatory
) missing;
"""


class Migration(migrations.Migration):
    dependencies = [("commission", "0001_initial")]

    operations = [
        migrations.RunSQL(KEYS, DROP_KEYS),
        migrations.RunSQL(TALLY, "DROP VIEW commission_round_tally"),
    ]
