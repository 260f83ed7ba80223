"""The SQL that makes cases: believable in shape, made up in every word.

Agencies follow a power law, topics too; four in five old cases are closed, most young
ones are open, a few stay open for ever. Each has what the acts would have left: clocks,
messages, assignments, ledger entries, an identity that nobody can open, a submission.
"""

HELPERS = """
CREATE OR REPLACE FUNCTION pg_temp.number(bits bigint) RETURNS text
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    letters CONSTANT text := '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    plain text := ''; total int := 0; one int;
BEGIN
    FOR place IN REVERSE 9..0 LOOP
        one := (bits >> (5 * place)) & 31;
        plain := plain || substr(letters, one + 1, 1);
        total := (total # one) << 1;
        IF total & 32 <> 0 THEN total := total # 37; END IF;
    END LOOP;
    plain := plain || substr(letters, total + 1, 1);
    RETURN substr(plain, 1, 4) || '-' || substr(plain, 5, 4) || '-' || substr(plain, 9);
END $$;

CREATE OR REPLACE FUNCTION pg_temp.heavy(most bigint, power float) RETURNS bigint
LANGUAGE sql VOLATILE AS $$ SELECT 1 + floor(most * random() ^ power)::bigint $$;

CREATE TEMP TABLE IF NOT EXISTS the_agency AS
    SELECT row_number() OVER (ORDER BY md5(code)) AS n, id, zone, calendar_code,
        region_id
    FROM organisations_organisation WHERE kind <> 'unit' AND is_active;
CREATE TEMP TABLE IF NOT EXISTS the_unit AS
    SELECT id, agency_id, row_number() OVER (PARTITION BY agency_id ORDER BY id) AS n,
        count(*) OVER (PARTITION BY agency_id) AS of
    FROM organisations_organisation WHERE kind = 'unit' AND is_active;
CREATE TEMP TABLE IF NOT EXISTS the_topic AS
    SELECT row_number() OVER (ORDER BY md5(slug)) AS n, id
    FROM cases_category WHERE parent_id IS NOT NULL AND is_active;
CREATE TEMP TABLE IF NOT EXISTS the_region AS
    SELECT row_number() OVER (ORDER BY code) AS n, code
    FROM organisations_region WHERE level = 4;
CREATE TEMP TABLE IF NOT EXISTS the_sentence (n int PRIMARY KEY, text text);
CREATE TEMP TABLE IF NOT EXISTS the_term AS
    SELECT DISTINCT ON (timer) timer, id FROM deadlines_term
    WHERE organisation_id IS NULL ORDER BY timer, valid_from DESC;
CREATE UNIQUE INDEX IF NOT EXISTS the_agency_n ON the_agency (n);
CREATE INDEX IF NOT EXISTS the_unit_n ON the_unit (agency_id, n);
CREATE UNIQUE INDEX IF NOT EXISTS the_topic_n ON the_topic (n);
CREATE UNIQUE INDEX IF NOT EXISTS the_region_n ON the_region (n);
ANALYZE the_agency, the_unit, the_topic, the_region, the_term;
"""

#: Dice are thrown in a table of their own: a subquery would be thrown only once.
DICE = """
CREATE TEMP TABLE the_dice AS
SELECT g, floor(random() * 2 ^ 50)::bigint AS bits,
    %(now)s::timestamptz - %(months)s * interval '30.4 days' * random() AS received_at,
    random() AS of_state, random() AS of_class, random() AS of_channel,
    random() AS of_unit, random() AS of_due, random() AS of_place,
    random() AS of_pace, random() < 0.2 AS is_anonymous, random() < 0.08 AS is_secret,
    random() < 0.45 AS is_public, random() < 0.1 AS is_tagged,
    pg_temp.heavy((SELECT count(*) FROM the_agency), 2.5) AS agency,
    pg_temp.heavy((SELECT count(*) FROM the_topic), 2) AS topic,
    pg_temp.heavy(20000, 1) AS s1, pg_temp.heavy(20000, 1) AS s2,
    pg_temp.heavy(20000, 1) AS s3, pg_temp.heavy(20000, 1) AS s4,
    pg_temp.heavy(20000, 1) AS s5
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS g;
"""

