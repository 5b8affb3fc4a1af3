/** `vouch request`: opens a request for somebody who called or wrote, and lists what is due. It prints no person. */
import { parseArgs } from 'node:util'
import type { Agent } from '../../src/domain/account.ts'
import { dayIn } from '../../src/domain/due-dates.ts'
import { Fault } from '../../src/domain/fault.ts'
import { daysLeft, isOpen, REQUEST_KINDS } from '../../src/domain/request-case.ts'
import { parseHelpdeskId } from '../../src/domain/ticket.ts'
import { realWorld } from '../adapters/world.ts'
import { createAuditLog } from '../audit/index.ts'
import {
  calendarOfCountry,
  openCaseFor,
  type PrivacyRooms,
  readCalendar,
  requestCases,
} from '../privacy/index.ts'
import type { StoreRows } from '../store.ts'
import { dataFolder } from './data-folder.ts'
import { openInstallation } from './installation.ts'
import type { Terminal } from './main.ts'

const USAGE = `usage: vouch request list [--account ID] [--data DIR] [--json]
       vouch request open --kind ${REQUEST_KINDS.join('|')}
         (--ticket NUMBER | --user ID) --as AGENT_ID [--received YYYY-MM-DD] [--language de]
         [--another] [--account ID] [--data DIR] [--json]`
const LATE = 2
const DAY = /^\d{4}-\d\d-\d\d$/
const LANGUAGE = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/

function readOrder(args: readonly string[], env: Terminal['env']) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...{ data: { type: 'string' }, account: { type: 'string' }, as: { type: 'string' } },
        ...{ kind: { type: 'string' }, ticket: { type: 'string' }, user: { type: 'string' } },
        ...{ received: { type: 'string' }, language: { type: 'string', default: 'en' } },
        ...{ another: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
      },
    } as const)
    const [command, ...more] = positionals
    const data = dataFolder(values.data, env)
    const common = { data, account: values.account, json: values.json }
    if (command === 'list' && more.length === 0) return { ...common, command } as const
    const kind = REQUEST_KINDS.find((known) => known === values.kind)
    const ticketId = values.ticket === undefined ? null : parseHelpdeskId(values.ticket)
    const userId = values.user === undefined ? null : parseHelpdeskId(values.user)
    const as = parseHelpdeskId(values.as ?? '')
    const who =
      ticketId === null ? (userId === null ? null : { userId }) : userId === null ? { ticketId } : null
    const receivedOn = values.received ?? null
    const day = receivedOn === null || (DAY.test(receivedOn) && !Number.isNaN(Date.parse(receivedOn)))
    const fine = command === 'open' && more.length === 0 && day && LANGUAGE.test(values.language)
    if (fine && kind !== undefined && who !== null && as !== null)
      return {
        ...common,
        ...({ command, as } as const),
        order: {
          kind,
          who,
          receivedOn,
          locale: values.language,
          another: values.another,
          channel: 'cli' as const,
        },
      }
  } catch (cause) {
    throw new Fault('BAD_REQUEST', USAGE, cause)
  }
  throw new Fault('BAD_REQUEST', USAGE)
}
type Order = ReturnType<typeof readOrder>

async function chosenAccount(tx: StoreRows, wanted: string | undefined): Promise<string> {
  const known = await tx.auditedAccounts()
  const [accountId, ...more] = wanted === undefined ? known : known.filter((account) => account === wanted)
  if (accountId === undefined) throw new Fault('NOT_FOUND', 'the store does not know this account')
  if (more.length > 0)
    throw new Fault('BAD_REQUEST', 'the store has several accounts: name one with --account')
  return accountId
}

async function complianceOf(tx: StoreRows, accountId: string, agentId: string): Promise<Agent> {
  const roles = await tx.rolesOf(accountId, agentId)
  if (!roles.includes('compliance'))
    throw new Fault('NOT_PERMITTED', 'only the role compliance opens a request')
  return { accountId, agentId, roles }
}

async function list(rooms: PrivacyRooms, tx: StoreRows, accountId: string, order: Order, terminal: Terminal) {
  const { timeZone } = await readCalendar(rooms, tx, accountId)
  const today = dayIn(rooms.world.now().toISOString(), timeZone)
  const open = (await requestCases(tx, accountId))
    .map(({ request }) => request)
    .filter(({ status }) => isOpen(status))
  if (order.json) {
    const lines = open.map(({ caseId, caseNumber, kind, status, dueOn, pausedSince }) => ({
      ...{ caseId, caseNumber, kind, status, dueOn, paused: pausedSince !== null },
    }))
    terminal.out(JSON.stringify(lines, null, 2))
  } else {
    for (const { caseNumber, kind, status, dueOn, pausedSince } of open)
      terminal.out(
        `${caseNumber}  ${dueOn}  ${pausedSince === null ? `${daysLeft(dueOn, today)} days left` : 'clock stands still'}  ${kind}  ${status}`,
      )
    if (open.length === 0) terminal.out('no request is open')
  }
  const late = open.some(({ dueOn, pausedSince }) => pausedSince === null && dueOn < today)
  return late ? LATE : 0
}

/** @returns 0 opened, or nothing is late; 2 something is late. */
export async function runRequest(args: readonly string[], terminal: Terminal): Promise<number> {
  const order = readOrder(args, terminal.env)
  const store = await openInstallation({ data: order.data, account: order.account, env: terminal.env })
  const { keys } = store
  const calendar = calendarOfCountry(terminal.env['VOUCH_CONTROLLER_COUNTRY'] ?? null)
  const rooms: PrivacyRooms = { world: realWorld, keys, audit: createAuditLog(realWorld, keys), calendar }
  try {
    return await store.transact(async (tx) => {
      const accountId = await chosenAccount(tx, store.account)
      if (order.command === 'list') return list(rooms, tx, accountId, order, terminal)
      const agent = await complianceOf(tx, accountId, order.as)
      const { caseId, caseNumber, dueOn, internalDueOn } = await openCaseFor(rooms, tx, agent, order.order)
      terminal.out(
        order.json
          ? JSON.stringify({ caseId, caseNumber, dueOn, internalDueOn })
          : `request ${caseNumber} is open; the answer is due on ${dueOn}`,
      )
      return 0
    })
  } finally {
    await store.close()
  }
}
