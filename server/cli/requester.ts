/**
 * `vouch requester`: what is held of one person, from the command line, by the same code and onto the same record as
 * the console's. Takes a user id or a ticket number; a mail address only the helpdesk knows (decision 32).
 */
import { open, rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Agent } from '../../src/domain/account.ts'
import type { DossierView, FindOrder } from '../../src/domain/dossier-api.ts'
import { Fault } from '../../src/domain/fault.ts'
import { parseHelpdeskId } from '../../src/domain/ticket.ts'
import { checkpointFiles } from '../adapters/checkpoint-files.ts'
import { exportFiles } from '../adapters/export-files.ts'
import { realWorld } from '../adapters/world.ts'
import { createAuditLog, createCheckpoints, logSigner } from '../audit/index.ts'
import { type Config, readConfig } from '../config.ts'
import { type ExportRooms, findPeople, handOut, openDossier } from '../dossier/index.ts'
import { ALONE } from '../leases.ts'
import { loadPackageWords } from '../package-words.ts'
import { personalDataHolders } from '../personal-data.ts'
import { codeVersion, projectRoot } from '../project-root.ts'
import { createUnderWay } from '../under-way.ts'
import { projectWords } from '../words.ts'
import { type Installation, openInstallation } from './installation.ts'
import type { Terminal } from './main.ts'

const USAGE =
  'usage: vouch requester show|export --user ID | --ticket N  --as AGENT_ID  [--json]  [--locale de] [--whole] --out FILE'
const NOTHING_HELD = 3

function readArgs(args: readonly string[]) {
  const refuse = (cause?: unknown) => new Fault('BAD_REQUEST', USAGE, cause)
  let given: ReturnType<typeof parsed>
  try {
    given = parsed(args)
  } catch (cause) {
    throw refuse(cause)
  }
  const { values, positionals } = given
  const [act, ...more] = positionals
  const { user, ticket, as, out } = values
  const number = parseHelpdeskId(user ?? ticket ?? '')
  if ((user === undefined) === (ticket === undefined) || number === null || as === undefined) throw refuse()
  if (more.length > 0 || (act !== 'show' && act !== 'export') || (act === 'export') !== (out !== undefined))
    throw refuse()
  const find: FindOrder = { by: user === undefined ? 'ticket' : 'user', values: [number] }
  return { act, find, as, out, locale: values.locale, json: values.json, maskOthers: !values.whole } as const
}

function parsed(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      user: { type: 'string' },
      ticket: { type: 'string' },
      as: { type: 'string' },
      out: { type: 'string' },
      locale: { type: 'string' },
      json: { type: 'boolean', default: false },
      whole: { type: 'boolean', default: false },
    },
  })
}

function roomsOver(config: Config, store: Installation): ExportRooms {
  const { keys } = store
  const signer = (account: string) => logSigner(keys, account)
  return {
    rooms: { world: realWorld, keys, audit: createAuditLog(realWorld, keys) },
    holders: personalDataHolders(keys),
    words: projectWords(),
    packageWords: loadPackageWords(projectRoot()),
    controller: config.controller,
    helpdeskOrigin: config.account.origin,
    codeVersion: codeVersion(projectRoot()),
    signer,
    transact: store.transact,
    underWay: createUnderWay(realWorld.newId(), ALONE),
    snapshot: store.snapshot,
    pause: async () => undefined,
    checkpoints: createCheckpoints({
      transact: store.transact,
      shelf: checkpointFiles(config.dataDir),
      signer,
    }),
    shelf: exportFiles(config.dataDir),
  }
}

async function officer(store: Installation, accountId: string, agentId: string): Promise<Agent> {
  const roles = await store.transact((tx) => tx.rolesOf(accountId, agentId))
  if (!roles.includes('compliance'))
    throw new Fault('NOT_PERMITTED', 'only the role compliance opens what is held of a person')
  return { accountId, agentId, roles }
}

function tell(view: DossierView, terminal: Terminal): void {
  terminal.out(
    `person ${view.helpdeskUserId ?? '(erased)'}, known since ${view.since}, ${view.total} records`,
  )
  for (const { class: name, count, oldest, newest, keptDays } of view.summary)
    if (count > 0)
      terminal.out(
        `  ${name}: ${count}${oldest === null ? '' : `, ${oldest} to ${newest}`}, kept ${keptDays === null ? 'until erased' : `${keptDays} days`}`,
      )
  for (const { provider, host, region, requests } of view.recipients)
    terminal.out(`  went to ${provider} (${host}, ${region}): ${requests} requests`)
}

/** Beside the name first: a package that breaks off must not look like one. */
async function writeFileOf(path: string, chunks: AsyncIterable<Buffer>): Promise<void> {
  const own = `${path}.${realWorld.newId()}.new`
  const file = await open(own, 'wx', 0o600).catch((cause: unknown) => {
    throw new Fault('SOURCE_UNREADABLE', `${path} cannot be written`, cause)
  })
  try {
    for await (const chunk of chunks) await file.write(chunk)
    await file.close()
    await rename(own, path)
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(own, { force: true })
    throw error
  }
}

/** @returns 0 shown or written, 3 nothing is held. */
export async function runRequester(args: readonly string[], terminal: Terminal): Promise<number> {
  const order = readArgs(args)
  const config = readConfig(terminal.env)
  const { accountId } = config.account
  const store = await openInstallation({ data: config.dataDir, account: accountId, env: terminal.env })
  try {
    const rooms = roomsOver(config, store)
    const agent = await officer(store, accountId, order.as)
    const hits = await store.transact((tx) => findPeople(rooms.rooms, tx, agent, order.find))
    const [hit, ...others] = hits
    if (hit === undefined) {
      terminal.out('nothing is held of such a person')
      return NOTHING_HELD
    }
    if (others.length > 0)
      throw new Fault('CONFLICT', 'this ticket belonged to several people: name one with --user')
    const { requesterRef } = hit
    if (order.act === 'show') {
      const ticketUrl = (ticketId: string) => `${config.account.origin}/agent/tickets/${ticketId}`
      const view = await store.transact((tx) =>
        openDossier({ ...rooms, ticketUrl }, tx, agent, { requesterRef, purpose: 'person_asks' }),
      )
      if (order.json) terminal.out(JSON.stringify(view))
      else tell(view, terminal)
      return 0
    }
    const path = resolve(order.out ?? '')
    const locale = rooms.words.languageOf(order.locale ?? 'en')
    const records = await handOut(
      rooms,
      agent,
      requesterRef,
      { locale, maskOthers: order.maskOthers },
      (chunks) => writeFileOf(path, chunks),
    )
    terminal.out(`${path}: ${records} records`)
    return 0
  } finally {
    await store.close()
  }
}
