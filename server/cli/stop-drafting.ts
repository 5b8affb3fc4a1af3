/**
 * `vouch stop-drafting`: stops at once, also while the store is down. The file comes first, for every server that
 * reads it; then the store and its audit entry, if it answers. If not, the next server that reaches it writes them.
 */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Fault } from '../../src/domain/fault.ts'
import { isStopTarget, STOP_REASONS, type Stop, type StopTarget } from '../../src/domain/kill-switch.ts'
import { dataFolder } from './data-folder.ts'
import { accountMeant, besideOf } from './installation.ts'
import type { Terminal } from './main.ts'

const PULLABLE = STOP_REASONS.filter((reason) => reason !== 'drill')
const USAGE = `usage: vouch stop-drafting [--egress | --provider NAME|* | --brand ID | --article ID]
         --reason ${PULLABLE.join('|')} --as AGENT_ID
         [--account ID] [--data DIR] [--file FILE]`

export interface StopOrder {
  readonly target: StopTarget
  readonly reason: Stop['reason']
  readonly as: string
  readonly accountId: string
  readonly data: string
  readonly file: string
  readonly env: Terminal['env']
}

function targetOf(given: {
  egress?: boolean
  provider?: string
  brand?: string
  article?: string
}): StopTarget {
  const named: StopTarget[] = []
  if (given.egress === true) named.push({ level: 'egress', ref: '' })
  for (const level of ['provider', 'brand', 'article'] as const) {
    const ref = given[level]
    if (ref !== undefined) named.push({ level, ref })
  }
  const [target = { level: 'account', ref: '' }, ...more] = named
  if (more.length > 0 || !isStopTarget(target)) throw new Fault('BAD_REQUEST', USAGE)
  return target
}

async function readOrder(args: readonly string[], env: Terminal['env']): Promise<StopOrder> {
  let values: Partial<Record<string, string | boolean>>
  try {
    values = parseArgs({
      args: [...args],
      options: {
        egress: { type: 'boolean' },
        provider: { type: 'string' },
        brand: { type: 'string' },
        article: { type: 'string' },
        reason: { type: 'string' },
        as: { type: 'string' },
        account: { type: 'string' },
        data: { type: 'string' },
        file: { type: 'string' },
      },
    }).values
  } catch (cause) {
    throw new Fault('BAD_REQUEST', USAGE, cause)
  }
  const text = (name: string) => (typeof values[name] === 'string' ? values[name] : undefined)
  const reason = PULLABLE.find((known) => known === text('reason'))
  const as = text('as')
  if (reason === undefined || as === undefined || !/^[1-9]\d{0,18}$/.test(as))
    throw new Fault('BAD_REQUEST', USAGE)
  const data = dataFolder(text('data'), env)
  const named = Object.entries({
    provider: text('provider'),
    brand: text('brand'),
    article: text('article'),
  }).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return {
    target: targetOf({ egress: values['egress'] === true, ...Object.fromEntries(named) }),
    reason,
    as,
    accountId: await accountMeant(text('account'), env, data),
    data,
    env,
    file: resolve(text('file') ?? besideOf(data, env).stops),
  }
}

/** @returns 0: stopped. */
export async function runStopDrafting(args: readonly string[], terminal: Terminal): Promise<number> {
  const order = await readOrder(args, terminal.env)
  if (!existsSync(join(order.data, 'master.key')))
    throw new Fault('SOURCE_UNREADABLE', `the keys of this installation are not in ${order.data}`)
  const { stopWith } = await import('./stop-run.ts')
  return stopWith(order, terminal)
}
