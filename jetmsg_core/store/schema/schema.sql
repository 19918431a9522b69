-- What the migrations come to. Generated: to change something, add a migration, then run
-- `make schema`.

-- lists: One saved list of contacts.
create table lists (
    -- never given out twice: a stale tab must not rename or delete another list
    id integer primary key autoincrement,
    token text not null unique,
    name text not null,
    source text not null,
    columns text not null,
    number_column text not null,
    contacts integer not null check (contacts >= 0),
    findings text not null,
    created_at text not null,
    version integer not null default 0 check (version >= 0),
    changed_at text
) strict;

-- list_blocks: Some thousand contacts of a list, as a packed Arrow table; `lo` is the first.
create table list_blocks (
    list_id integer not null references lists (id) on delete cascade,
    lo integer not null,
    contacts blob not null,
    primary key (list_id, lo)
) strict;

-- list_rejected: Some thousand rows of a list's file without a usable number, and why, as a packed
-- Arrow table; `lo` is the first.
create table list_rejected (
    list_id integer not null references lists (id) on delete cascade,
    lo integer not null,
    rows blob not null,
    primary key (list_id, lo)
) strict;

-- list_changes: One contact of a list that was added, changed or removed after it was saved.
create table list_changes (
    list_id integer not null references lists (id) on delete cascade,
    -- of the list, after it
    version integer not null check (version >= 1),
    position integer not null check (position >= 0),
    -- a contact as JSON; null where the list has not got it
    before text,
    after text,
    changed_by text not null,
    changed_at text not null,
    -- the version that it takes back
    undoes integer,
    check (before is not null or after is not null),
    primary key (list_id, version)
) strict, without rowid;
create unique index list_changes_undone on list_changes (list_id, undoes) where undoes is not null;

-- opt_outs: One number that is never sent to.
create table opt_outs (
    number integer primary key,
    source text not null,
    added_at text not null,
    reason text not null default ''
) strict;
create index opt_outs_in_time on opt_outs (added_at, number);

-- mappings: How a person said that files with these column names are to be read.
create table mappings (
    signature text primary key,
    choices text not null,
    used_at text not null
) strict, without rowid;

-- templates: One saved text, and which of its versions is the newest.
create table templates (
    id integer primary key,
    version integer not null check (version > 0)
) strict;

-- template_versions: One version of a saved text; versions are never changed.
create table template_versions (
    template_id integer not null references templates (id) on delete cascade,
    version integer not null,
    name text not null,
    body text not null,
    channel text not null check (channel in ('sms', 'whatsapp')),
    dlt_id text not null,
    header text not null,
    route integer not null check (route in (1, 2)),
    fills text not null,
    saved_at text not null,
    primary key (template_id, version)
) strict, without rowid;
create index templates_by_dlt_id on template_versions (dlt_id) where dlt_id <> '';

-- lapsed_templates: One text that a later list no longer calls approved, and what it says.
create table lapsed_templates (
    template_id integer primary key references templates (id) on delete cascade,
    status text not null,
    lapsed_at text not null,
    approved_at text
) strict;

-- drafts: One campaign that is being composed, as the choices made so far.
create table drafts (
    id integer primary key autoincrement,
    secret text not null unique,
    choices text not null,
    changed_at text not null
) strict;

-- campaigns: One campaign: what was confirmed, its state, and why it is held.
create table campaigns (
    id integer primary key,
    token text not null unique,
    name text not null,
    mode text not null check (mode in ('sandbox', 'live')),
    channel text not null check (channel in ('sms', 'whatsapp')),
    sender_id text not null,
    route integer not null check (route in (1, 2)),
    template_id text not null,
    pool text not null check (pool in ('tranx', 'promo', 'none')),
    message text not null,
    source text not null,
    columns text not null,
    recipients integer not null check (recipients > 0),
    skipped integer not null check (skipped >= 0),
    chunks integer not null check (chunks > 0),
    chunk_size integer not null check (chunk_size between 1 and 1000),
    parts integer not null check (parts >= 0),
    state text not null default 'draft'
        check (state in ('draft', 'scheduled', 'running', 'paused', 'finished', 'stopped')),
    held text,
    held_detail text,
    retry_at text,
    created_at text not null,
    scheduled_at text,
    started_at text,
    finished_at text,
    stored_template integer,
    stored_version integer,
    choices text not null default '{}',
    retry_of integer references campaigns (id),
    archived_at text,
    search_key text not null default '',
    promo_stops text,
    made_by text,
    content_version integer not null default 0
) strict;
create index campaigns_listed on campaigns
(id, archived_at, state, channel, sender_id, created_at, search_key);
create index retries on campaigns (retry_of) where retry_of is not null;
create trigger archived_campaign_comes_back after update of state on campaigns
when new.archived_at is not null and new.state in ('scheduled', 'running', 'paused')
begin
    update campaigns set archived_at = null where id = new.id;
