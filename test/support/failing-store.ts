/** What happens to a store under a running companion, and how it is mended. Each is the hand of another program, never a stub. */
import { POSTGRES, type TestDatabase } from './test-database.ts'

export interface StoreFault {
  readonly name: string
  /** Tables that can still be written; without the log nothing is done that has a line in it. */
  readonly spares: RegExp | null
  /** Once, before any of it. */
  readonly prepare?: (database: TestDatabase) => void
  begin(database: TestDatabase): void
  end(database: TestDatabase): void
  /** Once, after all of it: a database of the tests is used again. */
  readonly finish?: (database: TestDatabase) => void
}

/** Written by servers while nobody acts. */
const NOBODYS = ['account_lock', 'lease', 'schema_version', 'schema_lock']
const SWITCH = 'zz_full'

function tablesBesideTheLog(database: TestDatabase): readonly string[] {
  const all = database.prepare("select name from sqlite_master where type = 'table'").pluck().all()
  return all
    .map(String)
    .filter((name) => !/^(?:audit|sqlite|zz)_/.test(name) && !NOBODYS.includes(name))
    .sort()
}

function makeSwitch(database: TestDatabase): void {
  database.exec(`create table ${SWITCH} (since integer not null)`)
  const tables = tablesBesideTheLog(database)
  const changes = ['insert', 'update', 'delete']
  if (POSTGRES === null) {
    for (const table of tables)
      for (const change of changes)
        database.exec(
          `create trigger zz_${change}_${table} before ${change} on ${table}
            when exists (select 1 from ${SWITCH}) begin select raise(abort, 'disk full'); end`,
        )
    return
  }
  const triggers = tables.map(
    (table) => `create trigger ${SWITCH} before ${changes.join(' or ')} on ${table}
      for each row execute function ${SWITCH}()`,
  )
  database.exec(`grant select on ${SWITCH} to vouch_app;
    create function ${SWITCH}() returns trigger language plpgsql as $$ begin
      if exists (select 1 from ${SWITCH}) then raise exception 'disk full'; end if;
      return case when tg_op = 'DELETE' then old else new end; end $$;
    ${triggers.join(';')}`)
}

export const STORE_FAULTS: readonly StoreFault[] = [
  {
    name: 'the log cannot be written',
    spares: null,
    begin: (database) =>
      database.exec(
        "create trigger full before insert on audit_entry begin select raise(abort, 'disk full'); end",
      ),
    end: (database) => database.exec('drop trigger full'),
  },
  {
    name: 'a table is gone',
    spares: null,
    begin: (database) => database.exec('alter table audit_head rename to audit_head_gone'),
    end: (database) => database.exec('alter table audit_head_gone rename to audit_head'),
  },
  {
    name: 'only the log can be written',
    spares: /^audit_/,
    prepare: makeSwitch,
    begin: (database) => database.exec(`insert into ${SWITCH} values (1)`),
    end: (database) => database.exec(`delete from ${SWITCH}`),
    finish: (database) => {
      if (POSTGRES !== null) database.exec(`drop function ${SWITCH}() cascade; drop table ${SWITCH}`)
    },
  },
]