CASES = """
CREATE TEMP TABLE the_plan AS
SELECT d.*, a.id AS agency_id, a.zone, a.calendar_code,
    CASE WHEN %(now)s - received_at > interval '90 days' THEN
        CASE WHEN of_state < 0.80 THEN 'closed' WHEN of_state < 0.97 THEN 'archived'
             WHEN of_state < 0.985 THEN 'in_progress' WHEN of_state < 0.995 THEN
             'dispatched' ELSE 'with_ombudsman' END
    ELSE CASE WHEN of_state < 0.08 THEN 'received' WHEN of_state < 0.12 THEN 'on_hold'
        WHEN of_state < 0.26 THEN 'dispatched' WHEN of_state < 0.28 THEN
        'return_requested' WHEN of_state < 0.52 THEN 'in_progress' WHEN of_state < 0.64
        THEN 'answered' WHEN of_state < 0.68 THEN 'replied' WHEN of_state < 0.92 THEN
        'closed' ELSE 'archived' END END AS state
FROM the_dice d JOIN the_agency a ON a.n = d.agency;

INSERT INTO cases_case (id, number, code_digest, title, content, edited_title,
    classification_id, category_id, happened_on, region_id, location, channel,
    programme, is_anonymous, is_secret, entered_by, source, state, agency_id, unit_id,
    version, received_at, updated_at, verified_at, dispatched_at, first_follow_up_at,
    answered_at, closed_at, escalated_at, verification_due_at, follow_up_due_at,
    completion_due_at, due_at, due_timer, follow_up_microseconds, result, closing,
    archive_reason, is_waiting_for_reporter, is_finding, is_remit_settled, return_count,
    pause_count, reopen_count)
SELECT g, pg_temp.number(bits), sha256(g::text::bytea), left(s1.text, 90),
    s2.text || '. ' || s3.text || '. ' || s4.text || '. ' || s5.text || ' nomor ' || g
    || '.', '',
    CASE WHEN state IN ('received', 'on_hold') THEN 'complaint'
         WHEN of_class < 0.75 THEN 'complaint_ordinary' WHEN of_class < 0.8 THEN
         'complaint_oversight' WHEN of_class < 0.9 THEN 'information' ELSE 'aspiration'
         END,
    t.id, received_at::date - 3, r.code, 'Jalan ' || s3.n, 
    CASE WHEN of_channel < 0.55 THEN 'web' WHEN of_channel < 0.75 THEN 'app'
         WHEN of_channel < 0.87 THEN 'sms' WHEN of_channel < 0.95 THEN 'whatsapp'
         ELSE 'walk_in' END,
    CASE WHEN is_tagged AND of_place < 0.2 THEN 'mbg' ELSE '' END, is_anonymous,
    is_secret, '', '{}', state, p.agency_id, u.id, 4, received_at,
    received_at + of_pace * interval '20 days',
    CASE WHEN handled THEN received_at + of_pace * interval '4 days' END,
    CASE WHEN handled THEN received_at + of_pace * interval '4 days' END,
    CASE WHEN worked THEN received_at + of_pace * interval '9 days' END,
    CASE WHEN answered THEN received_at + of_pace * interval '18 days' END,
    CASE WHEN state IN ('closed', 'archived') THEN
        received_at + of_pace * interval '20 days' END,
    CASE WHEN state = 'with_ombudsman' THEN received_at + interval '80 days' END,
    received_at + interval '5 days',
    CASE WHEN handled THEN received_at + interval '11 days' END,
    CASE WHEN handled THEN received_at + interval '24 days' END,
    CASE WHEN state IN ('closed', 'archived', 'with_ombudsman') THEN NULL
         WHEN state = 'received' THEN received_at + interval '5 days'
         WHEN state = 'dispatched' THEN received_at + interval '11 days'
         ELSE received_at + interval '24 days' + of_due * interval '30 days' END,
    CASE WHEN state IN ('closed', 'archived', 'with_ombudsman') THEN ''
         WHEN state = 'received' THEN 'verification' WHEN state = 'on_hold' THEN
         'reporter_data' WHEN state = 'dispatched' THEN 'first_follow_up'
         WHEN state = 'return_requested' THEN 'return_decision'
         WHEN state = 'answered' THEN 'silence' WHEN state = 'replied' THEN 'reply'
         ELSE 'completion' END,
    CASE WHEN worked THEN (of_pace * 4e11)::bigint END,
    CASE WHEN answered THEN 'explained' ELSE '' END,
    CASE WHEN state = 'archived' THEN 'archived_by_officer'
         WHEN state = 'closed' THEN CASE WHEN of_due < 0.6 THEN 'silence' ELSE
         'accepted' END ELSE '' END,
    CASE WHEN state = 'archived' THEN 'unclear' ELSE '' END, false, false, false, 0, 0,
    0
FROM the_plan p
CROSS JOIN LATERAL (SELECT
    state NOT IN ('received', 'on_hold', 'archived') AS handled,
    state NOT IN ('received', 'on_hold', 'archived', 'dispatched', 'return_requested')
        AS worked,
    state IN ('answered', 'replied', 'closed', 'with_ombudsman') AS answered) AS so
JOIN the_sentence s1 ON s1.n = p.s1
JOIN the_sentence s2 ON s2.n = p.s2
JOIN the_sentence s3 ON s3.n = p.s3
JOIN the_sentence s4 ON s4.n = p.s4
JOIN the_sentence s5 ON s5.n = p.s5
LEFT JOIN the_topic t ON t.n = p.topic AND state NOT IN ('received', 'on_hold')
LEFT JOIN the_region r ON r.n = 1 + floor(of_place * (SELECT count(*) FROM the_region))
LEFT JOIN the_unit u ON u.agency_id = p.agency_id AND handled AND of_due > 0.1
    AND u.n = 1 + floor(of_unit * u.of);
"""