end;

-- recipient_blocks: The columns of some thousand recipients, frozen with the campaign.
create table recipient_blocks (
    campaign_id integer not null references campaigns (id),
    lo integer not null,
    contacts blob not null,
    primary key (campaign_id, lo)
) strict;

-- recipients: One number of a campaign. `seq` counts from 1 in the order of sending.
create table recipients (
    campaign_id integer not null references campaigns (id),
    seq integer not null,
    number integer not null,
    row integer not null,
    primary key (campaign_id, seq)
) strict, without rowid;
create trigger recipients_deleted_before_start after delete on recipients
when exists (select 1 from campaigns where id = old.campaign_id and started_at is null)
begin
    update campaigns set content_version = content_version + 1 where id = old.campaign_id;
end;
create trigger recipients_updated_before_start after update of campaign_id, seq, number on recipients
when exists (select 1 from campaigns where id = old.campaign_id and started_at is null)
begin
    update campaigns set content_version = content_version + 1 where id = old.campaign_id;
end;

-- chunks: One call of a campaign: recipients `[lo, hi)`, with the text that chunk `text_lo` keeps.
create table chunks (
    campaign_id integer not null references campaigns (id),
    lo integer not null,
    hi integer not null check (hi > lo),
    chunk integer not null,
    text_lo integer not null,
    text text,
    unicode integer not null check (unicode = 0 or unicode = 1),
    parts integer not null,
    state text not null default 'planned' check (
        state = 'planned' or state = 'sending' or state = 'accepted'
        or state = 'refused' or state = 'unknown' or state = 'cancelled'),
    attempts integer not null default 0,
    worker text,
    sending_at text,
    settled_at text,
    submitted integer not null default 0,
    withheld integer not null default 0,
    reason text,
    detail text,
    check (submitted >= 0 and withheld >= 0 and submitted + withheld <= hi - lo),
    primary key (campaign_id, lo)
) strict, without rowid;
create index planned_chunks on chunks (campaign_id, lo) where state = 'planned';
create index unknown_chunks on chunks (campaign_id, lo) where state = 'unknown';
create trigger chunk_state_is_counted after update of state, submitted, withheld on chunks
begin
    update progress set
        chunks = chunks - 1,
        recipients = recipients - (old.hi - old.lo),
        parts = parts - old.parts * (old.hi - old.lo),
        submitted = submitted - old.submitted,
        submitted_parts = submitted_parts - old.parts * old.submitted,
        withheld = withheld - old.withheld
    where campaign_id = old.campaign_id and state = old.state;
    update progress set
        chunks = chunks + 1,
        recipients = recipients + (new.hi - new.lo),
        parts = parts + new.parts * (new.hi - new.lo),
        submitted = submitted + new.submitted,
        submitted_parts = submitted_parts + new.parts * new.submitted,
        withheld = withheld + new.withheld
    where campaign_id = new.campaign_id and state = new.state;
end;
create trigger chunks_deleted_before_start after delete on chunks
when exists (select 1 from campaigns where id = old.campaign_id and started_at is null)
begin
    update campaigns set content_version = content_version + 1 where id = old.campaign_id;
end;
create trigger chunks_updated_before_start after update of campaign_id, lo, hi, text_lo, text, unicode, parts on chunks
when exists (select 1 from campaigns where id = old.campaign_id and started_at is null)
begin
    update campaigns set content_version = content_version + 1 where id = old.campaign_id;
end;
create trigger settled_chunk_changes after update of state on chunks
when old.state not in ('planned', 'sending')
begin
    update lookups set sms_ids = 0, groups = 0 where campaign_id = new.campaign_id;
end;

-- progress: A campaign's chunks in one state, counted. Triggers keep it with each change.
create table progress (
    campaign_id integer not null references campaigns (id),
    state text not null,
    chunks integer not null check (chunks >= 0),
    recipients integer not null check (recipients >= 0),
    parts integer not null,
    submitted integer not null,
    submitted_parts integer not null,
    withheld integer not null default 0,
    primary key (campaign_id, state)
) strict, without rowid;

