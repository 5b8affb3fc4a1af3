/**
 * `vouch doctor`: the checks of the console's set-up and health, on the command line, from configuration, data folder
 * and store. It asks nobody on the network; whether a provider answers it reads from the newest test.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import { brandHealth, findingsOf, HEALTH_FINDINGS } from '../../src/domain/health.ts'
import { type KeyKind, keysDue } from '../../src/domain/key-ages.ts'
import { EXTRACTIVE } from '../../src/domain/scope.ts'
import { type SetUpFacts, STEP_CODES, stepsOf } from '../../src/domain/set-up.ts'
import { hasAdmin, NO_ADMIN } from '../access/index.ts'
import { checkpointFiles } from '../adapters/checkpoint-files.ts'
import type { DiskFacts } from '../adapters/disk-facts.ts'
import { openLocalEmbedder } from '../adapters/embedding/local-embedder.ts'
import { folderMarks } from '../adapters/folder-marks.ts'
import { keyDates } from '../adapters/key-dates.ts'
import { openKeyring } from '../adapters/keyring.ts'
import { UNBOUND } from '../adapters/postgres-store.ts'
import { stopFile } from '../adapters/stop-file.ts'
import { type StorePlace, storePlace } from '../adapters/store-address.ts'
import { openStoreAt, type PlacedStore } from '../adapters/store-place.ts'
import { realWorld } from '../adapters/world.ts'
import { createArticleShelves } from '../articles/index.ts'
import { createCheckpoints, logSigner, openCheckpoint } from '../audit/index.ts'
import { CLOCK_SAYS, readLeap } from '../clock.ts'
import type { Config } from '../config.ts'
import { readConfig, readSetUpConfig } from '../config.ts'
import { namesNoAccount } from '../connection.ts'
import { isLowered } from '../helpdesk-events/index.ts'
import { outlastsStore } from '../incidents/index.ts'
import type { Keyring, Transact, World } from '../keys.ts'
import { noticeSource } from '../notice-texts.ts'
import { projectRoot } from '../project-root.ts'
import { readStoredFacts } from '../setup/index.ts'
import { FOLDER_SAYS, folderProblem } from '../shared-folder.ts'
import type { StoreRows } from '../store.ts'
import { projectWords } from '../words.ts'
import type { Terminal } from './main.ts'
import { MEND_STOPS } from './stop-run.ts'
import { unforeseen } from './unforeseen.ts'

const USAGE = 'usage: vouch doctor [--json]'

interface Finding {
  readonly check: string
  readonly state: 'ok' | 'fails' | 'open'
  readonly says: string
}

const sentences = z.object({
  console: z.object({
    setup: z.object({
      code: z.record(z.enum(STEP_CODES), z.string()),
      step: z.record(z.string(), z.object({ how: z.string() })),
    }),
    health: z.object({ finding: z.record(z.enum(HEALTH_FINDINGS), z.string()) }),
  }),
})
type Sentences = z.infer<typeof sentences>['console']

async function loadSentences(): Promise<Sentences> {
  const text = await readFile(new URL('translations/en.json', projectRoot()), 'utf8')
  return sentences.parse(JSON.parse(text)).console
}

function configuration(env: Terminal['env']): Config | readonly Finding[] {
  const awaited = namesNoAccount(env)
  try {
    if (!awaited) return readConfig(env)
    readSetUpConfig(env)
    return [
      { check: 'configuration', state: 'ok', says: 'Every variable can be read.' },
      { check: 'connect', state: 'fails', says: NOT_CONNECTED },
    ]
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const { problems } = error.detail
    const lines = Array.isArray(problems) ? problems.map(String) : [error.message]
    const found = lines.map((says): Finding => ({ check: 'configuration', state: 'fails', says }))
    return awaited ? [...found, { check: 'connect', state: 'fails', says: NOT_CONNECTED }] : found
  }
}

const NOT_CONNECTED =
  'No account is connected, and the environment names none. Next: start the server and open the address that it prints, or vouch setup (docs/setting-up.md).'

/** Read as the server reads it when it starts. */
async function modelFindings({ embeddingModelDir }: Config, say: Sentences): Promise<readonly Finding[]> {
  if (embeddingModelDir === null) return []
  const embedder = openLocalEmbedder(embeddingModelDir)
  try {
    const ready = await embedder.ready()
    const check = 'embedding model'
    if (!('problem' in ready)) return [{ check, state: 'ok', says: 'It can be asked.' }]
    return [{ check, state: 'fails', says: `${say.health.finding.words_alone} (${ready.problem})` }]
  } finally {
    await embedder.close()
  }
}

