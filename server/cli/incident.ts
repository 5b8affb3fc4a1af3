/** `vouch incident drill`: the drill without a browser, against the store of this machine. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type DrillReport, hasPassed } from '../../src/domain/drill.ts'
import { Fault } from '../../src/domain/fault.ts'
import { DEADLINES_TODAY } from '../../src/domain/incident.ts'
import { stopFile } from '../adapters/stop-file.ts'
import { monotonicMs, realWorld } from '../adapters/world.ts'
import { createAuditLog } from '../audit/index.ts'
import { adoptStop, createKillSwitch, drillHtml, LOOK_EVERY_MS, runDrill } from '../incidents/index.ts'
import { dataFolder } from './data-folder.ts'
import { accountMeant, besideOf, openInstallation } from './installation.ts'
import type { Terminal } from './main.ts'

const USAGE = 'usage: vouch incident drill --as AGENT_ID [--really] [--out DIR] [--account ID] [--data DIR]'
const NOT_MET = 3

async function readOrder(args: readonly string[], env: Terminal['env']) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        as: { type: 'string' },
        really: { type: 'boolean', default: false },
        out: { type: 'string' },
        account: { type: 'string' },
        data: { type: 'string' },
      },
    })
    const data = dataFolder(values.data, env)
    const { as, really, out } = values
    if (positionals.join(' ') === 'drill' && as !== undefined) {
      const accountId = await accountMeant(values.account, env, data)
      return { as, really, accountId, data, out: out === undefined ? null : resolve(out) }
    }
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    throw new Fault('BAD_REQUEST', USAGE, cause)
  }
  throw new Fault('BAD_REQUEST', USAGE)
}

async function drill(order: Awaited<ReturnType<typeof readOrder>>, env: Terminal['env'], terminal: Terminal) {
  const { data, accountId, as, really, out } = order
  const store = await openInstallation({ data, account: accountId, env })
  const { keys } = store
  const audit = createAuditLog(realWorld, keys)
  const rooms = { world: realWorld, keys, audit, deadlines: DEADLINES_TODAY }
  const killSwitch = createKillSwitch({
    environment: false,
    file: stopFile(besideOf(data, env).stops, accountId),
    store: store.stopsOf(accountId),
    adopt: (stop) => store.transact((tx) => adoptStop(rooms, tx, accountId, stop, 'file')),
  })
  const watch = setInterval(() => void killSwitch.turn().catch(() => undefined), LOOK_EVERY_MS)
  const interruption = listenForEnd(terminal)
  try {
    const roles = await store.transact((tx) => tx.rolesOf(accountId, as))
    if (!roles.includes('compliance'))
      throw new Fault('NOT_PERMITTED', 'only the role compliance may run a drill')
    const report = await runDrill(
      {
        ...{ rooms, transact: store.transact, killSwitch, stopwatch: monotonicMs, pause, nextTurn },
        report: (cause) => terminal.err(`drill: ${cause instanceof Error ? cause.name : 'failure'}`),
      },
      { accountId, agentId: as, roles },
      { really, signal: interruption.signal },
    )
    tell(report, terminal)
    if (out !== null) {
      mkdirSync(out, { recursive: true })
      writeFileSync(join(out, `drill-${report.incidentId}.json`), `${JSON.stringify(report, null, 2)}\n`)
      writeFileSync(join(out, `drill-${report.incidentId}.html`), drillHtml(report))
      terminal.out(`report: ${out}`)
    }
    return hasPassed(report) ? 0 : NOT_MET
  } finally {
    interruption.over()
    clearInterval(watch)
    await store.close()
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** Ctrl-C in the middle must not leave drafting stopped: it ends the drill, which lifts what it pulled. */
function listenForEnd(terminal: Terminal): { readonly signal: AbortSignal; over(): void } {
  const controller = new AbortController()
  const end = () => {
    terminal.err('ending the drill: what it stopped is being lifted')
    controller.abort()
  }
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, end)
  return {
    signal: controller.signal,
    over: () => {
      for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, end)
    },
  }
}

const ENDED: Readonly<Record<DrillReport['ended'], string>> = {
  done: 'The drill ran to its end.',
  not_seen:
    'NOT SEEN: the watch did not see the stop in time. If this program does not end, a disk hangs: Ctrl-C.',
  too_slow: 'TOO SLOW: the drill was ended.',
  interrupted: 'The drill was interrupted.',
  failed: 'THE DRILL FAILED.',
}

function tell({ steps, ended, lifted, drafts, entries }: DrillReport, { out }: Terminal): void {
  for (const { step, ms } of steps) out(`${step.padEnd(8)} ${ms} ms`)
  out(ENDED[ended])
  if (drafts !== null) out(`read ${entries} entries, ${drafts} drafts`)
  out(
    lifted
      ? 'Everything is as it was before.'
      : 'WHAT THE DRILL STOPPED IS STILL STOPPED: two people of the role compliance must lift it (Incidents, Kill switch).',
  )
}

/** @returns 0 done in time, 3 ended early, too slow or not lifted. */
export async function runIncident(args: readonly string[], terminal: Terminal): Promise<number> {
  return drill(await readOrder(args, terminal.env), terminal.env, terminal)
}