-- replies: One answer of the gateway to one attempt of a chunk, with the keys masked.
create table replies (
    id integer primary key,
    campaign_id integer not null references campaigns (id),
    lo integer not null,
    attempt integer not null,
    received_at text not null,
    elapsed_ms integer not null,
    outcome text not null
        check (outcome in ('accepted', 'refused', 'not_sent', 'unknown')),
    http_status integer,
    failure text,
    body text not null
) strict;
create index replies_of_a_chunk on replies (campaign_id, lo) where outcome <> 'accepted';

-- results: One recipient of an accepted chunk, or one left out of any: the state, and the smsId.
create table results (
    campaign_id integer not null,
    seq integer not null,
    state text not null check (
        state = 'submitted' or state = 'not_accepted' or state = 'cancelled'),
    sms_id text, reason text,
    primary key (campaign_id, seq)
) strict, without rowid;
create index results_with_a_reason on results (campaign_id) where reason is not null;

-- audit: One decision of a person about a call of unknown end.
create table audit (
    id integer primary key,
    at text not null,
    campaign_id integer not null references campaigns (id),
    lo integer not null,
    chunk integer not null,
    action text not null check (action in ('assume_sent', 'send_again')),
    recipients integer not null check (recipients >= 0),
    detail text not null,
    left_out integer not null default 0
) strict;
create index audit_of_a_call on audit (campaign_id, lo);
create index audit_of_a_campaign on audit (campaign_id, at);

-- sent_again: When a chunk that goes out again had first left, or may have.
create table sent_again (
    campaign_id integer not null references campaigns (id),
    lo integer not null,
    left_at text not null,
    primary key (campaign_id, lo)
) strict, without rowid;

-- approvals: One decision of a second person about a campaign that has not begun.
create table approvals (
    id integer primary key,
    campaign_id integer not null references campaigns (id),
    verdict text not null check (verdict in ('approved', 'refused')),
    -- of all that was decided about: people, texts, time, sender, list and price
    fingerprint text not null,
    reason text not null default '',
    decided_by text not null,
    decided_at text not null
) strict;
create index approvals_of_campaigns on approvals (campaign_id, id);

-- lookups: Which of the next four are written for a campaign that is over.
create table lookups (
    campaign_id integer primary key,
    numbers integer not null default 0,
    sms_ids integer not null default 0,
    groups integer not null default 0
) strict;

-- numbers: One place of a number among the recipients of campaigns.
create table numbers (
    number integer not null,
    campaign_id integer not null,
    seq integer not null,
    primary key (number, campaign_id, seq)
) strict, without rowid;

-- sms_ids: Which recipient an smsId belongs to.
create table sms_ids (
    sms_id text not null,
    campaign_id integer not null,
    seq integer not null,
    primary key (sms_id, campaign_id, seq)
) strict, without rowid;

-- recipient_groups: The recipients of one state and reason among some thousands, as bits.
create table recipient_groups (
    campaign_id integer not null,
    state text not null,
    lo integer not null,
    reason text not null,
    recipients integer not null,
    members blob not null,
    unique (campaign_id, state, lo, reason)
) strict;

-- delivery_hours: How many were submitted, reported and delivered, by the hour of their call.
create table delivery_hours (
    campaign_id integer not null,
    hour integer not null check (hour between 0 and 23),
    submitted integer not null,
    reported integer not null,
    delivered integer not null,
    primary key (campaign_id, hour)
) strict, without rowid;

-- report_files: One imported report, and what it came to. `sha256` finds it again.
create table report_files (
    id integer primary key,
    mode text not null,
    sha256 text not null,
    -- 0 where no campaign was named: rows are then found by smsId alone
    campaign_id integer not null,
    name text not null,
    rows integer not null default 0,
    matched integer not null default 0,
    changed integer not null default 0,
    evidence integer not null default 0,
    unrecognised integer not null default 0,
    parked integer not null default 0,
    skipped integer not null default 0,
    imported_at text not null,
    finished_at text,
    unique (mode, sha256, campaign_id)
) strict;

-- report_words: One status and error code of reports, and the state it means.
create table report_words (
    id integer primary key,
    state text,
    word text not null,
    error text not null,
    reason text not null,
    unique (word, error)
) strict;

-- explained_words: One word of reports, and the state that a person said it means.
create table explained_words (
    word text primary key,
    written text not null,
    state text not null,
    said_at text not null
) strict, without rowid;