/** Its settings are checked with the rest; here it is said that no draft goes there. */
function candidateFindings({ candidate }: Config): readonly Finding[] {
  if (candidate === null) return []
  const { provider, model, region } = candidate.facts
  const says = `${provider}, ${model}, ${region}: asked by provider trials alone, never by a draft.`
  return [{ check: 'candidate', state: 'ok', says }]
}

/** A failure of yesterday is none of today: as long as the health page counts them. */
const TROUBLE_MS = 86_400_000

async function providerTroubles(tx: StoreRows, config: Config, world: World) {
  const { account, provider } = config
  if (provider === null) return null
  const since = new Date(world.now().getTime() - TROUBLE_MS).toISOString()
  const troubles = await tx.providerTroubles(account.accountId, since)
  return {
    provider: provider.facts.provider,
    region: provider.facts.region,
    troubles: troubles.map(({ code, count }) => ({ name: code, count: Number(count) })),
  }
}

/** `null`: they are not there, and a doctor makes none. */
function keysIn({ dataDir }: Config, world: World): Keyring | null {
  const isThere = ['master.key', 'checkpoint.key'].every((name) => existsSync(join(dataDir, name)))
  return isThere ? openKeyring(dataDir, world.now) : null
}

/** By the checkpoint in the data folder. */
async function signedEntries(
  { account, dataDir }: Config,
  keys: Keyring | null,
  transact: Transact<StoreRows>,
): Promise<number> {
  if (keys === null) return 0
  const signer = (accountId: string) => logSigner(keys, accountId)
  const { anchor } = createCheckpoints({ transact, shelf: checkpointFiles(dataDir), signer })
  const newest = await anchor(account.accountId)
  return newest === null ? 0 : (openCheckpoint(newest)?.size ?? 0)
}

/** Whether this folder is that of the store and, of a database, that of its servers. */
async function folderFinding(
  { account, dataDir }: Config,
  keys: Keyring | null,
  { shared, transact }: PlacedStore,
  world: World,
): Promise<Finding> {
  const check = 'data folder'
  if (keys === null) return { check, state: 'fails', says: `The keys are not in ${dataDir}. ${KEYS_GONE}` }
  const given = {
    accountId: account.accountId,
    keys,
    marks: folderMarks(dataDir, world.now),
    now: world.now(),
  }
  const problem = await transact((tx) => folderProblem(tx, given))
  if (problem !== null) return { check, state: 'fails', says: FOLDER_SAYS[problem] }
  const says = `Its keys are those of the store${shared ? ', and its running servers see it' : ''}.`
  return { check, state: 'ok', says }
}

/** What was sealed for people under a month whose key is gone does not open until it is back. */
async function monthFindings(
  { account, dataDir }: Config,
  keys: Keyring | null,
  store: PlacedStore,
): Promise<readonly Finding[]> {
  if (keys === null) return []
  const there = ['', ...keys.epochs.list()]
  const counted = await store.transact((tx) => tx.keysByEpoch())
  return counted
    .filter(({ accountId, epoch }) => accountId === account.accountId && !there.includes(epoch))
    .map(({ epoch, count }) => ({
      ...{ check: 'data folder', state: 'fails' },
      says: `The key of ${epoch} is gone from ${join(dataDir, 'keys')}: what was sealed for ${count} people does not open. Next: bring it back from the copy of the keys (docs/operations/keys.md#a-key-is-lost).`,
    }))
}

const KEYS_GONE =
  'Next: bring them back from their copy (docs/operations/keys.md#a-key-is-lost); of a new database, start the server once.'

/** Whatever keeps drafts from being made is told here too: the file of stops as the servers read it, and the store. */
async function stopFindings(
  { account, killSwitchFile }: Config,
  store: PlacedStore,
): Promise<readonly Finding[]> {
  const check = 'kill switch'
  const { active, lifted } = await store.stopsOf(account.accountId).read()
  const written = await stopFile(killSwitchFile, account.accountId)
    .read()
    .catch((error: unknown) =>
      error instanceof Fault
        ? `${error.message}. ${MEND_STOPS(killSwitchFile)}`
        : `${unforeseen(error, killSwitchFile)}. Next: mend that, so that it is a file that the server may read and write`,
    )
  if (typeof written === 'string')
    return [{ check, state: 'fails', says: `Everything is stopped: ${written}` }]
  const known = new Set([...lifted, ...active.map(({ stopId }) => stopId)])
  const byFile = written.filter((stop) => outlastsStore(stop) && !known.has(stop.stopId))
  return [...active, ...byFile].map(
    ({ level, ref, reason, pulledAt }): Finding => ({
      ...{ check, state: level === 'account' ? 'fails' : 'open' },
      says: `Stopped: ${level}${ref === '' ? '' : ` ${ref}`}, since ${pulledAt} (${reason}). Next: two of the role compliance lift it (docs/incidents.md).`,
    }),
  )
}

