import { createHash } from 'node:crypto'
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'chai'
import { storeConnection } from '../../../server/adapters/connection-file.ts'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import { openSqliteStore } from '../../../server/adapters/sqlite-store.ts'
import { requireOwner } from '../../../server/cli/data-folder.ts'
import { runCli } from '../../../server/cli/main.ts'
import { ACCOUNT_ORIGIN, ADMIN, COMPLIANCE, ENVIRONMENT } from '../../support/companion-harness.ts'
import { consentedTicket, REQUESTER, startDesk } from '../../support/drafting-desk.ts'
import { wholeFaultFrom } from '../../support/fault-from.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { asServer, databaseIn, POSTGRES } from '../../support/test-database.ts'

/** Nobody listens there: whoever asks it is told so at once. */
const DATABASE_URL = 'postgres://vouch_app@127.0.0.1:1/vouch'
const SCOPE = {
  format: 'vouch-scope/1',
  allowlist: { allow: [{ sectionId: 's1' }], deny: [] },
  policy: {
    ...{ actions: ['draft'], fields: ['requester_text'] },
    ...{ draftsPerTicket: 5, maxChars: 2_000, validDays: 30, rules: [] },
  },
}

const PRODUCTION = {
  ...{ NODE_ENV: 'production', VOUCH_PUBLIC_URL: 'https://vouch.example' },
  VOUCH_HELP_CENTER_URL: ACCOUNT_ORIGIN,
}

const BUDGET = { format: 'vouch-budget/1', prices: [], budget: null }

/** `asks` the store that is configured, `refuses` where that is a database, or `needs none`. */
type Stand = 'asks' | 'refuses' | 'needs none' | 'asks a database alone' | 'names its file'
type Row = readonly [Stand, ...string[]]
const PERIOD = ['--from', '2026-01-01', '--to', '2026-02-01']

