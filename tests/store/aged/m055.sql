BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'jetmsg','m001_initial','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'jetmsg','m002_otp_events','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'jetmsg','m003_opt_outs','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'jetmsg','m004_opt_outs_in_time','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(5,'jetmsg','m005_mappings','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(6,'jetmsg','m006_templates','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(7,'jetmsg','m007_drafts','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(8,'jetmsg','m008_attention','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(9,'jetmsg','m010_reports','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(10,'jetmsg','m011_balance','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(11,'jetmsg','m012_results_checked_quickly','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(12,'jetmsg','m013_modes_of_processes','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(13,'jetmsg','m014_modes_of_reports','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(14,'jetmsg','m015_chunks_checked_quickly','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(15,'jetmsg','m016_restorations','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(16,'jetmsg','m019_calls_sent_again','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(17,'jetmsg','m021_export_jobs','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(18,'jetmsg','m022_explained_words','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(19,'jetmsg','m023_lapsed_templates','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(20,'jetmsg','m024_marks_of_receivers','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(21,'jetmsg','m025_reasons_of_results','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(22,'jetmsg','m026_modes_of_codes','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(23,'jetmsg','m027_templates_said_to_be_approved','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(24,'jetmsg','m028_rejected_rows_of_lists','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(25,'jetmsg','m031_campaign_search','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(26,'jetmsg','m033_settings_changed_by_people','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(27,'jetmsg','m034_hours_of_campaigns','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(28,'jetmsg','m035_list_changes','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(29,'jetmsg','m036_reasons_of_opt_outs','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(30,'jetmsg','m040_reports_of_people_not_taken','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(31,'jetmsg','m045_accounts','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(32,'jetmsg','m048_approvals','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(33,'jetmsg','m049_acts','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(34,'jetmsg','m050_people_erased','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(35,'jetmsg','m052_provider_users','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(36,'jetmsg','m053_content_versions','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(37,'jetmsg','m054_calls_at_once','2026-05-01T09:30:00.000+00:00');
INSERT INTO "_sqlite_migrations" VALUES(38,'jetmsg','m055_fleet_epochs','2026-05-01T09:30:00.000+00:00');
CREATE TABLE acts (
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
    ) strict
    ;
INSERT INTO "acts" VALUES(1,'2026-05-01T09:30:00.000+00:00','Asha','person','sender','127.0.0.1','campaign.approved',2,'Offer draft',NULL,'{"verdict": "approved"}','','95af34491bea1111d85ff5cf7a365b0b3b15a9f24b1bc38d6fdc0682aa5b378c');
CREATE TABLE aged_campaigns (
        campaign_id integer primary key references campaigns (id),
        -- since when its numbers and cells, or its texts, are taken away; null while they stay
        numbers_at text,
        texts_at text,
        numbers_done integer not null default 0 check (numbers_done in (0, 1)),
        texts_done integer not null default 0 check (texts_done in (0, 1))
    ) strict
    ;
CREATE TABLE approvals (
        id integer primary key,
        campaign_id integer not null references campaigns (id),
        verdict text not null check (verdict in ('approved', 'refused')),
        -- of all that was decided about: people, texts, time, sender, list and price
        fingerprint text not null,
        reason text not null default '',
        decided_by text not null,
        decided_at text not null
    ) strict
    ;
INSERT INTO "approvals" VALUES(1,2,'approved','ff','','Asha','2026-05-01T09:30:00.000+00:00');
CREATE TABLE audit (
        id integer primary key,
        at text not null,
        campaign_id integer not null references campaigns (id),
        lo integer not null,
        chunk integer not null,
        action text not null check (action in ('assume_sent', 'send_again')),
        recipients integer not null check (recipients >= 0),
        detail text not null
    , left_out integer not null default 0) strict
    ;
INSERT INTO "audit" VALUES(1,'2026-05-01T09:30:00.000+00:00',3,1,1,'send_again',2,'no answer',0);
CREATE TABLE campaigns (
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
        finished_at text
    , stored_template integer, stored_version integer, choices text not null default '{}', retry_of integer references campaigns (id), archived_at text, search_key text not null default '', promo_stops text, made_by text, content_version integer not null default 0) strict
    ;
INSERT INTO "campaigns" VALUES(1,'t1','Offer draft','sandbox','sms','JETMSG',1,'','tranx','Hello {{city}}','a.csv','["city"]',4,0,2,2,4,'draft',NULL,NULL,NULL,'2026-05-01T09:30:00.000+00:00',NULL,NULL,NULL,NULL,NULL,'{}',5,NULL,'offer draft
jetmsg

',NULL,NULL,0);
INSERT INTO "campaigns" VALUES(2,'t2','Offer scheduled','sandbox','sms','JETMSG',1,'','tranx','Hello {{city}}','a.csv','["city"]',2,0,1,2,2,'scheduled',NULL,NULL,NULL,'2026-05-01T09:30:00.000+00:00','2036-05-01T09:30:00.000+00:00',NULL,NULL,NULL,NULL,'{}',NULL,NULL,'offer scheduled
jetmsg

',NULL,'Ravi',0);
INSERT INTO "campaigns" VALUES(3,'t3','Offer running','sandbox','sms','JETMSG',1,'','tranx','Hello {{city}}','a.csv','["city"]',10,0,5,2,10,'running',NULL,NULL,NULL,'2026-05-01T09:30:00.000+00:00',NULL,'2026-05-01T09:30:00.000+00:00',NULL,NULL,NULL,'{}',NULL,NULL,'offer running
jetmsg

',NULL,NULL,0);
INSERT INTO "campaigns" VALUES(4,'t4','Offer paused','sandbox','sms','JETMSG',1,'','tranx','Hello {{city}}','a.csv','["city"]',4,0,2,2,4,'paused',NULL,NULL,NULL,'2026-05-01T09:30:00.000+00:00',NULL,'2026-05-01T09:30:00.000+00:00',NULL,NULL,NULL,'{}',NULL,NULL,'offer paused
jetmsg

',NULL,NULL,0);
INSERT INTO "campaigns" VALUES(5,'t5','Offer finished','sandbox','sms','JETMSG',1,'','tranx','Hello {{city}}','a.csv','["city"]',6,0,3,2,6,'finished',NULL,NULL,NULL,'2026-05-01T09:30:00.000+00:00',NULL,'2026-05-01T09:30:00.000+00:00','2026-05-01T09:30:00.000+00:00',1,2,'{}',NULL,NULL,'offer finished
jetmsg

offer',NULL,NULL,0);
INSERT INTO "campaigns" VALUES(6,'t6','Offer stopped','sandbox','sms','JETMSG',1,'','tranx','Hello {{city}}','a.csv','["city"]',6,0,3,2,6,'stopped',NULL,NULL,NULL,'2026-05-01T09:30:00.000+00:00',NULL,'2026-05-01T09:30:00.000+00:00','2026-05-01T09:30:00.000+00:00',NULL,NULL,'{}',NULL,NULL,'offer stopped
jetmsg

',NULL,NULL,0);
CREATE TABLE "chunks" (
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
    ) strict, without rowid
    ;
INSERT INTO "chunks" VALUES(1,1,3,1,1,'Hello Pune',0,1,'planned',0,NULL,NULL,NULL,0,0,NULL,NULL);
INSERT INTO "chunks" VALUES(1,3,5,2,1,NULL,0,1,'planned',0,NULL,NULL,NULL,0,0,NULL,NULL);
INSERT INTO "chunks" VALUES(2,1,3,1,1,'Hello Pune',0,1,'planned',0,NULL,NULL,NULL,0,0,NULL,NULL);
INSERT INTO "chunks" VALUES(3,1,3,1,1,'Hello Pune',0,1,'planned',0,NULL,NULL,NULL,0,0,NULL,NULL);
INSERT INTO "chunks" VALUES(3,3,5,2,1,NULL,0,1,'sending',1,'w1','2026-05-01T09:30:00.000+00:00',NULL,0,0,NULL,NULL);
INSERT INTO "chunks" VALUES(3,5,7,3,1,NULL,0,1,'accepted',1,'w1','2026-05-01T09:30:00.000+00:00','2026-05-01T09:30:00.000+00:00',1,0,NULL,NULL);
INSERT INTO "chunks" VALUES(3,7,9,4,1,NULL,0,1,'refused',1,'w1','2026-05-01T09:30:00.000+00:00','2026-05-01T09:30:00.000+00:00',0,0,NULL,NULL);
INSERT INTO "chunks" VALUES(3,9,11,5,1,NULL,0,1,'unknown',1,'w1','2026-05-01T09:30:00.000+00:00','2026-05-01T09:30:00.000+00:00',0,0,NULL,NULL);
INSERT INTO "chunks" VALUES(4,1,3,1,1,'Hello Pune',0,1,'accepted',1,'w1','2026-05-01T09:30:00.000+00:00','2026-05-01T09:30:00.000+00:00',1,0,NULL,NULL);
INSERT INTO "chunks" VALUES(4,3,5,2,1,NULL,0,1,'planned',0,NULL,NULL,NULL,0,0,NULL,NULL);
INSERT INTO "chunks" VALUES(5,1,3,1,1,'Hello Pune',0,1,'accepted',1,'w1','2026-05-01T09:30:00.000+00:00','2026-05-01T09:30:00.000+00:00',1,0,NULL,NULL);
INSERT INTO "chunks" VALUES(5,3,5,2,1,NULL,0,1,'refused',1,'w1','2026-05-01T09:30:00.000+00:00','2026-05-01T09:30:00.000+00:00',0,0,NULL,NULL);
INSERT INTO "chunks" VALUES(5,5,7,3,1,NULL,0,1,'unknown',1,'w1','2026-05-01T09:30:00.000+00:00','2026-05-01T09:30:00.000+00:00',0,0,NULL,NULL);
INSERT INTO "chunks" VALUES(6,1,3,1,1,'Hello Pune',0,1,'accepted',1,'w1','2026-05-01T09:30:00.000+00:00','2026-05-01T09:30:00.000+00:00',1,0,NULL,NULL);
INSERT INTO "chunks" VALUES(6,3,5,2,1,NULL,0,1,'cancelled',0,NULL,NULL,NULL,0,0,NULL,NULL);
INSERT INTO "chunks" VALUES(6,5,7,3,1,NULL,0,1,'unknown',1,'w1','2026-05-01T09:30:00.000+00:00','2026-05-01T09:30:00.000+00:00',0,0,NULL,NULL);
CREATE TABLE deliveries (
        campaign_id integer not null,
        seq integer not null,
        word_id integer not null references report_words (id),
        at integer not null,
        report_id integer not null,
        counted integer not null check (counted in (0, 1)),
        primary key (campaign_id, seq)
    ) strict, without rowid
    ;
INSERT INTO "deliveries" VALUES(5,1,1,1777627800,1,1);
CREATE TABLE delivery_counts (
        campaign_id integer not null,
        state text not null,
        recipients integer not null check (recipients >= 0),
        primary key (campaign_id, state)
    ) strict, without rowid
    ;
INSERT INTO "delivery_counts" VALUES(5,'delivered',1);
CREATE TABLE delivery_hours (
        campaign_id integer not null,
        hour integer not null check (hour between 0 and 23),
        submitted integer not null,
        reported integer not null,
        delivered integer not null,
        primary key (campaign_id, hour)
    ) strict, without rowid
    ;
CREATE TABLE drafts (
        id integer primary key autoincrement,
        secret text not null unique,
        choices text not null,
        changed_at text not null
    ) strict
    ;
INSERT INTO "drafts" VALUES(1,'s1','{}','2026-05-01T09:30:00.000+00:00');
CREATE TABLE erasures (
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
    ) strict
    ;
INSERT INTO "erasures" VALUES(1,-5,'Asha','2026-05-01T09:30:00.000+00:00','2026-05-01T09:30:00.000+00:00',NULL,'{"contacts": 1}','[]');
CREATE TABLE explained_words (
        word text primary key,
        written text not null,
        state text not null,
        said_at text not null
    ) strict, without rowid
    ;
INSERT INTO "explained_words" VALUES('gone','Gone','undelivered','2026-05-01T09:30:00.000+00:00');
CREATE TABLE export_jobs (
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
    ) strict, without rowid
    ;
INSERT INTO "export_jobs" VALUES('t1',5,'','all.csv','ready','','',6,6,'','2026-05-01T09:30:00.000+00:00','2026-05-01T09:30:00.000+00:00','2026-05-01T09:30:00.000+00:00');
CREATE TABLE fleet_epochs (
        holder text primary key,
        name text not null,
        proof text not null,
        began_at text not null
    ) strict
    ;
CREATE TABLE generations (
        id text primary key,
        begun_at text not null,
        event text not null check (event in ('started', 'stopped', 'restored'))
    ) strict
    ;
INSERT INTO "generations" VALUES('g1','2026-05-01T09:30:00.000+00:00','started');
INSERT INTO "generations" VALUES('g2','2026-05-01T09:30:00.000+00:00','stopped');
CREATE TABLE kept_opt_outs (
        number integer primary key,
        source text not null,
        added_at text not null
    , reason text not null default '') strict
    ;
INSERT INTO "kept_opt_outs" VALUES(919000090004,'stop','2026-05-01T09:30:00.000+00:00','');
CREATE TABLE kept_templates (
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
    ) strict
    ;
CREATE TABLE lapsed_templates (
        template_id integer primary key references templates (id) on delete cascade,
        status text not null,
        lapsed_at text not null
    , approved_at text) strict
    ;
INSERT INTO "lapsed_templates" VALUES(1,'Inactive','2026-05-01T09:30:00.000+00:00',NULL);
CREATE TABLE list_blocks (
        list_id integer not null references lists (id) on delete cascade,
        lo integer not null,
        contacts blob not null,
        primary key (list_id, lo)
    ) strict
    ;
INSERT INTO "list_blocks" VALUES(1,0,X'FFFFFFFFA00000001000000000000A000C000600050008000A000000000104000C00000008000800000004000800000004000000020000004000000004000000D8FFFFFF0000011410000000180000000400000000000000060000006D6F62696C650000C8FFFFFF100014000800060007000C00000010001000000000000114100000001C0000000400000000000000040000006E616D6500000000040004000400000000000000FFFFFFFFF000000014000000000000000C0018000600050008000C000C000000000304001C0000009800000000000000000000000C001E001000040008000C000C000000900000002400000018000000020000000000000000000000000006000800070006000000000000010600000000000000000000000000000000000000000000000000000025000000000000002800000000000000190000000000000048000000000000000000000000000000480000000000000025000000000000007000000000000000250000000000000000000000020000000200000000000000000000000000000002000000000000000000000000000000180000000000000028B52FFD2018A5000060000004000800000000000000020060E0016001000000080000000000000028B52FFD2008410000417368615261766900000000000000180000000000000028B52FFD2018A500006000000A001400000000000000020060E0016001000000140000000000000028B52FFD2014A100003930303030393030303139303030303930303032000000FFFFFFFF00000000');
CREATE TABLE list_changes (
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
    ) strict, without rowid
    ;
INSERT INTO "list_changes" VALUES(1,1,0,'{"name": "Aasha"}','{"name": "Asha"}','a browser','2026-05-01T09:30:00.000+00:00',NULL);
CREATE TABLE list_rejected (
            list_id integer not null references lists (id) on delete cascade,
            lo integer not null,
            rows blob not null,
            primary key (list_id, lo)
        ) strict
        ;
CREATE TABLE lists (
        -- never given out twice: a stale tab must not rename or delete another list
        id integer primary key autoincrement,
        token text not null unique,
        name text not null,
        source text not null,
        columns text not null,
        number_column text not null,
        contacts integer not null check (contacts >= 0),
        findings text not null,
        created_at text not null
    , version integer not null default 0 check (version >= 0), changed_at text) strict
    ;
INSERT INTO "lists" VALUES(1,'l1','Customers','a.csv','["name", "mobile"]','mobile',2,'[]','2026-05-01T09:30:00.000+00:00',1,'2026-05-01T09:30:00.000+00:00');
CREATE TABLE lookups (
        campaign_id integer primary key,
        numbers integer not null default 0,
        sms_ids integer not null default 0,
        groups integer not null default 0
    ) strict
    ;
CREATE TABLE low_pools (
        mode text not null check (mode in ('sandbox', 'live')),
        pool text not null check (pool in ('tranx', 'promo', 'otp')),
        since text not null,
        tried_at text,
        told_at text,
        primary key (mode, pool)
    ) strict, without rowid
    ;
INSERT INTO "low_pools" VALUES('sandbox','otp','2026-05-01T09:30:00.000+00:00',NULL,NULL);
CREATE TABLE mappings (
            signature text primary key,
            choices text not null,
            used_at text not null
        ) strict, without rowid
        ;
INSERT INTO "mappings" VALUES('name|mobile','{}','2026-05-01T09:30:00.000+00:00');
CREATE TABLE numbers (
        number integer not null,
        campaign_id integer not null,
        seq integer not null,
        primary key (number, campaign_id, seq)
    ) strict, without rowid
    ;
CREATE TABLE opt_outs (
            number integer primary key,
            source text not null,
            added_at text not null
        , reason text not null default '') strict
        ;
INSERT INTO "opt_outs" VALUES(919000090001,'stop','2026-05-01T09:30:00.000+00:00','');
INSERT INTO "opt_outs" VALUES(919000090002,'typed','2026-05-01T09:30:00.000+00:00','');
INSERT INTO "opt_outs" VALUES(919000090003,'file','2026-05-01T09:30:00.000+00:00','');
CREATE TABLE otp_events (
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
        raw text not null default ''
    , receiver_mark text not null default '', mode text not null default '') strict
    ;
INSERT INTO "otp_events" VALUES(1,'2026-05-01T09:30:00.000+00:00','send','v3','SMS','•••0613','63385','accepted',NULL,'','','','');
CREATE TABLE "parked_reports" (
        mode text not null,
        sms_id text not null,
        number integer not null,
        word_id integer not null references report_words (id),
        at integer not null,
        report_id integer not null,
        why text not null,
        primary key (mode, sms_id, number, word_id)
    ) strict, without rowid
    ;
INSERT INTO "parked_reports" VALUES('sandbox','77',919000090009,1,1777627800,1,'unknown');
CREATE TABLE processes (
        name text primary key check (name in ('worker', 'sandbox')),
        holder text not null,
        pid integer not null,
        url text,
        started_at text not null,
        beat_at text not null
    , mode text not null default '', calls_at_once integer) strict
    ;
INSERT INTO "processes" VALUES('worker','w1',1,NULL,'2026-05-01T09:30:00.000+00:00','2026-05-01T09:30:00.000+00:00','',NULL);
CREATE TABLE progress (
        campaign_id integer not null references campaigns (id),
        state text not null,
        chunks integer not null check (chunks >= 0),
        recipients integer not null check (recipients >= 0),
        parts integer not null,
        submitted integer not null,
        submitted_parts integer not null,
        withheld integer not null default 0,
        primary key (campaign_id, state)
    ) strict, without rowid
    ;
INSERT INTO "progress" VALUES(1,'accepted',0,0,0,0,0,0);
INSERT INTO "progress" VALUES(1,'cancelled',0,0,0,0,0,0);
INSERT INTO "progress" VALUES(1,'planned',2,4,4,0,0,0);
INSERT INTO "progress" VALUES(1,'refused',0,0,0,0,0,0);
INSERT INTO "progress" VALUES(1,'sending',0,0,0,0,0,0);
INSERT INTO "progress" VALUES(1,'unknown',0,0,0,0,0,0);
INSERT INTO "progress" VALUES(2,'accepted',0,0,0,0,0,0);
INSERT INTO "progress" VALUES(2,'cancelled',0,0,0,0,0,0);
INSERT INTO "progress" VALUES(2,'planned',1,2,2,0,0,0);
INSERT INTO "progress" VALUES(2,'refused',0,0,0,0,0,0);
INSERT INTO "progress" VALUES(2,'sending',0,0,0,0,0,0);
INSERT INTO "progress" VALUES(2,'unknown',0,0,0,0,0,0);
INSERT INTO "progress" VALUES(3,'accepted',1,2,2,1,1,0);
INSERT INTO "progress" VALUES(3,'cancelled',0,0,0,0,0,0);
INSERT INTO "progress" VALUES(3,'planned',1,2,2,0,0,0);
INSERT INTO "progress" VALUES(3,'refused',1,2,2,0,0,0);
INSERT INTO "progress" VALUES(3,'sending',1,2,2,0,0,0);
INSERT INTO "progress" VALUES(3,'unknown',1,2,2,0,0,0);
INSERT INTO "progress" VALUES(4,'accepted',1,2,2,1,1,0);
INSERT INTO "progress" VALUES(4,'cancelled',0,0,0,0,0,0);
INSERT INTO "progress" VALUES(4,'planned',1,2,2,0,0,0);
INSERT INTO "progress" VALUES(4,'refused',0,0,0,0,0,0);
INSERT INTO "progress" VALUES(4,'sending',0,0,0,0,0,0);
INSERT INTO "progress" VALUES(4,'unknown',0,0,0,0,0,0);
INSERT INTO "progress" VALUES(5,'accepted',1,2,2,1,1,0);
INSERT INTO "progress" VALUES(5,'cancelled',0,0,0,0,0,0);
INSERT INTO "progress" VALUES(5,'planned',0,0,0,0,0,0);
INSERT INTO "progress" VALUES(5,'refused',1,2,2,0,0,0);
INSERT INTO "progress" VALUES(5,'sending',0,0,0,0,0,0);
INSERT INTO "progress" VALUES(5,'unknown',1,2,2,0,0,0);
INSERT INTO "progress" VALUES(6,'accepted',1,2,2,1,1,0);
INSERT INTO "progress" VALUES(6,'cancelled',1,2,2,0,0,0);
INSERT INTO "progress" VALUES(6,'planned',0,0,0,0,0,0);
INSERT INTO "progress" VALUES(6,'refused',0,0,0,0,0,0);
INSERT INTO "progress" VALUES(6,'sending',0,0,0,0,0,0);
INSERT INTO "progress" VALUES(6,'unknown',1,2,2,0,0,0);
CREATE TABLE recipient_blocks (
        campaign_id integer not null references campaigns (id),
        lo integer not null,
        contacts blob not null,
        primary key (campaign_id, lo)
    ) strict
    ;
INSERT INTO "recipient_blocks" VALUES(1,1,X'FFFFFFFFD00000001000000000000A000C000600050008000A000000000104000C0000000800080000000400080000000400000003000000740000003800000004000000A8FFFFFF00000106100000002000000004000000000000000C000000016E6F20776861747361707000000000A0FFFFFFD8FFFFFF000001061000000018000000040000000000000007000000016E6F20736D7300C8FFFFFF100014000800060007000C00000010001000000000000114100000001C00000004000000000000000400000063697479000000000400040004000000FFFFFFFF1001000014000000000000000C0018000600050008000C000C000000000304001C0000008000000000000000000000000C001E001000040008000C000C000000A000000024000000180000000400000000000000000000000000060008000700060000000000000107000000000000000000000000000000000000000000000000000000280000000000000028000000000000002100000000000000500000000000000000000000000000005000000000000000120000000000000068000000000000000000000000000000680000000000000012000000000000000000000003000000040000000000000000000000000000000400000000000000000000000000000004000000000000000000000000000000280000000000000028B52FFD2028BD0000800000040008000C001000000000000000045402000301100000000000000028B52FFD201081000050756E6550756E6550756E6550756E6500000000000000010000000000000028B52FFD200109000000000000000000010000000000000028B52FFD200109000000000000000000FFFFFFFF00000000');
INSERT INTO "recipient_blocks" VALUES(2,1,X'FFFFFFFFD00000001000000000000A000C000600050008000A000000000104000C0000000800080000000400080000000400000003000000740000003800000004000000A8FFFFFF00000106100000002000000004000000000000000C000000016E6F20776861747361707000000000A0FFFFFFD8FFFFFF000001061000000018000000040000000000000007000000016E6F20736D7300C8FFFFFF100014000800060007000C00000010001000000000000114100000001C00000004000000000000000400000063697479000000000400040004000000FFFFFFFF1001000014000000000000000C0018000600050008000C000C000000000304001C0000007800000000000000000000000C001E001000040008000C000C000000A000000024000000180000000200000000000000000000000000060008000700060000000000000107000000000000000000000000000000000000000000000000000000250000000000000028000000000000001900000000000000480000000000000000000000000000004800000000000000120000000000000060000000000000000000000000000000600000000000000012000000000000000000000003000000020000000000000000000000000000000200000000000000000000000000000002000000000000000000000000000000180000000000000028B52FFD2018A5000060000004000800000000000000020060E0016001000000080000000000000028B52FFD200841000050756E6550756E6500000000000000010000000000000028B52FFD200109000000000000000000010000000000000028B52FFD200109000000000000000000FFFFFFFF00000000');
INSERT INTO "recipient_blocks" VALUES(3,1,X'FFFFFFFFD00000001000000000000A000C000600050008000A000000000104000C0000000800080000000400080000000400000003000000740000003800000004000000A8FFFFFF00000106100000002000000004000000000000000C000000016E6F20776861747361707000000000A0FFFFFFD8FFFFFF000001061000000018000000040000000000000007000000016E6F20736D7300C8FFFFFF100014000800060007000C00000010001000000000000114100000001C00000004000000000000000400000063697479000000000400040004000000FFFFFFFF1001000014000000000000000C0018000600050008000C000C000000000304001C0000008800000000000000000000000C001E001000040008000C000C000000A000000024000000180000000A00000000000000000000000000060008000700060000000000000107000000000000000000000000000000000000000000000000000000340000000000000038000000000000001B000000000000005800000000000000000000000000000058000000000000001300000000000000700000000000000000000000000000007000000000000000130000000000000000000000030000000A0000000000000000000000000000000A0000000000000000000000000000000A000000000000000000000000000000580000000000000028B52FFD20581D0100E00000040008000C001000140018001C002000240028000000000000000A540200030100000000280000000000000028B52FFD20285500002050756E650100271D110000000000020000000000000028B52FFD200211000000000000000000020000000000000028B52FFD200211000000000000000000FFFFFFFF00000000');
INSERT INTO "recipient_blocks" VALUES(4,1,X'FFFFFFFFD00000001000000000000A000C000600050008000A000000000104000C0000000800080000000400080000000400000003000000740000003800000004000000A8FFFFFF00000106100000002000000004000000000000000C000000016E6F20776861747361707000000000A0FFFFFFD8FFFFFF000001061000000018000000040000000000000007000000016E6F20736D7300C8FFFFFF100014000800060007000C00000010001000000000000114100000001C00000004000000000000000400000063697479000000000400040004000000FFFFFFFF1001000014000000000000000C0018000600050008000C000C000000000304001C0000008000000000000000000000000C001E001000040008000C000C000000A000000024000000180000000400000000000000000000000000060008000700060000000000000107000000000000000000000000000000000000000000000000000000280000000000000028000000000000002100000000000000500000000000000000000000000000005000000000000000120000000000000068000000000000000000000000000000680000000000000012000000000000000000000003000000040000000000000000000000000000000400000000000000000000000000000004000000000000000000000000000000280000000000000028B52FFD2028BD0000800000040008000C001000000000000000045402000301100000000000000028B52FFD201081000050756E6550756E6550756E6550756E6500000000000000010000000000000028B52FFD200109000000000000000000010000000000000028B52FFD200109000000000000000000FFFFFFFF00000000');
INSERT INTO "recipient_blocks" VALUES(5,1,X'FFFFFFFFD00000001000000000000A000C000600050008000A000000000104000C0000000800080000000400080000000400000003000000740000003800000004000000A8FFFFFF00000106100000002000000004000000000000000C000000016E6F20776861747361707000000000A0FFFFFFD8FFFFFF000001061000000018000000040000000000000007000000016E6F20736D7300C8FFFFFF100014000800060007000C00000010001000000000000114100000001C00000004000000000000000400000063697479000000000400040004000000FFFFFFFF1001000014000000000000000C0018000600050008000C000C000000000304001C0000008000000000000000000000000C001E001000040008000C000C000000A0000000240000001800000006000000000000000000000000000600080007000600000000000001070000000000000000000000000000000000000000000000000000002C0000000000000030000000000000001B00000000000000500000000000000000000000000000005000000000000000120000000000000068000000000000000000000000000000680000000000000012000000000000000000000003000000060000000000000000000000000000000600000000000000000000000000000006000000000000000000000000000000380000000000000028B52FFD2038DD0000A00000040008000C0010001400180000000000000006540200030100000000180000000000000028B52FFD20185500002050756E650100D38E080000000000010000000000000028B52FFD200109000000000000000000010000000000000028B52FFD200109000000000000000000FFFFFFFF00000000');
INSERT INTO "recipient_blocks" VALUES(6,1,X'FFFFFFFFD00000001000000000000A000C000600050008000A000000000104000C0000000800080000000400080000000400000003000000740000003800000004000000A8FFFFFF00000106100000002000000004000000000000000C000000016E6F20776861747361707000000000A0FFFFFFD8FFFFFF000001061000000018000000040000000000000007000000016E6F20736D7300C8FFFFFF100014000800060007000C00000010001000000000000114100000001C00000004000000000000000400000063697479000000000400040004000000FFFFFFFF1001000014000000000000000C0018000600050008000C000C000000000304001C0000008000000000000000000000000C001E001000040008000C000C000000A0000000240000001800000006000000000000000000000000000600080007000600000000000001070000000000000000000000000000000000000000000000000000002C0000000000000030000000000000001B00000000000000500000000000000000000000000000005000000000000000120000000000000068000000000000000000000000000000680000000000000012000000000000000000000003000000060000000000000000000000000000000600000000000000000000000000000006000000000000000000000000000000380000000000000028B52FFD2038DD0000A00000040008000C0010001400180000000000000006540200030100000000180000000000000028B52FFD20185500002050756E650100D38E080000000000010000000000000028B52FFD200109000000000000000000010000000000000028B52FFD200109000000000000000000FFFFFFFF00000000');
CREATE TABLE recipient_groups (
        campaign_id integer not null,
        state text not null,
        lo integer not null,
        reason text not null,
        recipients integer not null,
        members blob not null,
        unique (campaign_id, state, lo, reason)
    ) strict
    ;
CREATE TABLE recipients (
        campaign_id integer not null references campaigns (id),
        seq integer not null,
        number integer not null,
        row integer not null,
        primary key (campaign_id, seq)
    ) strict, without rowid
    ;
INSERT INTO "recipients" VALUES(1,1,919000001001,2);
INSERT INTO "recipients" VALUES(1,2,919000001002,3);
INSERT INTO "recipients" VALUES(1,3,919000001003,4);
INSERT INTO "recipients" VALUES(1,4,919000001004,5);
INSERT INTO "recipients" VALUES(2,1,919000002001,2);
INSERT INTO "recipients" VALUES(2,2,919000002002,3);
INSERT INTO "recipients" VALUES(3,1,919000003001,2);
INSERT INTO "recipients" VALUES(3,2,919000003002,3);
INSERT INTO "recipients" VALUES(3,3,919000003003,4);
INSERT INTO "recipients" VALUES(3,4,919000003004,5);
INSERT INTO "recipients" VALUES(3,5,919000003005,6);
INSERT INTO "recipients" VALUES(3,6,919000003006,7);
INSERT INTO "recipients" VALUES(3,7,919000003007,8);
INSERT INTO "recipients" VALUES(3,8,919000003008,9);
INSERT INTO "recipients" VALUES(3,9,919000003009,10);
INSERT INTO "recipients" VALUES(3,10,919000003010,11);
INSERT INTO "recipients" VALUES(4,1,919000004001,2);
INSERT INTO "recipients" VALUES(4,2,919000004002,3);
INSERT INTO "recipients" VALUES(4,3,919000004003,4);
INSERT INTO "recipients" VALUES(4,4,919000004004,5);
INSERT INTO "recipients" VALUES(5,1,919000005001,2);
INSERT INTO "recipients" VALUES(5,2,919000005002,3);
INSERT INTO "recipients" VALUES(5,3,919000005003,4);
INSERT INTO "recipients" VALUES(5,4,919000005004,5);
INSERT INTO "recipients" VALUES(5,5,919000005005,6);
INSERT INTO "recipients" VALUES(5,6,919000005006,7);
INSERT INTO "recipients" VALUES(6,1,919000006001,2);
INSERT INTO "recipients" VALUES(6,2,919000006002,3);
INSERT INTO "recipients" VALUES(6,3,919000006003,4);
INSERT INTO "recipients" VALUES(6,4,919000006004,5);
INSERT INTO "recipients" VALUES(6,5,919000006005,6);
INSERT INTO "recipients" VALUES(6,6,919000006006,7);
CREATE TABLE replies (
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
    ) strict
    ;
INSERT INTO "replies" VALUES(1,3,5,1,'2026-05-01T09:30:00.000+00:00',20,'accepted',NULL,NULL,'{}');
INSERT INTO "replies" VALUES(2,3,7,1,'2026-05-01T09:30:00.000+00:00',20,'refused',NULL,NULL,'{}');
INSERT INTO "replies" VALUES(3,3,9,1,'2026-05-01T09:30:00.000+00:00',20,'unknown',NULL,NULL,'{}');
INSERT INTO "replies" VALUES(4,4,1,1,'2026-05-01T09:30:00.000+00:00',20,'accepted',NULL,NULL,'{}');
INSERT INTO "replies" VALUES(5,5,1,1,'2026-05-01T09:30:00.000+00:00',20,'accepted',NULL,NULL,'{}');
INSERT INTO "replies" VALUES(6,5,3,1,'2026-05-01T09:30:00.000+00:00',20,'refused',NULL,NULL,'{}');
INSERT INTO "replies" VALUES(7,5,5,1,'2026-05-01T09:30:00.000+00:00',20,'unknown',NULL,NULL,'{}');
INSERT INTO "replies" VALUES(8,6,1,1,'2026-05-01T09:30:00.000+00:00',20,'accepted',NULL,NULL,'{}');
INSERT INTO "replies" VALUES(9,6,5,1,'2026-05-01T09:30:00.000+00:00',20,'unknown',NULL,NULL,'{}');
CREATE TABLE "report_files" (
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
    ) strict
    ;
INSERT INTO "report_files" VALUES(1,'sandbox','aa',5,'report.csv',2,1,0,0,0,0,0,'2026-05-01T09:30:00.000+00:00',NULL);
CREATE TABLE report_words (
        id integer primary key,
        state text,
        word text not null,
        error text not null,
        reason text not null,
        unique (word, error)
    ) strict
    ;
INSERT INTO "report_words" VALUES(1,'delivered','DELIVRD','','');
CREATE TABLE restorations (
        id integer primary key,
        kind text not null check (kind in ('copy', 'older', 'unmarked', 'unexplained')),
        since text not null,
        found_at text
    ) strict
    ;
CREATE TABLE restored_campaigns (
        campaign_id integer primary key references campaigns (id),
        restoration_id integer not null references restorations (id),
        state text not null,
        went integer check (went >= 0)
    ) strict
    ;
CREATE TABLE "results" (
        campaign_id integer not null,
        seq integer not null,
        state text not null check (
            state = 'submitted' or state = 'not_accepted' or state = 'cancelled'),
        sms_id text, reason text,
        primary key (campaign_id, seq)
    ) strict, without rowid
    ;
INSERT INTO "results" VALUES(3,5,'submitted','35',NULL);
INSERT INTO "results" VALUES(3,6,'not_accepted',NULL,NULL);
INSERT INTO "results" VALUES(4,1,'submitted','41',NULL);
INSERT INTO "results" VALUES(4,2,'not_accepted',NULL,NULL);
INSERT INTO "results" VALUES(5,1,'submitted','51',NULL);
INSERT INTO "results" VALUES(5,2,'not_accepted',NULL,'report');
INSERT INTO "results" VALUES(6,1,'submitted','61',NULL);
INSERT INTO "results" VALUES(6,2,'not_accepted',NULL,NULL);
CREATE TABLE samples (
        id integer primary key,
        mode text not null check (mode in ('sandbox', 'live')),
        taken_at text not null,
        tranx integer,
        promo integer,
        otp integer,
        failure text
    , sent_tranx integer, sent_promo integer) strict
    ;
INSERT INTO "samples" VALUES(1,'sandbox','2026-05-01T09:30:00.000+00:00',100,100,10,NULL,NULL,NULL);
INSERT INTO "samples" VALUES(2,'sandbox','2026-05-01T09:30:00.000+00:00',90,100,10,NULL,4,0);
CREATE TABLE sent_again (
        campaign_id integer not null references campaigns (id),
        lo integer not null,
        left_at text not null,
        primary key (campaign_id, lo)
    ) strict, without rowid
    ;
INSERT INTO "sent_again" VALUES(3,1,'2026-05-01T09:30:00.000+00:00');
CREATE TABLE sessions (
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
    ) strict
    ;
INSERT INTO "sessions" VALUES(1,'aa',1,'2026-05-01T09:30:00.000+00:00','2026-05-01T09:30:00.000+00:00','2026-05-01T09:30:00.000+00:00','127.0.0.1','a browser');
CREATE TABLE setting_changes (
        id integer primary key,
        name text not null,
        value text,
        changed_by text not null,
        changed_at text not null
    ) strict
    ;
INSERT INTO "setting_changes" VALUES(1,'JETMSG_CHUNK_SIZE','50','a browser','2026-05-01T09:30:00.000+00:00');
CREATE TABLE sign_in_attempts (
        id integer primary key,
        -- a keyed hash of the name that was typed: some people type a password there
        name_mark text not null,
        address text not null,
        at text not null,
        succeeded integer not null default 0 check (succeeded in (0, 1))
    ) strict
    ;
CREATE TABLE sms_ids (
        sms_id text not null,
        campaign_id integer not null,
        seq integer not null,
        primary key (sms_id, campaign_id, seq)
    ) strict, without rowid
    ;
CREATE TABLE template_versions (
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
    ) strict, without rowid
    ;
INSERT INTO "template_versions" VALUES(1,1,'Offer','Hello {{city}}','sms','','JETMSG',1,'{}','2026-05-01T09:30:00.000+00:00');
INSERT INTO "template_versions" VALUES(1,2,'Offer','Hello, {{city}}','sms','1107','JETMSG',1,'{}','2026-05-01T09:30:00.000+00:00');
CREATE TABLE templates (
        id integer primary key,
        version integer not null check (version > 0)
    ) strict
    ;
INSERT INTO "templates" VALUES(1,2);
CREATE TABLE users (
        id integer primary key,
        name text not null,
        -- the name in one case and one spelling
        name_key text not null unique,
        role text not null check (role in ('viewer', 'composer', 'sender', 'admin')),
        -- argon2id, with its salt and its costs
        added_at text not null,
        removed_at text
    , password_hash text, password_at text, issuer text, subject text, email text, rule text) strict
    ;
INSERT INTO "users" VALUES(1,'Asha','asha','sender','2026-05-01T09:30:00.000+00:00',NULL,'','2026-05-01T09:30:00.000+00:00',NULL,NULL,NULL,NULL);
INSERT INTO "users" VALUES(2,'om@example.in','om@example.in','viewer','2026-05-01T09:30:00.000+00:00',NULL,NULL,NULL,'https://login.example.in','om-1','om@example.in','@example.in=viewer');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX replies_of_a_chunk on replies (campaign_id, lo) where outcome <> 'accepted'
    ;
CREATE INDEX samples_in_time on samples (mode, taken_at)
    ;
CREATE INDEX opt_outs_in_time on opt_outs (added_at, number);
CREATE INDEX templates_by_dlt_id on template_versions (dlt_id) where dlt_id <> ''
    ;
CREATE INDEX audit_of_a_campaign on audit (campaign_id, at);
CREATE INDEX retries on campaigns (retry_of) where retry_of is not null;
CREATE INDEX parked_numbers on parked_reports (number);
CREATE INDEX planned_chunks on chunks (campaign_id, lo) where state = 'planned'
    ;
CREATE INDEX unknown_chunks on chunks (campaign_id, lo) where state = 'unknown'
    ;
CREATE TRIGGER chunk_state_is_counted after update of state, submitted, withheld on chunks
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
CREATE TRIGGER settled_chunk_changes after update of state on chunks
    when old.state not in ('planned', 'sending')
    begin
        update lookups set sms_ids = 0, groups = 0 where campaign_id = new.campaign_id;
    end;
CREATE INDEX audit_of_a_call on audit (campaign_id, lo);
CREATE UNIQUE INDEX export_jobs_going_on on export_jobs (campaign_id, only)
        where state in ('asked', 'making')
    ;
CREATE INDEX results_with_a_reason on results (campaign_id) where reason is not null;
CREATE INDEX campaigns_listed on campaigns
            (id, archived_at, state, channel, sender_id, created_at, search_key)
        ;
CREATE TRIGGER archived_campaign_comes_back after update of state on campaigns
        when new.archived_at is not null and new.state in ('scheduled', 'running', 'paused')
        begin
            update campaigns set archived_at = null where id = new.id;
        end;
CREATE INDEX settings_by_name on setting_changes (name, id);
CREATE UNIQUE INDEX list_changes_undone on list_changes (list_id, undoes) where undoes is not null;
CREATE INDEX deliveries_not_counted on deliveries (campaign_id, seq) where counted = 0;
CREATE INDEX sessions_of_users on sessions (user_id);
CREATE INDEX sign_in_attempts_by_name on sign_in_attempts (name_mark, at);
CREATE INDEX sign_in_attempts_by_address on sign_in_attempts (address, at);
CREATE INDEX sign_in_attempts_in_time on sign_in_attempts (at);
CREATE INDEX approvals_of_campaigns on approvals (campaign_id, id);
CREATE INDEX acts_of_campaigns on acts (campaign_id, id) where campaign_id is not null;
CREATE INDEX acts_of_actors on acts (actor, id);
CREATE TRIGGER acts_are_never_changed before update on acts begin
        select raise(abort, 'an act that is written down is never changed');
    end;
CREATE TRIGGER acts_are_never_removed before delete on acts begin
        select raise(abort, 'an act that is written down is never removed');
    end;
CREATE TRIGGER acts_are_only_added before insert on acts
    when new.id is not (select coalesce(max(id), 0) + 1 from acts)
        or new.previous is not coalesce((select hash from acts order by id desc limit 1), '')
    begin
        select raise(abort, 'an act is only ever added behind the last');
    end;
CREATE INDEX erasures_of_people on erasures (stand_in);
CREATE UNIQUE INDEX users_of_providers on users (issuer, subject) where subject is not null;
CREATE TRIGGER recipients_updated_before_start after update of campaign_id, seq, number on recipients
    when exists (select 1 from campaigns where id = old.campaign_id and started_at is null)
    begin
        update campaigns set content_version = content_version + 1 where id = old.campaign_id;
    end;
CREATE TRIGGER recipients_deleted_before_start after delete on recipients
    when exists (select 1 from campaigns where id = old.campaign_id and started_at is null)
    begin
        update campaigns set content_version = content_version + 1 where id = old.campaign_id;
    end;
CREATE TRIGGER chunks_updated_before_start after update of campaign_id, lo, hi, text_lo, text, unicode, parts on chunks
    when exists (select 1 from campaigns where id = old.campaign_id and started_at is null)
    begin
        update campaigns set content_version = content_version + 1 where id = old.campaign_id;
    end;
CREATE TRIGGER chunks_deleted_before_start after delete on chunks
    when exists (select 1 from campaigns where id = old.campaign_id and started_at is null)
    begin
        update campaigns set content_version = content_version + 1 where id = old.campaign_id;
    end;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('lists',1);
INSERT INTO "sqlite_sequence" VALUES('drafts',1);
COMMIT;