const UNCOUNTED =
  'The database does not count its rows (autovacuum or track_counts is off): each draft takes longer than the one before. Next: switch both on, or have the tables analysed every few minutes (docs/postgresql.md).'

const NO_WRITES =
  'The database takes no writes: it is a standby, or default_transaction_read_only is on. Nothing can be done until it does. Next: lead DATABASE_URL to the one that takes them (docs/postgresql.md).'

/** What is set in the database, or was named of it, and does not go. */
async function engineFindings(store: PlacedStore, { production }: Config): Promise<readonly Finding[]> {
  const { countsItsRows, takesWrites, isBound } = await store.engine()
  const check = 'database'
  return [
    ...(takesWrites ? [] : [{ check, state: 'fails', says: NO_WRITES } as const]),
    // Elsewhere it is a server's own database, of whoever develops.
    ...(isBound || !production ? [] : [{ check, state: 'fails', says: UNBOUND } as const]),
    ...(countsItsRows ? [] : [{ check, state: 'open', says: UNCOUNTED } as const]),
  ]
}

/** What the notice is measured by: as a server of this configuration would be. */
function noticeOf(config: Config) {
  const { provider } = config
  const drafting =
    provider === null
      ? { worded: null, drafterChoice: EXTRACTIVE }
      : {
          worded: { model: { facts: provider.facts } },
          drafterChoice: {
            ...({ drafter: 'openai-compatible' } as const),
            ...{ provider: provider.facts.provider, region: provider.facts.region },
          },
        }
  return noticeSource(config, projectWords(), drafting)
}

function oldKeys({ dataDir }: Config, keys: Keyring | null, world: World): readonly KeyKind[] {
  return keys === null ? [] : keysDue(keyDates(keys, dataDir), world.now())
}

interface StoreSeen {
  readonly keys: Keyring | null
  readonly signed: number
  readonly disk: DiskFacts
}

/** By their number alone: whether what is there is what was signed, `vouch verify` reads. */
const behindFindings = (entries: number, signed: number): readonly Finding[] =>
  signed <= entries
    ? []
    : [
        {
          ...{ check: 'log', state: 'fails' },
          says: `The store has ${entries} entries, and ${signed} are signed: it is behind, and no server adds anything to it. Next: delete nothing; vouch verify, then vouch restore (docs/operations/audit-log.md).`,
        },
      ]

async function storeFindings(
  tx: StoreRows,
  config: Config,
  say: Sentences,
  world: World,
  { keys, signed, disk }: StoreSeen,
): Promise<readonly Finding[]> {
  const { accountId } = config.account
  const facts = await readStoredFacts(tx, {
    ...{ accountId, account: config.account.origin, shelf: createArticleShelves(world) },
    provider: config.provider?.facts ?? null,
    webhooksConnected: config.account.webhookSecrets.length > 0,
    notice: noticeOf(config),
  })
  const lastDoneAt = await tx.lastWholeSync(accountId)
  const entries = (await tx.auditHead(accountId))?.tree.size ?? 0
  const found = findingsOf({
    ...{ checkedAt: world.now().toISOString(), live: facts.live.live, stopped: config.killSwitch },
    sync: {
      lastDoneAt,
      failed: facts.sync?.status === 'failed' || facts.sync?.status === 'needs_confirmation',
      unread: facts.sync?.problems.length ?? 0,
      running: facts.sync?.status === 'running',
      brands: brandHealth(facts.sync),
    },
    provider: await providerTroubles(tx, config, world),
    // What is copied elsewhere, and whether a model reads, is the running server's to say.
    ...{ runningDrafts: 0, wordsAlone: false, keysDue: oldKeys(config, keys, world) },
    checkpoint: {
      entries,
      signed,
      ...{ signedAt: null, copies: 0, behind: 0 },
    },
    storage: { ...disk, tables: [] },
    versions: { server: '', node: '', schema: 0 },
  })
  const told = found.filter((finding) => !['not_live', 'never_synced'].includes(finding))
  const synced = !told.some((finding) => finding === 'sync_failed' || finding === 'sync_old')
  // Of anybody else the next start makes an admin.
  const shut = keys !== null && (await isLowered(keys, tx, accountId, config.account.firstAdmin))
  return [
    ...stepFindings(facts, say),
    ...behindFindings(entries, signed),
    ...(shut && !(await hasAdmin(tx, accountId))
      ? [{ check: 'admins', state: 'fails', says: NO_ADMIN } as const]
      : []),
    ...(lastDoneAt === null || !synced
      ? []
      : [{ check: 'last sync', state: 'ok', says: `Whole, begun ${lastDoneAt}.` } as const]),
    ...brandHealth(facts.sync).map(
      ({ brandName, failed, lastReadAt }): Finding => ({
        ...{ check: `brand ${brandName}`, state: failed ? 'fails' : 'ok' },
        says: `${failed ? 'Could not be read; its articles are kept. ' : ''}Last read whole: ${lastReadAt ?? 'never'}.`,
      }),
    ),
    ...told.map(
      (finding): Finding => ({ check: 'health', state: 'fails', says: say.health.finding[finding] }),
    ),
  ]
}