BESIDE = """
INSERT INTO cases_clock (case_id, timer, term_id, zone, calendar, events, due_at,
    stopped_at)
SELECT c.id, t.timer, t.id, p.zone, p.calendar_code,
    jsonb_build_array(jsonb_build_array('started', c.received_at))
    || CASE WHEN stopped THEN jsonb_build_array(jsonb_build_array('stopped',
       c.updated_at)) ELSE '[]'::jsonb END,
    c.received_at + interval '24 days', CASE WHEN stopped THEN c.updated_at END
FROM cases_case c JOIN the_plan p ON p.g = c.id
JOIN the_term t ON t.timer IN ('verification', 'ombudsman')
    OR (c.dispatched_at IS NOT NULL AND t.timer IN ('first_follow_up', 'completion'))
CROSS JOIN LATERAL (SELECT c.closed_at IS NOT NULL OR t.timer = 'verification' AND
    c.verified_at IS NOT NULL OR t.timer = 'first_follow_up' AND c.first_follow_up_at IS
    NOT NULL OR t.timer = 'completion' AND c.answered_at IS NOT NULL AS stopped) AS so;

INSERT INTO cases_assignment (case_id, organisation_id, state, note, assigned_at,
    assigned_by, ended_at, ended_why)
SELECT c.id, o.id, state, '', dispatched_at, 'system', NULL, ''
FROM cases_case c CROSS JOIN LATERAL (VALUES (agency_id, 1), (unit_id, 2)) o(id, n)
WHERE c.id BETWEEN %(first)s AND %(last)s AND dispatched_at IS NOT NULL
    AND o.id IS NOT NULL
ORDER BY c.id, o.n;

INSERT INTO cases_message (case_id, kind, visibility, author, organisation_id, template,
    parameters, content, created_at)
SELECT * FROM (
    SELECT c.id, 'dispatch', 'public', 'system', c.agency_id, 'dispatch',
        jsonb_build_object('organisation', o.name), '', dispatched_at AS at
    FROM cases_case c JOIN organisations_organisation o ON o.id = c.agency_id
    WHERE c.id BETWEEN %(first)s AND %(last)s AND dispatched_at IS NOT NULL
    UNION ALL
    SELECT id, 'follow_up', 'public', 'system', coalesce(unit_id, agency_id),
        'follow_up', '{}'::jsonb, left(content, 180), first_follow_up_at
    FROM cases_case WHERE id BETWEEN %(first)s AND %(last)s
        AND first_follow_up_at IS NOT NULL
    UNION ALL
    SELECT id, 'final_answer', 'public', 'system', coalesce(unit_id, agency_id),
        'final_answer', '{"result": "explained"}'::jsonb, content, answered_at
    FROM cases_case WHERE id BETWEEN %(first)s AND %(last)s AND answered_at IS NOT NULL
    UNION ALL
    SELECT id, 'reporter', 'reporter', 'reporter', NULL, 'reply', '{}'::jsonb,
        left(content, 90), updated_at
    FROM cases_case WHERE id BETWEEN %(first)s AND %(last)s AND state = 'replied'
) AS said ORDER BY 1, at;

INSERT INTO publication_publication (case_id, title, content, agency_id, category_id,
    region_id, received_at, proposed_by, proposed_at, approved_by, visible_from)
SELECT c.id, c.title, c.content, c.agency_id, c.category_id, c.region_id,
    c.received_at, 'user:0', dispatched_at, 'user:1', dispatched_at + interval '1 hour'
FROM cases_case c JOIN the_plan p ON p.g = c.id
WHERE c.dispatched_at IS NOT NULL AND NOT c.is_secret AND p.is_public;

INSERT INTO ledger_entry (happened_at, fact, subject, actor, data)
SELECT received_at, 'case.received', 'case:' || number, 'reporter',
    '{"channel": "web"}'::jsonb
FROM cases_case WHERE id BETWEEN %(first)s AND %(last)s
UNION ALL
SELECT dispatched_at, 'case.dispatched', 'case:' || number, 'system',
    '{"before": "received", "after": "dispatched"}'::jsonb
FROM cases_case WHERE id BETWEEN %(first)s AND %(last)s AND dispatched_at IS NOT NULL;

INSERT INTO reporters_identity (id, handle, key_id, wrapped_key, sealed)
SELECT gen_random_uuid(), sha256(number::bytea), 'bench', sha256('k'),
    sha256(number::bytea) || sha256('a') || sha256('b') || sha256('c')
FROM cases_case WHERE id BETWEEN %(first)s AND %(last)s;
INSERT INTO reporters_contactindex (id, handle, digest)
SELECT gen_random_uuid(), sha256(number::bytea), substr(sha256(id::text::bytea), 1, 16)
FROM cases_case WHERE id BETWEEN %(first)s AND %(last)s AND NOT is_anonymous;

INSERT INTO intake_submission (channel, key, body_digest, case_id, received_at)
SELECT channel, md5(number), sha256(number::bytea), id, received_at
FROM cases_case WHERE id BETWEEN %(first)s AND %(last)s;

DROP TABLE the_dice, the_plan;
"""

#: What earlier runs have submitted goes away again, so that every run starts alike.
FORGET = """
DELETE FROM intake_submission WHERE case_id > %(last)s;
DELETE FROM cases_clock WHERE case_id > %(last)s;
DELETE FROM cases_case WHERE id > %(last)s;
DELETE FROM procrastinate_jobs WHERE task_name = 'cases.after_receipt';
"""

#: The rest of what happened, as the ledger tells it, case by case in order of time.
HISTORY = """
INSERT INTO ledger_entry (happened_at, fact, subject, actor, data)
SELECT e.happened, e.fact, 'case:' || c.number, 'system', '{}'::jsonb
FROM cases_case c CROSS JOIN LATERAL (VALUES
    ('case.followed_up', c.first_follow_up_at), ('case.answered', c.answered_at),
    ('case.closed', c.closed_at)) e(fact, happened)
WHERE e.happened IS NOT NULL
ORDER BY e.happened
"""
