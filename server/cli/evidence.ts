/**
 * `vouch evidence`: what the log proves, as lists on the terminal. Reads the store and writes nothing into it, not
 * even that it was read: whoever can start this can read the file. A document is made, and is on record.
 */
import { parseArgs } from 'node:util'
import { Fault } from '../../src/domain/fault.ts'
import { STAFF_LANGUAGES } from '../../src/domain/staff-language.ts'
import { checkpointFiles } from '../adapters/checkpoint-files.ts'
import { realWorld } from '../adapters/world.ts'
import { createAuditLog, createCheckpoints, logSigner } from '../audit/index.ts'
import {
  accessCsv,
  changeLogCsv,
  createAccessFolds,
  criterionOf,
  type EvidenceRooms,
  eventLines,
  type Period,
  POPULATION_FORMATS,
  parsePeriod,
  populationText,
  readAccess,
  readChangeLog,
  readControlMap,
  spanOf,
} from '../evidence/index.ts'
import { readEvidence } from '../evidence-config.ts'
import { codeVersion, projectRoot } from '../project-root.ts'
import type { StoreRows } from '../store.ts'
import { dataFolder } from './data-folder.ts'
import { runEvidenceDocument } from './evidence-document.ts'
import { openInstallation } from './installation.ts'
import type { Terminal } from './main.ts'

const LISTS = ['controls', 'population', 'events', 'access', 'changes'] as const
type List = (typeof LISTS)[number]
const USAGE =
  'usage: vouch evidence controls|population|events|access|changes [--from DAY --to DAY] [--after INDEX] [--criterion ID] [--format jsonl|csv] [--language en|de] [--data DIR] [--account ID]'

interface Order {
  readonly list: List
  readonly data: string
  readonly values: Readonly<Record<string, string | undefined>>
}

function readArgs(args: readonly string[], env: Terminal['env']): Order {
  const text = { type: 'string' } as const
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: text,
        account: text,
        from: text,
        to: text,
        after: text,
        criterion: text,
        format: text,
        language: text,
      },
    })
    const list = LISTS.find((one) => one === positionals[0])
    if (list === undefined || positionals.length !== 1) throw new Error(USAGE)
    return { list, data: dataFolder(values.data, env), values }
  } catch (cause) {
    throw new Fault('BAD_REQUEST', USAGE, cause)
  }
}

/** One of a list, or a fault that shows how it is meant. */
function oneOf<T extends string>(known: readonly T[], given: string | undefined, usual: T): T {
  const found = known.find((one) => one === (given ?? usual))
  if (found === undefined) throw new Fault('BAD_REQUEST', USAGE)
  return found
}

async function chosenAccount(tx: StoreRows, wanted: string | undefined): Promise<string> {
  const known = await tx.auditedAccounts()
  const chosen = wanted === undefined ? known : known.filter((account) => account === wanted)
  const [accountId, ...more] = chosen
  if (accountId === undefined) throw new Fault('SOURCE_UNREADABLE', 'the store does not know this account')
  if (more.length > 0)
    throw new Fault('BAD_REQUEST', 'the store has several accounts: name one with --account')
  return accountId
}

async function print(pieces: AsyncIterable<string>, terminal: Terminal): Promise<void> {
  // A piece ends with a line break; the terminal sets its own.
  for await (const piece of pieces) terminal.out(piece.replace(/\r?\n$/, ''))
}

async function printEvents(
  rooms: EvidenceRooms<StoreRows>,
  accountId: string,
  { values }: Order,
  terminal: Terminal,
): Promise<void> {
  const after = Number(values.after)
  if (values.after !== undefined && !(Number.isSafeInteger(after) && after >= -1))
    throw new Fault('BAD_REQUEST', USAGE)
  const span = await rooms.transact(async (tx) =>
    values.after === undefined
      ? spanOf(tx, accountId, parsePeriod(values.from, values.to))
      : { start: after + 1, end: (await tx.auditHead(accountId))?.tree.size ?? 0 },
  )
  await print(eventLines(rooms, accountId, span), terminal)
}

async function printPopulation(
  rooms: EvidenceRooms<StoreRows>,
  accountId: string,
  { values }: Order,
  terminal: Terminal,
): Promise<void> {
  const criterion = values.criterion === undefined ? null : criterionOf(values.criterion)
  if (values.criterion !== undefined && criterion === null)
    throw new Fault('BAD_REQUEST', `there is no criterion ${values.criterion}`)
  const format = oneOf(POPULATION_FORMATS, values.format, 'jsonl')
  const period = parsePeriod(values.from, values.to)
  await print(populationText(rooms, accountId, { period, criterion, format }), terminal)
}

async function printList(
  rooms: EvidenceRooms<StoreRows>,
  accountId: string,
  order: Order,
  terminal: Terminal,
): Promise<void> {
  const { list, values } = order
  const period = (): Period => parsePeriod(values.from, values.to)
  const folds = createAccessFolds(rooms.transact)
  const line = (text: string) => terminal.out(text.trimEnd())
  switch (list) {
    case 'events':
      return printEvents(rooms, accountId, order, terminal)
    case 'population':
      return printPopulation(rooms, accountId, order, terminal)
    case 'controls': {
      const language = oneOf(STAFF_LANGUAGES, values.language, 'en')
      return line(JSON.stringify(await readControlMap(rooms, accountId, period(), language), null, 2))
    }
    case 'changes':
      return line(changeLogCsv(await readChangeLog({ ...rooms, folds }, accountId, period())))
    case 'access': {
      const months = terminal.env.VOUCH_ACCESS_REVIEW_MONTHS
      const { reviewMonths } = readEvidence(
        months === undefined ? {} : { VOUCH_ACCESS_REVIEW_MONTHS: months },
        [],
      )
      return line(accessCsv(await readAccess({ ...rooms, folds, reviewMonths }, accountId)))
    }
    default:
      return list satisfies never
  }
}

/** @returns 0; a fault says 4 for what cannot be read, 1 for a log with an entry missing. */
export async function runEvidence(args: readonly string[], terminal: Terminal): Promise<number> {
  if (args[0] === 'document') return runEvidenceDocument(args.slice(1), terminal)
  const order = readArgs(args, terminal.env)
  const { data, values } = order
  const store = await openInstallation({ data, account: values.account, env: terminal.env, readonly: true })
  const { keys } = store
  try {
    const checkpoints = createCheckpoints({
      transact: store.transact,
      shelf: checkpointFiles(order.data),
      signer: (account) => logSigner(keys, account),
    })
    const rooms: EvidenceRooms<StoreRows> = {
      world: realWorld,
      keys,
      audit: createAuditLog(realWorld, keys),
      transact: store.transact,
      anchor: checkpoints.anchor,
      productVersion: codeVersion(projectRoot()),
    }
    const accountId = await store.transact((tx) => chosenAccount(tx, store.account))
    await printList(rooms, accountId, order, terminal)
    return 0
  } finally {
    await store.close()
  }
}