/** By what `vouch help` declares. `OUT` is a place where nothing is yet, `IN` holds what a command may read. */
const COMMANDS: Readonly<Record<string, readonly Row[]>> = {
  start: [['asks']],
  setup: [['needs none']],
  'setup --subdomain': [
    ['needs none', '--app', '5'],
    ['asks', '--installation', '5', '--admin', ADMIN, '--key', 'IN/key.pem'],
  ],
  'setup --reset': [['asks']],
  doctor: [['asks'], ['asks', '--json']],
  'database migrate': [['asks a database alone']],
  'migrate-store --from': [['names its file', 'sqlite:OUT/vouch.sqlite']],
  sync: [['asks']],
  'sync --folder': [['asks', 'IN']],
  'sync --jsonl': [['asks', 'IN/articles.jsonl']],
  'scope export': [['asks']],
  'scope diff': [['asks', 'IN/scope.json']],
  'scope apply': [
    ['asks', 'IN/scope.json', '--as', ADMIN],
    ['asks', 'IN/scope.json', '--as', ADMIN, '--dry-run'],
  ],
  'budget export': [['asks']],
  'budget diff': [['asks', 'IN/budget.json']],
  'budget apply': [
    ['asks', 'IN/budget.json', '--as', ADMIN],
    ['asks', 'IN/budget.json', '--as', ADMIN, '--dry-run'],
  ],
  simulate: [['asks', 'IN/tickets.jsonl', '--as', ADMIN]],
  trial: [
    ['asks', 'IN/tickets.jsonl', '--as', ADMIN],
    ['asks', 'IN/tickets.jsonl', '--as', ADMIN, '--account', 'acme'],
  ],
  backup: [
    ['refuses', '--to', 'OUT/backup'],
    ['refuses', '--to', 'OUT/backup', '--keys-to', 'OUT/keys'],
    ['needs none', '--keys-to', 'OUT/keys'],
  ],
  'restore --from': [['refuses', 'IN', '--keys', 'IN']],
  'restore --keys': [['needs none', 'IN']],
  clock: [['asks'], ['asks', '--confirm', '--as', ADMIN]],
  restore: [['asks'], ['asks', '--acknowledge', '--as', ADMIN]],
  'request list': [['asks']],
  'request open --kind': [['asks', 'access', '--user', '21', '--as', COMPLIANCE]],
  report: [['asks', '--period', 'week']],
  verify: [['asks'], ['needs none', '--certificate', 'IN/nothing']],
  'verify --bundle': [['needs none', 'IN/nothing']],
  'verify --proof': [['needs none', 'IN/nothing']],
  'verify --export': [['needs none', 'IN/nothing']],
  'audit export': [
    ['asks', 'OUT/bundle'],
    ['asks', '--payloads', 'open', '--as', COMPLIANCE, 'OUT/bundle.zip'],
  ],
  'audit proof --entry': [['asks', '0', 'OUT/entry.tlog-proof']],
  'audit rotate-key': [['asks', '--as', ADMIN]],
  'audit retire-key': [['asks', '--as', ADMIN]],
  'keys status': [['asks']],
  'keys rotate session': [
    ['asks', '--as', ADMIN],
    ['asks', '--now', '--as', ADMIN],
  ],
  'keys rotate master --as': [['asks', ADMIN]],
  'evidence controls': [['asks', ...PERIOD]],
  'evidence population': [['asks', ...PERIOD]],
  'evidence changes': [['asks', ...PERIOD]],
  'evidence events --from': [['asks', ...PERIOD.slice(1)]],
  'evidence access': [['asks']],
  'evidence document': [['asks', 'dpia', '--as', COMPLIANCE]],
  'stop-drafting': [['asks', '--reason', 'suspected_breach', '--as', ADMIN]],
  'incident drill --as': [['asks', COMPLIANCE]],
  'requester show': [['asks', '--user', '21', '--as', COMPLIANCE]],
  'requester export --user': [['asks', '21', '--as', COMPLIANCE, '--out', 'OUT/package.zip']],
  'docs consent': [['needs none']],
  'eval retrieval --corpus': [['needs none', 'IN/nothing']],
  'eval refusal': [['needs none']],
  'eval evidence': [['needs none']],
  'eval injection --payloads': [['needs none', 'IN/nothing']],
  'eval minimise': [['needs none', '--texts', 'IN/nothing']],
  'eval grounding --pairs': [['needs none', 'IN/nothing']],
  'eval edits': [['needs none']],
}

/** What a person would type of each line, up to the first word that they choose themselves. */
function declared(help: string): readonly string[] {
  const lines = help.split('\n').filter((line) => /^ {2}[a-z]/.test(line))
  const names = lines.flatMap((line) => {
    const words = line.trim().replace(' | ', '|').split(/ {3,}/)[0]?.split(' ') ?? []
    const end = words.findIndex((word) => !/^[a-z|-]+$/.test(word))
    const typed = words.slice(0, end === -1 ? undefined : end)
    const [command, act = '', ...more] = typed
    // Of `a|b|c` each one is a command, and what follows it is said in its row.
    return act.includes('|')
      ? act.split('|').map((each) => `${command} ${each}`)
      : [[command, act, ...more].join(' ').trim()]
  })
  return [...new Set(names)]
}

interface Ground {
  readonly data: string
  readonly given: string
  readonly out: string
}

/** A store that says by its schema that it was opened, and that changes when it is opened to be written. */
async function decoyed(data: string): Promise<void> {
  const file = join(data, 'vouch.sqlite')
  await (await openSqliteStore(file)).close()
  const database = new Database(file)
  database.pragma('journal_mode = DELETE')
  database.exec('update schema_version set version = 9999')
  database.close()
}

