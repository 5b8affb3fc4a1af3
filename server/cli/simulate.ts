/** `vouch simulate`: drafts over past tickets of a file with every effect off, on this machine alone. */
import { readFileSync, writeFileSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Agent } from '../../src/domain/account.ts'
import { Fault } from '../../src/domain/fault.ts'
import { EXTRACTIVE } from '../../src/domain/scope.ts'
import { answeredShareOf, keptShareOf, SIMULATION_PURPOSES } from '../../src/domain/simulation.ts'
import {
  SIMULATION_BATCH,
  type SimulationDetail,
  type SimulationView,
} from '../../src/domain/simulation-api.ts'
import { checkpointFiles } from '../adapters/checkpoint-files.ts'
import { stopFile } from '../adapters/stop-file.ts'
import { monotonicMs, realWorld } from '../adapters/world.ts'
import { createAuditLog, createCheckpoints, logSigner } from '../audit/index.ts'
import { readScopePolicyView } from '../drafting/index.ts'
import { adoptStop, createKillSwitch, type KillSwitch } from '../incidents/index.ts'
import { createSimulationDesk, type SimulationDesk, simulationReport } from '../simulation/index.ts'
import type { StoreRows } from '../store.ts'
import { projectWords } from '../words.ts'
import { dataFolder } from './data-folder.ts'
import { besideOf, type Installation, openInstallation } from './installation.ts'
import type { Terminal } from './main.ts'
import { type PastTicketFile, readPastTickets } from './past-tickets.ts'
import { parseScopeFile } from './scope-file.ts'

const USAGE =
  'usage: vouch simulate TICKETS.jsonl --as AGENT_ID [--scope FILE] [--purpose before_go_live|scope_change|threshold|provider_choice] [--html FILE] [--resume] [--json] [--data DIR] [--account ID]'
const NOT_PASSED = 3

function readArgs(args: readonly string[], env: Terminal['env']) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        as: { type: 'string' },
        scope: { type: 'string' },
        purpose: { type: 'string', default: 'before_go_live' },
        html: { type: 'string' },
        resume: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        data: { type: 'string' },
        account: { type: 'string' },
      },
    })
    const [file, ...more] = positionals
    const data = dataFolder(values.data, env)
    const purpose = SIMULATION_PURPOSES.find((known) => known === values.purpose)
    if (file !== undefined && more.length === 0 && values.as !== undefined && purpose !== undefined)
      return {
        ...values,
        file,
        purpose,
        as: values.as,
        data,
        stopped: env['VOUCH_KILL_SWITCH'] === 'on',
        stops: besideOf(data, env).stops,
      }
  } catch (cause) {
    throw new Fault('BAD_REQUEST', USAGE, cause)
  }
  throw new Fault('BAD_REQUEST', USAGE)
}
type Args = ReturnType<typeof readArgs>

export async function adminOf(
  tx: StoreRows,
  account: string | undefined,
  { as }: { readonly as: string },
): Promise<Agent> {
  const known = await tx.auditedAccounts()
  const [only, ...others] = account === undefined ? known : known.filter((one) => one === account)
  if (only === undefined || others.length > 0)
    throw new Fault('BAD_REQUEST', 'say which account is meant: --account ID')
  const roles = await tx.rolesOf(only, as)
  if (!roles.includes('admin')) throw new Fault('NOT_PERMITTED', 'only an admin of Vouch may do this')
  return { accountId: only, agentId: as, roles }
}

/** The same stops that a server over this folder heeds. */
export function stopsOver(
  { stopped, stops }: Pick<Args, 'stopped' | 'stops'>,
  store: Installation,
  accountId: string,
) {
  const { keys } = store
  const rooms = { world: realWorld, keys, audit: createAuditLog(realWorld, keys) }
  return createKillSwitch({
    environment: stopped,
    file: stopFile(stops, accountId),
    store: store.stopsOf(accountId),
    adopt: (stop) => store.transact((tx) => adoptStop(rooms, tx, accountId, stop, 'file')),
  })
}

async function deskOver(store: Installation, accountId: string, killSwitch: KillSwitch) {
  const { keys } = store
  const headers = await store.transact((rows) => rows.articleHeaders(accountId))
  return createSimulationDesk({
    world: realWorld,
    keys,
    audit: createAuditLog(realWorld, keys),
    transact: store.transact,
    pause: () => nextTurn(),
    helpCenterLocales: [...new Set(headers.map(({ locale }) => locale))].toSorted(),
    builtInTemplates: projectWords().templates,
    killSwitch: killSwitch.stopped,
    stoppedArticles: killSwitch.stoppedArticles,
    worded: null,
    drafterChoice: EXTRACTIVE,
  })
}

