/**
 * A setting of the account as a file in git: printed, compared, and applied through the same desk as the console's.
 * What widens waits for a second person here too.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Agent } from '../../src/domain/account.ts'
import type { DiffLine } from '../../src/domain/change.ts'
import { Fault } from '../../src/domain/fault.ts'
import { checkpointFiles } from '../adapters/checkpoint-files.ts'
import { erasureJournal } from '../adapters/erasure-journal.ts'
import { realWorld } from '../adapters/world.ts'
import { type ApprovalRooms, proposeChange, readFourEyes } from '../approvals/index.ts'
import { canonicalJson, createAuditLog, createCheckpoints, logSigner } from '../audit/index.ts'
import { changeAppliers } from '../change-appliers.ts'
import type { Keyring } from '../keys.ts'
import type { StoreRows } from '../store.ts'
import { dataFolder } from './data-folder.ts'
import { journalOf, openInstallation } from './installation.ts'
import type { Terminal } from './main.ts'
import { scopeDiff } from './scope-file.ts'

const MOST_CHANGES = 200
/** `apply`: for a second person; `diff`: for somebody who looks at it. */
const WAITS = 3

type Outcome = 'same' | 'applied' | 'proposed' | 'waits already'

/** One part of a file, and the kind of change that it is. */
export interface FilePart<File> {
  readonly kind: 'scope_policy' | 'allowlist' | 'spending'
  readonly member: keyof File & string
}

export interface SettingFile<File> {
  /** Of the command: `scope`, `budget`. */
  readonly name: string
  /** In the order in which they are applied. */
  readonly parts: readonly FilePart<File>[]
  parse(text: string): File
  write(file: File): string
  standing(rooms: FileRooms, tx: StoreRows, accountId: string): Promise<File>
  /** Looks whether what stands can be read at all, before it is printed or compared. */
  check?(tx: StoreRows, accountId: string): Promise<void>
  /** A line about what `apply --dry-run` would come to. */
  summary?(tx: StoreRows, accountId: string, before: File, after: File): Promise<string>
}

const usageOf = ({ name }: { readonly name: string }) =>
  `usage: vouch ${name} export | diff FILE | apply FILE --as AGENT_ID [--dry-run]  [--data DIR] [--account ID]`

function readArgs(usage: string, args: readonly string[], env: Terminal['env']) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        data: { type: 'string' },
        account: { type: 'string' },
        as: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
      },
    })
    const [command, file, ...more] = positionals
    const data = dataFolder(values.data, env)
    const order = { data, env, account: values.account, dryRun: values['dry-run'] }
    const bare = values.as === undefined && !values['dry-run']
    if (more.length === 0 && command === 'export' && file === undefined && bare)
      return { ...order, command } as const
    if (more.length === 0 && command === 'diff' && file !== undefined && bare)
      return { ...order, command, file } as const
    if (more.length === 0 && command === 'apply' && file !== undefined && values.as !== undefined)
      return { ...order, command, file, as: values.as } as const
  } catch (cause) {
    throw new Fault('BAD_REQUEST', usage, cause)
  }
  throw new Fault('BAD_REQUEST', usage)
}
type Order = ReturnType<typeof readArgs>
type ApplyOrder = Extract<Order, { command: 'apply' }>

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Fault('SOURCE_UNREADABLE', `${path} cannot be read`, cause)
  }
}

function roomsOver({ data, env }: Order, keys: Keyring) {
  const audit = createAuditLog(realWorld, keys)
  const appliers = changeAppliers({
    ...{ world: realWorld, keys, audit },
    noes: erasureJournal(journalOf(data, env), keys),
  })
  return { world: realWorld, keys, audit, appliers } satisfies ApprovalRooms<StoreRows>
}
export type FileRooms = ReturnType<typeof roomsOver>

async function chosenAccount(tx: StoreRows, wanted: string | undefined): Promise<string> {
  const known = await tx.auditedAccounts()
  const chosen = wanted === undefined ? known : known.filter((account) => account === wanted)
  const [accountId, ...more] = chosen
  if (accountId === undefined) throw new Fault('NOT_FOUND', 'the store does not know this account')
  if (more.length > 0)
    throw new Fault('BAD_REQUEST', 'the store has several accounts: name one with --account')
  return accountId
}

async function adminOf(tx: StoreRows, accountId: string, agentId: string): Promise<Agent> {
  const roles = await tx.rolesOf(accountId, agentId)
  if (!roles.includes('admin')) throw new Fault('NOT_PERMITTED', 'only the role admin may change this')
  return { accountId, agentId, roles }
}

function differences<File>({ parts }: SettingFile<File>, before: File, after: File): readonly DiffLine[] {
  return parts.flatMap(({ member }) => scopeDiff(before[member], after[member], member))
}

/** Somebody runs the file again before the second person has looked: one question is enough. */
async function isWaiting<File>(
  rooms: FileRooms,
  tx: StoreRows,
  accountId: string,
  part: FilePart<File>,
  after: unknown,
) {
  const { base } = await rooms.appliers[part.kind].current(tx, accountId)
  const content = canonicalJson(after)
  const now = rooms.world.now().toISOString()
  return (await tx.changes(accountId, MOST_CHANGES)).some(
    (row) =>
      row.status === 'proposed' &&
      row.kind === part.kind &&
      row.base === base &&
      row.content === content &&
      row.expiresAt > now,
  )
}