function stepFindings(facts: SetUpFacts, say: Sentences): readonly Finding[] {
  return stepsOf(facts).map(
    ({ step, state, needed, code, count = 0, at = '', ref = '', ms = 0 }): Finding => {
      const values: Readonly<Record<string, string>> = { count: String(count), at, ref, ms: String(ms) }
      const said = say.setup.code[code].replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place)
      const good = state === 'done'
      const next = good ? '' : ` Next: ${say.setup.step[step]?.how ?? ''}`
      const fails = !good && (needed || state === 'problem' || step === 'live')
      return { check: step, state: good ? 'ok' : fails ? 'fails' : 'open', says: `${said}${next}` }
    },
  )
}

async function findingsFor(config: Config, say: Sentences, world: World): Promise<readonly Finding[]> {
  const own: readonly Finding[] = [
    { check: 'configuration', state: 'ok', says: 'Every variable can be read.' },
    ...candidateFindings(config),
    ...(await modelFindings(config, say)),
  ]
  const place = storePlace(config.dataDir, config.databaseUrl)
  if (place.kind === 'sqlite' && !existsSync(place.file))
    return [
      ...own,
      { check: 'store', state: 'fails', says: 'There is none yet. Next: start the server once.' },
    ]
  try {
    const store = await openStoreAt(place, { account: config.account.accountId, readonly: true })
    try {
      const keys = keysIn(config, world)
      const signed = await signedEntries(config, keys, store.transact)
      const disk = await store.disk()
      const look = (tx: StoreRows) => storeFindings(tx, config, say, world, { keys, signed, disk })
      const found = await store.transact(look)
      const leap = await store.transact((tx) => readLeap(tx, config.account.accountId, world))
      const stops = await stopFindings(config, store)
      const months = await monthFindings(config, keys, store)
      const clock: readonly Finding[] =
        leap === null ? [] : [{ check: 'clock', state: 'fails', says: CLOCK_SAYS(leap) }]
      const folder = await folderFinding(config, keys, store, world)
      const stored: Finding = { check: 'store', state: 'ok', says: nameOf(place) }
      return [
        ...own,
        stored,
        ...(await engineFindings(store, config)),
        folder,
        ...months,
        ...stops,
        ...clock,
        ...found,
      ]
    } finally {
      await store.close()
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    const said = `(${error.code}): ${error.message}.`
    // Whoever has answered has said what is to be done.
    const says =
      error.code === 'STORE_UNAVAILABLE'
        ? `${nameOf(place)} It does not answer ${said} Next: ${NEXT[place.kind]}`
        : `${nameOf(place)} It cannot be used ${said}`
    return [...own, { check: 'store', state: 'fails', says }]
  }
}

const NEXT: Readonly<Record<StorePlace['kind'], string>> = {
  sqlite: 'start the server once, or look at its log.',
  postgres: 'see what that answer means (docs/postgresql.md#what-it-answers).',
}

/** Without who connects and by what password. */
function nameOf(place: StorePlace): string {
  if (place.kind === 'sqlite') return `The file ${place.file}.`
  const { host, pathname, searchParams } = new URL(place.url)
  return `The PostgreSQL of DATABASE_URL, ${searchParams.get('host') ?? host}${pathname}.`
}

const MARKS = { ok: 'ok   ', open: 'open ', fails: 'FAILS' } as const

/** @returns 0 when nothing fails, 1 when something does. */
export async function runDoctor(
  args: readonly string[],
  terminal: Terminal,
  world: World = realWorld,
): Promise<number> {
  let json: boolean | undefined
  try {
    json = parseArgs({ args: [...args], options: { json: { type: 'boolean' } } }).values.json
  } catch (cause) {
    throw new Fault('BAD_REQUEST', USAGE, cause)
  }
  const config = configuration(terminal.env)
  const findings = 'account' in config ? await findingsFor(config, await loadSentences(), world) : config
  const fails = findings.some(({ state }) => state === 'fails')
  if (json === true) terminal.out(JSON.stringify({ ok: !fails, findings }, null, 2))
  else for (const { check, state, says } of findings) terminal.out(`${MARKS[state]} ${check}: ${says}`)
  return fails ? 1 : 0
}