function ground(template: string): Ground {
  const [data, given, out] = [tempFolder(), tempFolder(), tempFolder()]
  cpSync(template, data, { recursive: true })
  writeFileSync(join(given, 'scope.json'), JSON.stringify(SCOPE))
  writeFileSync(join(given, 'budget.json'), JSON.stringify(BUDGET))
  writeFileSync(join(given, 'articles.jsonl'), '{"id":"1","title":"A","text":"B","lang":"en"}\n')
  writeFileSync(join(given, 'tickets.jsonl'), '{"id":1,"requester":2,"texts":["Where is it?"]}\n')
  writeFileSync(join(given, 'key.pem'), ENVIRONMENT['VOUCH_APP_PUBLIC_KEY'] ?? '')
  return { data, given, out }
}

/** Every file of a folder, by what is in it. */
function contents(folder: string, only: RegExp = /./): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
  return Object.fromEntries(
    names
      .filter((entry) => entry.isFile() && only.test(entry.name))
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('hex')]),
  )
}

async function run(command: string, { data, given, out }: Ground, row: Row, env: Record<string, string>) {
  const said: string[] = []
  const say = (line: string) => {
    said.push(line)
  }
  const [, ...args] = row
  const named = command === 'setup --subdomain' ? ['acme', ...args] : args
  const typed = [...command.split(' '), ...named].map((arg) => arg.replace('IN', given).replace('OUT', out))
  // Where an account is connected or disconnected, the environment names none.
  const whole = command.startsWith('setup')
    ? Object.fromEntries(
        Object.entries(ENVIRONMENT).filter(([name]) => !/ACCOUNT|INSTALL|APP_|FIRST/.test(name)),
      )
    : ENVIRONMENT
  if (command === 'setup --reset')
    storeConnection(data, {
      ...{ accountOrigin: ACCOUNT_ORIGIN, installationId: '30000001', firstAdmin: ADMIN },
      appPublicKey: ENVIRONMENT['VOUCH_APP_PUBLIC_KEY'] ?? '',
    })
  const before = contents(data)
  const code = await runCli(typed, { out: say, err: say, env: { ...whole, VOUCH_DATA_DIR: data, ...env } })
  return { code, said: said.join('\n'), before }
}

const STORE_FILE = /^vouch\.sqlite/