async function applyPart<File>(
  setting: SettingFile<File>,
  rooms: FileRooms,
  tx: StoreRows,
  admin: Agent,
  part: FilePart<File>,
  file: File,
) {
  const after = file[part.member]
  const before = (await setting.standing(rooms, tx, admin.accountId))[part.member]
  const outcome = async (): Promise<Outcome> => {
    if (scopeDiff(before, after, part.member).length === 0) return 'same'
    if (await isWaiting(rooms, tx, admin.accountId, part, after)) return 'waits already'
    return (await proposeChange<StoreRows>(rooms, tx, admin, { kind: part.kind, body: after })).outcome
  }
  return { member: part.member, outcome: await outcome() }
}

async function wouldWait<File>(
  rooms: FileRooms,
  tx: StoreRows,
  admin: Agent,
  part: FilePart<File>,
  file: File,
) {
  const applier = rooms.appliers[part.kind]
  const { content, first } = await applier.current(tx, admin.accountId)
  const widens = applier.widenings(content, applier.parse(file[part.member])).length > 0
  return widens && !first && (await readFourEyes(tx, admin.accountId)).mode === 'on'
}

async function dryRun<File>(
  setting: SettingFile<File>,
  rooms: FileRooms,
  tx: StoreRows,
  admin: Agent,
  file: File,
  terminal: Terminal,
) {
  const before = await setting.standing(rooms, tx, admin.accountId)
  const lines = differences(setting, before, file)
  const summary = await setting.summary?.(tx, admin.accountId, before, file)
  for (const { sign, path, value } of lines) terminal.out(`${sign} ${path} ${value}`)
  if (lines.length === 0) terminal.out('no difference')
  let waits = false
  for (const part of setting.parts) {
    if (scopeDiff(before[part.member], file[part.member], part.member).length === 0) continue
    const second = await wouldWait(rooms, tx, admin, part, file)
    waits ||= second
    terminal.out(`${part.member}: would ${second ? 'wait for a second person' : 'hold at once'}`)
  }
  terminal.out(`${summary === undefined ? '' : `${summary}. `}Nothing was written.`)
  return waits ? WAITS : 0
}

const SENTENCE: Readonly<Record<Outcome, string>> = {
  same: 'no difference',
  applied: 'holds now',
  proposed: 'waits for a second person',
  'waits already': 'waits for a second person already',
}

async function open({ data, account, env }: Order, readonly: boolean) {
  const store = await openInstallation({ data, account, env, readonly })
  return { keys: store.keys, store }
}

async function apply<File>(
  setting: SettingFile<File>,
  order: ApplyOrder,
  file: File,
  terminal: Terminal,
): Promise<number> {
  const { keys, store } = await open(order, false)
  try {
    const rooms = roomsOver(order, keys)
    const admin = await store.transact(async (tx) =>
      adminOf(tx, await chosenAccount(tx, store.account), order.as),
    )
    const checkpoints = createCheckpoints({
      transact: store.transact,
      shelf: checkpointFiles(order.data),
      signer: (account) => logSigner(keys, account),
    })
    // A store that was rolled back is refused before anything is added to it.
    await checkpoints.sign(admin.accountId)
    const outcomes = await store.transact(async (tx) => {
      const now = await adminOf(tx, admin.accountId, order.as)
      const done: { readonly member: string; readonly outcome: Outcome }[] = []
      for (const part of setting.parts) done.push(await applyPart(setting, rooms, tx, now, part, file))
      return done
    })
    await checkpoints.sign(admin.accountId)
    for (const { member, outcome } of outcomes) terminal.out(`${member}: ${SENTENCE[outcome]}`)
    return outcomes.some(({ outcome }) => outcome === 'proposed' || outcome === 'waits already') ? WAITS : 0
  } finally {
    await store.close()
  }
}

async function look<File>(
  setting: SettingFile<File>,
  order: Order,
  file: File | null,
  terminal: Terminal,
): Promise<number> {
  const { keys, store } = await open(order, true)
  try {
    const rooms = roomsOver(order, keys)
    return await store.transact(async (tx) => {
      const accountId = await chosenAccount(tx, store.account)
      if (file !== null && order.command === 'apply')
        return dryRun(setting, rooms, tx, await adminOf(tx, accountId, order.as), file, terminal)
      // What an unreadable policy comes down to is not what it says: only `apply` may go on from there.
      await setting.check?.(tx, accountId)
      const standing = await setting.standing(rooms, tx, accountId)
      if (file === null) {
        terminal.out(setting.write(standing))
        return 0
      }
      const lines = differences(setting, standing, file)
      for (const { sign, path, value } of lines) terminal.out(`${sign} ${path} ${value}`)
      if (lines.length === 0) terminal.out('no difference')
      return lines.length === 0 ? 0 : WAITS
    })
  } finally {
    await store.close()
  }
}

/** @returns 0 applied or no difference, 3 `diff` found one, or it waits for a second person. */
export async function runSettingFile<File>(
  setting: SettingFile<File>,
  args: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const order = readArgs(usageOf(setting), args, terminal.env)
  const file = order.command === 'export' ? null : setting.parse(readText(order.file))
  return order.command === 'apply' && file !== null && !order.dryRun
    ? apply(setting, order, file, terminal)
    : look(setting, order, file, terminal)
}
