-- The views of notices and occasions, empty until now, show what there is.
create or replace view story.notice as
select split_part(n.text, E'\n', 1) as title, n.state, n.version,
  (select count(*) from public.receipt r where r.notice_id = n.id)::int as expected,
  (select count(*) from public.receipt r where r.notice_id = n.id and r.state = 'confirmed')::int as confirmed
from public.notice n;
--> statement-breakpoint
create or replace view story.receipt as
select split_part(n.text, E'\n', 1) as notice, p.name as person, r.state, r.version, r.evidence
from public.receipt r
join public.notice n on n.id = r.notice_id
join public.person p on p.id = r.person_id;
--> statement-breakpoint
create or replace view story.smiley as
select p.name as elder, s.on_date, s.state, s.stage from public.smiley s join public.person p on p.id = s.elder_id;
--> statement-breakpoint
create or replace view story.checkin as
select t.name as team, p.name as household, c.on_date, c.state
from public.checkin c
join public.organisation t on t.id = c.team_id
join public.person p on p.id = c.elder_id;
--> statement-breakpoint
create or replace view story.occasion as
select o.kind, c.name as chain, o.on_date, h.name as host, o.state, o.provisional
from public.occasion o
left join public.organisation c on c.id = o.organisation_id
left join public.organisation h on h.id = o.host_id;
