/** A companion for very many wrong calls: it begins anew from the same ground before its store has grown large. */
import { cpSync, rmSync } from 'node:fs'
import { expect } from 'chai'
import { ADMIN, AGENT, COMPLIANCE, type Harness, startHarness } from './companion-harness.ts'
import { openedTicket, readyDraft, startDesk } from './drafting-desk.ts'
import { type KeptWire, keptWire } from './kept-wire.ts'
import type { CallPlace } from './route-calls.ts'
import { CANARY } from './route-fuzz.ts'
import { tempFolder } from './temp-folder.ts'
import { POSTGRES } from './test-database.ts'

/** After so many acts that were taken the ground is laid anew. */
const MOST_ACTS = 1_000

export interface FuzzDesk {
  /** The same as long as the desk lives: every ground is a copy of the first; on PostgreSQL it stays the first. */
  readonly at: CallPlace
  /** The way to a requester's page. */
  readonly consent: string
  /** The companion of now, called over a connection that is kept. */
  now(): Harness
  /** Whoever may do what is put right: a call before may have changed it. */
  enroll(): void
  /** Checks what was done so far, and begins anew where it is much. */
  rest(): Promise<void>
  /** Checks what was done so far, and begins anew. */
  renew(): Promise<void>
  stop(): Promise<void>
}

export async function fuzzDesk(): Promise<FuzzDesk> {
  const ground = await startDesk()
  const { world, dataDir } = ground
  await ground.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
  const { ticketId, draft } = await readyDraft(ground)
  const asked = await openedTicket(ground, '22')
  const link = (await ground.api(AGENT, 'POST', `/tickets/${asked}/consent/requests`, {})).body.url
  await ground.stop()

  let acts = 0
  let [harness, wire]: [Harness, KeptWire] = await begin()

  async function begin(): Promise<[Harness, KeptWire]> {
    const folder = POSTGRES === null ? tempFolder() : dataDir
    if (POSTGRES === null) cpSync(dataDir, folder, { recursive: true })
    const started = await startHarness({ dataDir: folder, world })
    const kept = keptWire(started)
    const call: Harness['call'] = async (method, path, given) => {
      const answer = await kept.call(method, path, given)
      if (method !== 'GET' && answer.status < 300) acts += 1
      return answer
    }
    acts = 0
    const api: Harness['api'] = (as, method, path, body) => call(method, `/api/v1${path}`, { as, body })
    return [{ ...started, call, api }, kept]
  }

  const desk: FuzzDesk = {
    at: { ticketId, draftId: draft.id },
    consent: new URL(link).pathname,
    now: () => harness,
    enroll: () =>
      harness.tamper((database) => {
        const statement = database.prepare('insert or ignore into agent_role values (?, ?, ?, ?)')
        for (const [agentId, role] of [
          [ADMIN, 'admin'],
          [COMPLIANCE, 'compliance'],
        ])
          statement.run('acme', agentId, role, '2026-01-01T00:00:00.000Z')
      }),
    async rest() {
      if (acts >= MOST_ACTS) await desk.renew()
    },
    async renew() {
      await desk.stop()
      ;[harness, wire] = await begin()
      desk.enroll()
    },
    async stop() {
      desk.enroll()
      expect((await harness.api(ADMIN, 'GET', '/console/audit/check')).body.problem).to.equal(null)
      expect(harness.logged()).to.not.match(/"message":"unexpected"/)
      expect(harness.logged().toLowerCase()).to.not.contain(CANARY)
      wire.close()
      await harness.stop()
      if (POSTGRES === null) rmSync(harness.dataDir, { recursive: true, force: true })
    },
  }
  return desk
}