describe('every command on the store that is configured', () => {
  let [keysAlone, withDecoy] = ['', '']
  before(async () => {
    keysAlone = tempFolder()
    openKeyring(keysAlone)
    withDecoy = tempFolder()
    openKeyring(withDecoy)
    await decoyed(withDecoy)
  })

  it('has a row here for each that vouch help declares, and for no other', async () => {
    const said: string[] = []
    const say = (line: string) => {
      said.push(line)
    }
    await runCli(['help'], { out: say, err: say, env: {} })
    expect(Object.keys(COMMANDS).sort()).to.deep.equal([...declared(said.join('\n'))].sort())
  })

  for (const [command, rows] of Object.entries(COMMANDS))
    for (const row of rows) {
      const [stand, ...args] = row
      it(`${stand}: vouch ${[command, ...args].join(' ')}`, async () => {
        // With a database: beside a file that must stay as it is, and where there is none.
        for (const template of [withDecoy, keysAlone]) {
          const place = ground(template)
          const { code, said, before: was } = await run(command, place, row, { DATABASE_URL })
          const isFile = ([path]: [string, string]) => STORE_FILE.test(path.slice(place.data.length + 1))
          const file = Object.entries(was).filter(isFile)
          expect(Object.entries(contents(place.data, STORE_FILE)), said).to.deep.equal(file)
          expect(existsSync(join(place.out, 'vouch.sqlite'))).to.equal(false)
          expect(said).to.not.contain('STORE_NEWER_SCHEMA')
          if (stand === 'asks a database alone') expect(said).to.contain('STORE_UNAVAILABLE')
          if (stand === 'asks' && command !== 'stop-drafting') expect(said).to.contain('STORE_UNAVAILABLE')
          if (command === 'stop-drafting')
            expect([code, said.includes('NO entry yet')]).to.deep.equal([0, true])
          if (stand === 'needs none') expect(said).to.not.contain('STORE_UNAVAILABLE')
          if (stand === 'refuses') {
            expect([code, said.includes('[BAD_REQUEST]')], said).to.deep.equal([4, true])
            expect(said).to.match(/DATABASE_URL names the store.*pg_(dump|restore).*docs\/postgresql\.md/s)
            expect([contents(place.data), readdirSync(place.out)]).to.deep.equal([was, []])
          }
        }
        // Without one it is this file that is asked: what was looked for above can be seen.
        const place = ground(withDecoy)
        const { said, before: was } = await run(command, place, row, {})
        const noticed =
          said.includes('STORE_NEWER_SCHEMA') ||
          Object.entries(contents(place.data, STORE_FILE)).some(([path, digest]) => was[path] !== digest)
        if (stand === 'asks') expect(noticed, said).to.equal(true)
        if (stand !== 'asks' && stand !== 'refuses') expect(noticed, said).to.equal(false)
      })
    }

  const refused: Readonly<Record<string, readonly [Readonly<Record<string, string>>, string]>> = {
    'an address that is none of a PostgreSQL': [
      { DATABASE_URL: 'mysql://root:secret@host/x' },
      'CONFIG_INVALID',
    ],
    'a server in production that proves nothing': [
      { NODE_ENV: 'production', DATABASE_URL: 'postgres://app:secret@db.example/vouch' },
      'CONFIG_INVALID',
    ],
    'no account': [{ DATABASE_URL, VOUCH_ACCOUNT_ORIGIN: '' }, 'BAD_REQUEST'],
  }
  for (const [name, [env, fault]] of Object.entries(refused))
    it(`opens nothing for ${name}, and says no password`, async () => {
      const place = ground(withDecoy)
      const { code, said, before: was } = await run('report', place, ['asks', '--period', 'week'], env)
      expect(code).to.not.equal(0)
      expect(said).to.contain(`[${fault}]`).and.to.not.contain('secret')
      expect(contents(place.data)).to.deep.equal(was)
    })

  it('leaves the folder of another user alone when root gives the command, and says as whom', async () => {
    const place = ground(keysAlone)
    const key = join(place.data, 'master.key')
    // Whoever runs the tests: the folder is never root's.
    if (process.geteuid?.() === 0) chownSync(key, 65_534, 65_534)
    const { code, message } = await wholeFaultFrom(async () => requireOwner(place.data, 0))
    expect([code, message.includes(`belongs to user ${statSync(key).uid}`)]).to.deep.equal([
      'NOT_PERMITTED',
      true,
    ])
    requireOwner(place.data, statSync(key).uid)
    requireOwner(tempFolder(), 0)
    if (process.geteuid?.() !== 0) return
    const before = contents(place.data)
    for (const command of ['sync --folder', 'start', 'stop-drafting', 'keys rotate session']) {
      const row: Row = command === 'sync --folder' ? ['asks', 'IN'] : ['asks', '--as', ADMIN]
      const ran = await run(command, place, row, {})
      expect([ran.code, ran.said.includes('[NOT_PERMITTED]')], ran.said).to.deep.equal([2, true])
    }
    expect(contents(place.data)).to.deep.equal(before)
    expect((await run('verify', place, ['asks'], {})).said).to.not.contain('NOT_PERMITTED')
  })

  if (POSTGRES === null)
    it('means the configured account of a file with several, and verifies them all', async () => {
      const desk = await startDesk()
      await desk.companion.stop()
      const place = { ...ground(keysAlone), data: desk.dataDir }
      const more = ['asks', 'IN/articles.jsonl', '--account', 'globex'] as const
      expect((await run('sync --jsonl', place, more, {})).code).to.equal(0)
      const asked = (command: string, env: Record<string, string>) => run(command, place, ['asks'], env)
      for (const command of ['evidence access', 'request list', 'restore', 'scope export']) {
        const { code, said } = await asked(command, {})
        expect(code, said).to.equal(0)
      }
      const unnamed = await asked('evidence access', { VOUCH_ACCOUNT_ORIGIN: '' })
      expect([unnamed.code, unnamed.said.includes('several accounts')]).to.deep.equal([4, true])
      const verified = await asked('verify', {})
      expect(verified.code, verified.said).to.equal(0)
      for (const account of ['acme', 'globex']) expect(verified.said).to.contain(`${account}: INTACT`)
      await desk.stop()
    })

  it('makes no keys where those of the servers are not', async () => {
    const place = ground(tempFolder())
    for (const command of ['report', 'scope export', 'verify', 'sync --folder']) {
      const row: Row = command === 'sync --folder' ? ['asks', 'IN'] : ['asks']
      const { code, said } = await run(command, place, row, { DATABASE_URL })
      expect([code === 0, said.includes('[SOURCE_UNREADABLE]')], command).to.deep.equal([false, true])
      expect(readdirSync(place.data), command).to.deep.equal([])
    }
  })

  if (POSTGRES === null)
    it('opens no file that was written with other keys', async () => {
      const desk = await startDesk()
      await desk.companion.stop()
      const place = ground(keysAlone)
      cpSync(join(desk.dataDir, 'vouch.sqlite'), join(place.data, 'vouch.sqlite'))
      const own = { ...place, data: desk.dataDir }
      expect((await run('scope export', own, ['asks'], {})).code).to.equal(0)
      const before = contents(place.data, /sqlite$|key/)
      for (const command of ['scope export', 'request list', 'verify']) {
        const { code, said } = await run(command, place, ['asks'], {})
        expect(
          [code > 0, said.includes('are not those that this store was written with')],
          said,
        ).to.deep.equal([true, true])
      }
      expect(contents(place.data, /sqlite$|key/)).to.deep.equal(before)
      await desk.stop()
    })

  it('brings the keys back alone, sealed ones too, and says what comes then', async () => {
    const [kept, given] = [ground(keysAlone), tempFolder()]
    const passphrase = join(given, 'passphrase')
    const other = join(given, 'other')
    writeFileSync(passphrase, 'correct horse battery staple', { mode: 0o600 })
    writeFileSync(other, 'another horse battery staple', { mode: 0o600 })
    const copied = ['--keys-to', 'OUT/keys', '--passphrase-file', passphrase]
    expect((await run('backup', kept, ['asks', ...copied], { DATABASE_URL })).code).to.equal(0)
    const back = { ...kept, data: join(tempFolder(), 'data') }
    const bring = (file: string, env: Record<string, string>) =>
      run('restore --keys', back, ['asks', 'OUT/keys', '--passphrase-file', file], env)
    mkdirSync(back.data)
    for (const [file, env, code] of [
      [other, { DATABASE_URL }, 'does not open with this passphrase [SOURCE_UNREADABLE]'],
      [join(given, 'none'), { DATABASE_URL }, `is not there: ${given}/none [SOURCE_UNREADABLE]`],
      [passphrase, { DATABASE_URL: 'mysql://x/y' }, '[CONFIG_INVALID]'],
    ] as const) {
      expect((await bring(file, env)).said).to.contain(code)
      expect([readdirSync(back.data), readdirSync(dirname(back.data))]).to.deep.equal([[], ['data']])
    }
    for (const [env, next] of [
      [{ DATABASE_URL }, 'vouch restore for how far the database is behind'],
      [{}, 'take from here what is lost'],
    ] as const) {
      const done = await bring(passphrase, env)
      expect([done.code, done.said.includes(next)], done.said).to.deep.equal([0, true])
      for (const name of ['master.key', 'checkpoint.key'])
        expect(readFileSync(join(back.data, name))).to.deep.equal(readFileSync(join(kept.data, name)))
      expect((await bring(passphrase, env)).said).to.contain('[CONFLICT]')
      rmSync(back.data, { recursive: true })
      mkdirSync(back.data)
    }
  })

  it('stops drafting also where the address of the database is none', async () => {
    const place = ground(keysAlone)
    const row: Row = ['asks', '--reason', 'suspected_breach', '--as', ADMIN]
    const { code, said } = await run('stop-drafting', place, row, { DATABASE_URL: 'mysql://x/y' })
    expect([code, said.includes('NO entry yet')]).to.deep.equal([0, true])
    expect(existsSync(join(place.data, 'kill-switch.jsonl'))).to.equal(true)
  })

  if (POSTGRES !== null)
    it('works on a database beside a server that runs on it, and makes no file', async () => {
      const desk = await startDesk()
      await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['agent', 'compliance'] })
      await consentedTicket(desk)
      const env = { DATABASE_URL: asServer(await databaseIn(desk.dataDir)) }
      const place = { ...ground(tempFolder()), data: desk.dataDir }
      const told = async (command: string, ...args: readonly string[]) => {
        const { code, said } = await run(command, place, ['asks', ...args], env)
        return `${code} ${said}`
      }
      const types = () => desk.audit().map(({ type }) => type)
      expect(await told('doctor')).to.match(/ok {4}store: The PostgreSQL of DATABASE_URL, 127\.0\.0\.1/)
      expect(await told('doctor')).to.not.contain('database: ')
      const counting = (is: 'on' | 'off') =>
        desk.tamper((database) =>
          database.exec(`do $$ begin
            execute format('alter database %I set track_counts = ${is}', current_database());
          end $$`),
        )
      counting('off')
      expect(await told('doctor')).to.match(/open {2}database: The database does not count its rows/)
      counting('on')
      const holding = (is: string) =>
        desk.tamper((database) =>
          database.exec(`set transaction read write; do $$ begin
            execute format('alter database %I ${is}', current_database());
          end $$`),
        )
      holding('set default_transaction_read_only = on')
      expect(await told('doctor')).to.match(/^1 [\s\S]*FAILS database: The database takes no writes/)
      holding('reset default_transaction_read_only')
      const [schema] = desk.rows('select version from schema_version')
      const versioned = (version: unknown) =>
        desk.tamper((database) => database.exec(`update schema_version set version = ${version}`))
      versioned(1)
      expect(await told('doctor')).to.match(
        /FAILS store: .* It cannot be used \(CONFIG_INVALID\): the database has schema 1 .* as its owner\.$/m,
      )
      versioned(schema?.version)
      const owned = { ...env, DATABASE_URL: env.DATABASE_URL.replace('vouch_app', 'postgres') }
      const asOwner = async (more: Record<string, string>) =>
        (await run('doctor', place, ['asks'], { ...owned, ...more })).said
      expect(await asOwner({})).to.not.contain('database: ')
      expect(await asOwner(PRODUCTION)).to.match(/FAILS database: .*servers connect as vouch_app/)
      expect((await run('doctor', place, ['asks'], { ...env, ...PRODUCTION })).said).to.not.contain(
        'database: ',
      )
      expect(await told('report', '--period', 'week')).to.match(/^[03] /)
      expect(await told('scope export')).to.match(/^0 [\s\S]*"sectionId": "1"/)
      expect(await told('scope diff', 'IN/scope.json')).to.match(/^3 /)
      expect(await told('evidence access')).to.match(/^0 /)
      expect(await told('evidence document', 'dpia', '--as', COMPLIANCE)).to.match(/^0 /)
      expect(types()).to.include('document.generated')
      const asked = ['--kind', 'access', '--user', REQUESTER, '--as', COMPLIANCE]
      expect(await told('request open', ...asked)).to.match(/^0 request .* is open/)
      expect(await told('request list')).to.match(/^0 .*access/)
      expect(desk.rows('select * from request_case')).to.have.length(1)
      const person = ['--user', REQUESTER, '--as', COMPLIANCE]
      expect(await told('requester show', ...person)).to.match(/^0 person 21/)
      expect(await told('requester export', ...person, '--out', 'OUT/package.zip')).to.match(/^0 /)
      expect(await told('sync', '--jsonl', 'IN/articles.jsonl')).to.match(/^0 done: 1 added/)
      expect(desk.rows('select distinct account_id from article_version')).to.deep.equal([
        { account_id: 'acme' },
      ])
      const simulating = ['IN/tickets.jsonl', '--as', ADMIN]
      expect(await told('simulate', ...simulating)).to.match(/^[03] /)
      expect(desk.rows('select * from simulated_ticket')).to.have.length(1)
      expect(await told('scope apply', 'IN/scope.json', '--as', ADMIN)).to.match(
        /^[03] allowlist: |^[03] policy: /,
      )
      desk.tamper((database) =>
        database.exec(`insert into lease values ('acme', 'sync', 'another', '2999-01-01T00:00:00.000Z')`),
      )
      const lockRows = () => desk.rows('select account_id from account_lock order by account_id')
      const [accounts, nobody] = [lockRows(), ['--account', 'acmee']]
      const stops = () => existsSync(join(desk.dataDir, 'kill-switch.jsonl'))
      const stop = ['--reason', 'suspected_breach', '--as', ADMIN]
      expect(stops()).to.equal(false)
      for (const [command, ...args] of [
        ['report'],
        ['scope export'],
        ['request list'],
        // Where it is said that something is stopped nobody looks any more whether it is.
        ['stop-drafting', ...stop],
      ] as const)
        for (const { code, said } of [
          await run(command, place, ['asks', ...args, ...nobody], env),
          await run(command, place, ['asks', ...args], {
            ...env,
            VOUCH_ACCOUNT_ORIGIN: 'https://acmee.zendesk.com',
          }),
        ])
          expect(`${code} ${said}`).to.match(/^[^0][\s\S]*knows no account acmee/)
      expect(lockRows()).to.deep.equal(accounts)
      expect([stops(), desk.rows('select * from kill_switch')]).to.deep.equal([false, []])
      expect(await told('request list', '--account', 'acme')).to.match(/^0 /)
      const strange = tempFolder()
      openKeyring(strange)
      const untouched = desk.dump()
      for (const command of ['report', 'scope export', 'verify']) {
        const asked = await run(command, { ...place, data: strange }, ['asks'], env)
        expect([asked.code, asked.said]).to.satisfy(
          ([code, said]: [number, string]) => code !== 0 && said.includes('are not those that this store'),
        )
      }
      expect(desk.dump()).to.equal(untouched)
      const articles = desk.dump(['audit_entry', 'audit_head'])
      expect(await told('sync', '--jsonl', 'IN/articles.jsonl')).to.match(/^1 [\s\S]*SYNC_RUNNING/)
      expect(desk.dump(['audit_entry', 'audit_head'])).to.equal(articles)
      expect(await told('audit proof', '--entry', '0', 'OUT/entry.tlog-proof')).to.match(/^0 /)
      expect(await told('audit export', 'OUT/bundle')).to.match(/^0 /)
      expect(await told('restore')).to.match(/^0 .*not behind/)
      expect(await told('incident drill', '--as', COMPLIANCE)).to.match(/^[03] /)
      expect(await told('stop-drafting', '--reason', 'suspected_breach', '--as', '999')).to.match(/^2 /)
      expect(await told('stop-drafting', ...stop)).to.match(/^0 [\s\S]*The store knows it/)
      expect(desk.rows("select lifted_at from kill_switch where reason = 'suspected_breach'")).to.deep.equal([
        { lifted_at: null },
      ])
      expect(await told('audit rotate-key', '--as', ADMIN)).to.match(/^0 acme: /)
      expect(await told('verify')).to.match(/^0 /)
      expect(contents(desk.dataDir, STORE_FILE)).to.deep.equal({})
      await desk.stop()
    })
})
