-- What plays and reports read: names instead of ids, no personal fields. Views of nouns that are still to come are
-- there and empty, so that a question about them has an answer.
create schema if not exists story;
--> statement-breakpoint
create view story.matter as
select m.no, m.kind, m.lane, m.state, o.name as owner,
  case when m.private then null else r.name end as raiser,
  e.name as organisation, c.name as chain, m.opened_at, m.due_at, m.next_at,
  (m.state in ('new', 'accepted', 'in_progress') and m.paused_at is null and m.rung > 0) as overdue,
  m.result, m.score, m.reopened
from public.matter m
join public.person o on o.id = m.owner_id
join public.person r on r.id = m.raiser_id
left join public.organisation e on e.id = m.organisation_id
left join public.organisation c on c.id = m.chain_id;
--> statement-breakpoint
create view story.matter_event as
select m.no, e.verb, p.name as by, e.at
from public.matter_event e
join public.matter m on m.id = e.matter_id
left join public.person p on p.id = e.by_id;
--> statement-breakpoint
create view story.heard as
select p.name as person, r.name as room, h.state
from public.heard h
left join public.person p on p.id = h.person_id
left join public.room r on r.id = h.room_id;
--> statement-breakpoint
create view story.line as
select r.name as room, p.name as person, l.text, l.state
from public.line l
join public.room r on r.id = l.room_id
left join public.person p on p.id = l.person_id;
--> statement-breakpoint
create view story.notice as
select null::text as title, null::text as state, null::int as version, null::int as expected, null::int as confirmed where false;
--> statement-breakpoint
create view story.receipt as
select null::text as notice, null::text as person, null::text as state, null::int as version, null::text as evidence where false;
--> statement-breakpoint
create view story.smiley as
select null::text as elder, null::date as on_date, null::text as state, null::text as stage where false;
--> statement-breakpoint
create view story.checkin as
select null::text as team, null::text as household, null::date as on_date, null::text as state where false;
--> statement-breakpoint
create view story.occasion as
select null::text as kind, null::text as chain, null::date as on_date, null::text as host, null::text as state, null::boolean as provisional where false;
--> statement-breakpoint
create view story.policy_match as
select null::text as policy, null::text as organisation, null::text as verdict, null::text as missing where false;