-- deliveries: What a report says of one recipient; the one that stands.
create table deliveries (
    campaign_id integer not null,
    seq integer not null,
    word_id integer not null references report_words (id),
    at integer not null,
    report_id integer not null,
    counted integer not null check (counted in (0, 1)),
    primary key (campaign_id, seq)
) strict, without rowid;
create index deliveries_not_counted on deliveries (campaign_id, seq) where counted = 0;

-- delivery_counts: How many recipients of a campaign are in a state that reports gave them.
create table delivery_counts (
    campaign_id integer not null,
    state text not null,
    recipients integer not null check (recipients >= 0),
    primary key (campaign_id, state)
) strict, without rowid;

-- parked_reports: One row of a report that fits no recipient yet.
create table parked_reports (
    mode text not null,
    sms_id text not null,
    number integer not null,
    word_id integer not null references report_words (id),
    at integer not null,
    report_id integer not null,
    why text not null,
    primary key (mode, sms_id, number, word_id)
) strict, without rowid;
create index parked_numbers on parked_reports (number);

-- samples: One reading of the balance, or its failure, with the parts submitted by then.
create table samples (
    id integer primary key,
    mode text not null check (mode in ('sandbox', 'live')),
    taken_at text not null,
    tranx integer,
    promo integer,
    otp integer,
    failure text,
    sent_tranx integer,
    sent_promo integer
) strict;
create index samples_in_time on samples (mode, taken_at);

-- low_pools: One pool that is low, since when, and whether somebody was told.
create table low_pools (
    mode text not null check (mode in ('sandbox', 'live')),
    pool text not null check (pool in ('tranx', 'promo', 'otp')),
    since text not null,
    tried_at text,
    told_at text,
    primary key (mode, pool)
) strict, without rowid;

-- otp_events: One order about a one-time code. The code itself is never kept.
create table otp_events (
    id integer primary key,
    at text not null,
    action text not null check (action in ('send', 'resend', 'verify')),
    api text not null check (api in ('v1-get', 'v1-post', 'v3')),
    method text check (method in ('SMS', 'VOICE', 'EMAIL', 'WHATSAPP')),
    receiver text not null,
    message_id text not null,
    outcome text check (outcome in ('accepted', 'refused', 'not_sent', 'unknown')),
    finished_at text,
    sentence text not null default '',
    raw text not null default '',
    receiver_mark text not null default '',
    mode text not null default ''
) strict;

-- export_jobs: One file that was asked for, and how far it is.
create table export_jobs (
    token text primary key,
    campaign_id integer not null references campaigns (id),
    only text not null,
    name text not null,
    state text not null default 'asked'
        check (state in ('asked', 'making', 'ready', 'failed', 'interrupted')),
    maker text not null default '',
    mark text not null default '',
    done integer not null default 0 check (done >= 0),
    total integer not null default 0 check (total >= done),
    problem text not null default '',
    asked_at text not null,
    as_of text,
    made_at text
) strict, without rowid;
create unique index export_jobs_going_on on export_jobs (campaign_id, only)
where state in ('asked', 'making');

-- setting_changes: One change of a setting by a person; the newest of a name holds.
create table setting_changes (
    id integer primary key,
    name text not null,
    value text,
    changed_by text not null,
    changed_at text not null
) strict;
create index settings_by_name on setting_changes (name, id);

-- users: One person who may sign in, or might; whoever was removed keeps the name.
create table users (
    id integer primary key,
    name text not null,
    -- the name in one case and one spelling
    name_key text not null unique,
    role text not null check (role in ('viewer', 'composer', 'sender', 'admin')),
    -- argon2id, with its salt and its costs
    added_at text not null,
    removed_at text,
    password_hash text,
    password_at text,
    issuer text,
    subject text,
    email text,
    rule text
) strict;
create unique index users_of_providers on users (issuer, subject) where subject is not null;

-- sessions: One browser that is signed in. Of its token only the hash is kept.
create table sessions (
    id integer primary key,
    -- SHA-256 of what the cookie holds
    token_hash text not null unique,
    user_id integer not null references users (id) on delete cascade,
    began_at text not null,
    -- when a person last did something in it, to the minute
    seen_at text not null,
    ends_at text not null,
    address text not null,
    browser text not null
) strict;
create index sessions_of_users on sessions (user_id);