async function runFor(
  desk: SimulationDesk,
  agent: Agent,
  args: Args,
  file: PastTicketFile,
): Promise<SimulationView> {
  const open = await desk.openOver(agent.accountId, file.digest)
  if (open !== null) {
    if (!args.resume)
      throw new Fault(
        'CONFLICT',
        `a run over this file is open (${open.done} of ${open.planned}): add --resume`,
      )
    return desk.move(agent, open.runId, 'resume')
  }
  if (args.resume) throw new Fault('CONFLICT', 'there is no open run over this file to go on with')
  const scope = args.scope === undefined ? null : parseScopeFile(readFileSync(args.scope, 'utf8'))
  return desk.start(agent, {
    purpose: args.purpose,
    source: 'file',
    planned: file.count,
    sourceDigest: file.digest,
    ...(scope === null
      ? {}
      : {
          policy: JSON.parse(JSON.stringify(scope.policy)),
          selection: JSON.parse(JSON.stringify(scope.allowlist)),
        }),
  })
}

/** Goes on behind the stored place; what was taken in the batch that broke off is not taken twice. */
async function follow(
  desk: SimulationDesk,
  agent: Agent,
  run: SimulationView,
  { file, killSwitch }: { readonly file: PastTicketFile; readonly killSwitch: KillSwitch },
  terminal: Terminal,
): Promise<void> {
  const from = Number(run.cursor ?? 0)
  const since = monotonicMs()
  for (let at = from; at < file.count; at += SIMULATION_BATCH) {
    const end = Math.min(file.count, at + SIMULATION_BATCH)
    // What it could not bring to the store or the file holds here all the same.
    await killSwitch.look().catch(() => undefined)
    const tickets = Array.from({ length: end - at }, (_, place) => file.ticket(at + place))
    const { done } = await desk.take(agent, run.runId, { cursor: String(end), tickets })
    const rate = (1000 * (end - from)) / Math.max(1, monotonicMs() - since)
    const left = Math.ceil((file.count - end) / rate)
    terminal.out(`${done} of ${file.count}, ${rate.toFixed(0)} a second, ${left} s left`)
  }
}

const percent = (share: number | null) =>
  share === null ? 'nothing to compare' : `${(100 * share).toFixed(1)} %`

function summary({ run, result }: SimulationDetail): readonly string[] {
  const { answered, partly, refused, skipped } = result.outcomes
  return [
    `answered ${answered}, in part ${partly}, refused ${refused}, skipped ${skipped}: ${percent(answeredShareOf(result))} would be answered`,
    ...result.refusals.map(({ reason, tickets }) => `  refused ${reason}: ${tickets}`),
    ...result.skips.map(({ reason, tickets }) => `  skipped ${reason}: ${tickets}`),
    `facts of the sent replies kept: ${percent(keptShareOf(result.facts))} (${result.facts.kept} of ${result.facts.sent}); contradicted ${result.facts.contradicted} of ${result.facts.drafted}`,
    `a model would be asked ${result.modelRequests} times with ${result.charsIn} characters; nothing left this machine`,
    run.passed === null
      ? 'a trial: it counts for no gate'
      : run.passed
        ? 'passed'
        : `not passed: ${run.shortfalls.join(', ')}`,
  ]
}

/** @returns 0 done and passed or a trial, 3 not passed, 2 refused, 4 bad input. */
export async function runSimulate(args: readonly string[], terminal: Terminal): Promise<number> {
  const order = readArgs(args, terminal.env)
  const store = await openInstallation({ data: order.data, account: order.account, env: terminal.env })
  try {
    const agent = await store.transact((tx) => adminOf(tx, store.account, order))
    const patterns = await store.transact(
      async (tx) => (await readScopePolicyView(tx, agent.accountId)).orderPatterns,
    )
    const file = readPastTickets(order.file, patterns)
    const { keys } = store
    const checkpoints = createCheckpoints({
      transact: store.transact,
      shelf: checkpointFiles(order.data),
      signer: (account) => logSigner(keys, account),
    })
    // A store that was rolled back is refused before anything is added to it.
    await checkpoints.sign(agent.accountId)
    const killSwitch = stopsOver(order, store, agent.accountId)
    const desk = await deskOver(store, agent.accountId, killSwitch)
    const run = await runFor(desk, agent, order, file)
    const quiet = order.json ? { ...terminal, out: () => undefined } : terminal
    await follow(desk, agent, run, { file, killSwitch }, quiet)
    await desk.move(agent, run.runId, 'finish')
    await checkpoints.sign(agent.accountId)
    const detail = await desk.read(agent, run.runId)
    if (order.html !== undefined) writeFileSync(order.html, simulationReport(detail), { mode: 0o600 })
    if (order.json) terminal.out(JSON.stringify(detail))
    else for (const line of summary(detail)) terminal.out(line)
    return detail.run.passed === false ? NOT_PASSED : 0
  } finally {
    await store.close()
  }
}
