import { connect, type Sql, targetOf } from "../db/connect.ts";

/** The first half of every worker's lock; the second is its number. */
const LOCK = 7_101;

/** A worker on the roll of all on this database. Each holds a lock for as long as it is connected, so that PostgreSQL knows of a
 *  killed one at once, long before its heartbeats are missed. One that hangs, or whose machine lost its power, may seem to
 *  live on: for those there are the heartbeats. */
export type Worker = {
  /** Writes down that these jobs, and no others, are at work here; some of them were `others'` until one of those hung. */
  has(jobs: readonly string[], others: readonly string[]): Promise<void>;
  /** Shows that this worker lives. False when it had been taken for dead: what it had is others' now, and it begins anew. */
  present(): Promise<boolean>;
  /** The jobs of those that died, told once, to whoever asks first. Dead is whose lock nobody held this time and the last: in between,
   *  a living one would have connected again. */
  orphans(): Promise<string[]>;
  leave(): Promise<void>;
};

export async function enrol(sql: Sql): Promise<Worker> {
  // A lock belongs to a connection: this one does nothing else.
  const own = connect(targetOf(sql), { max: 1 });
  const begin = async (): Promise<number> => {
    const [row] = await own<[{ id: number }]>`
      with me as (insert into worker (jobs) values ('{}') returning id) select id from me, pg_advisory_lock(${LOCK}, id::int)`;
    return row.id;
  };
  let id = await begin();
  let suspects: number[] = [];
  return {
    async has(jobs, others) {
      await sql`update worker set jobs = ${[...jobs]}::uuid[] where id = ${id}`;
      if (!others.length) return;
      const them = sql`${[...others]}::uuid[]`;
      await sql`update worker set jobs = array(select job from unnest(jobs) job where job <> all(${them})) where id <> ${id} and jobs && ${them}`;
    },
    async present() {
      // Had before, it is only counted once more; on a new connection it is had again.
      const rows = await own`select pg_try_advisory_lock(${LOCK}, id::int) from worker where id = ${id}`;
      if (rows.length) return true;
      id = await begin();
      return false;
    },
    async orphans() {
      const silent = await sql<{ id: number }[]>`select id from worker w where ${isSilent(sql)}`;
      const dead = silent.map((each) => each.id).filter((each) => suspects.includes(each));
      suspects = silent.map((each) => each.id);
      if (!dead.length) return [];
      const gone = await sql<{ jobs: string[] }[]>`delete from worker w where id = any(${dead}::bigint[]) and ${isSilent(sql)} returning jobs`;
      return gone.flatMap((each) => each.jobs);
    },
    async leave() {
      try {
        // Not on its own connection, which may be broken: it goes all the same.
        await sql`delete from worker where id = ${id}`;
      } finally {
        await own.end({ timeout: 1 });
      }
    },
  };
}

/** That nobody holds the lock of `worker w`, in SQL. */
const isSilent = (sql: Sql) => sql`
  not exists (select from pg_locks k where k.locktype = 'advisory' and k.objsubid = 2 and k.classid = ${LOCK} and k.objid = w.id::oid
    and k.database = (select oid from pg_database where datname = current_database()))`;