-- sign_in_attempts: One attempt to sign in, noted before the password is looked at.
create table sign_in_attempts (
    id integer primary key,
    -- a keyed hash of the name that was typed: some people type a password there
    name_mark text not null,
    address text not null,
    at text not null,
    succeeded integer not null default 0 check (succeeded in (0, 1))
) strict;
create index sign_in_attempts_by_address on sign_in_attempts (address, at);
create index sign_in_attempts_by_name on sign_in_attempts (name_mark, at);
create index sign_in_attempts_in_time on sign_in_attempts (at);

-- acts: One act of a person, of the system's own user or of the worker; rows are only added.
create table acts (
    -- from 1 on, without a gap
    id integer primary key check (id > 0),
    at text not null,
    actor text not null,
    actor_kind text not null,
    -- empty of somebody who was not signed in
    role text not null,
    -- the address of the browser, `command line` or `worker`
    origin text not null,
    action text not null,
    -- no reference: an act is told of what is gone too
    campaign_id integer,
    -- what it was done to, by the name it had then
    subject text not null,
    -- JSON; null where there was nothing, or nothing is left
    before text,
    after text,
    -- the hash of the act before it; empty of the first
    previous text not null,
    -- SHA-256 of all the other columns, in hex
    hash text not null
) strict;
create index acts_of_actors on acts (actor, id);
create index acts_of_campaigns on acts (campaign_id, id) where campaign_id is not null;
create trigger acts_are_never_changed before update on acts begin
    select raise(abort, 'an act that is written down is never changed');
end;
create trigger acts_are_never_removed before delete on acts begin
    select raise(abort, 'an act that is written down is never removed');
end;
create trigger acts_are_only_added before insert on acts
when new.id is not (select coalesce(max(id), 0) + 1 from acts)
    or new.previous is not coalesce((select hash from acts order by id desc limit 1), '')
begin
    select raise(abort, 'an act is only ever added behind the last');
end;

-- erasures: One person who was erased, and what was. The number is not kept.
create table erasures (
    id integer primary key,
    -- what stands where the number stood: a keyed hash below 0
    stand_in integer not null check (stand_in < 0),
    erased_by text not null,
    began_at text not null,
    -- null while it is not finished
    finished_at text,
    -- since when it has to be done again, after a copy from before it was put back
    again_at text,
    counts text not null default '{}',
    remarks text not null default '[]'
) strict;
create index erasures_of_people on erasures (stand_in);

-- aged_campaigns: One campaign whose numbers or texts are no longer kept, or are being taken away.
create table aged_campaigns (
    campaign_id integer primary key references campaigns (id),
    -- since when its numbers and cells, or its texts, are taken away; null while they stay
    numbers_at text,
    texts_at text,
    numbers_done integer not null default 0 check (numbers_done in (0, 1)),
    texts_done integer not null default 0 check (texts_done in (0, 1))
) strict;

-- processes: Who sends, and who imitates the gateway, with the last sign of life.
create table processes (
    name text primary key check (name in ('worker', 'sandbox')),
    holder text not null,
    pid integer not null,
    url text,
    started_at text not null,
    beat_at text not null,
    mode text not null default '',
    calls_at_once integer
) strict;

-- fleet_epochs: In which epoch of Redis a worker handed its calls to posters.
create table fleet_epochs (
    holder text primary key,
    name text not null,
    proof text not null,
    began_at text not null
) strict;

-- generations: One life of a worker: it began, stopped, or found the database put back.
create table generations (
    id text primary key,
    begun_at text not null,
    event text not null check (event in ('started', 'stopped', 'restored'))
) strict;

-- restorations: One copy of the database, or one finding that it was put back.
create table restorations (
    id integer primary key,
    kind text not null check (kind in ('copy', 'older', 'unmarked', 'unexplained')),
    since text not null,
    found_at text
) strict;

-- restored_campaigns: One campaign that was held for that, and the state it was in.
create table restored_campaigns (
    campaign_id integer primary key references campaigns (id),
    restoration_id integer not null references restorations (id),
    state text not null,
    went integer check (went >= 0)
) strict;

-- kept_opt_outs: One opt-out of the database that was put aside, for a person to take over.
create table kept_opt_outs (
    number integer primary key,
    source text not null,
    added_at text not null,
    reason text not null default ''
) strict;

-- kept_templates: One text of the database that was put aside, for a person to take over.
create table kept_templates (
    id integer primary key,
    template_id integer,
    name text not null,
    body text not null,
    channel text not null,
    dlt_id text not null,
    header text not null,
    route integer not null,
    fills text not null,
    saved_at text not null
) strict;
