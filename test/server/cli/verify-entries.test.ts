import { copyFileSync, cpSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'chai'
import { vouch } from '../../support/bundle-ground.ts'
import { ADMIN, AGENT, COMPLIANCE, type Harness, OTHER_AGENT } from '../../support/companion-harness.ts'
import { consentedTicket, readyDraft, startDesk, withdraw } from '../../support/drafting-desk.ts'
import { DAY, fakeWorld } from '../../support/fake-world.ts'
import { handOn, sweptSince } from '../../support/store-of.ts'
import { tempFolder } from '../../support/temp-folder.ts'

interface Row {
  readonly code: string
  readonly table: string | null
  readonly ref: string | null
}

describe('what vouch verify finds in rows beside the log', () => {
  let desk: Harness
  let refused: string
  const file = () => join(desk.dataDir, 'vouch.sqlite')

  before(async () => {
    desk = await startDesk()
    await readyDraft(desk)
    const ticketId = await consentedTicket(desk, '31')
    await withdraw(desk, ticketId)
    await consentedTicket(desk, '32')
    await desk.api(ADMIN, 'PUT', `/console/roles/${AGENT}`, { roles: ['agent'] })
    const { body } = await desk.api(ADMIN, 'GET', '/console/scope-policy')
    await desk.api(ADMIN, 'PUT', '/console/scope-policy', { ...body, validDays: 5 })
    const [row] = desk.rows("select ticket_ref from consent_standing where status = 'withdrawn'")
    refused = String(row?.ticket_ref)
    await desk.stop()
    const database = new Database(file())
    database.pragma('wal_checkpoint(truncate)')
    database.close()
    copyFileSync(file(), `${file()}.kept`)
  })
  beforeEach(() => copyFileSync(`${file()}.kept`, file()))

  const changed = (...statements: readonly string[]) => {
    const database = new Database(file())
    database.pragma('foreign_keys = off')
    for (const statement of statements) database.exec(statement.replaceAll('$REFUSED', `'${refused}'`))
    database.close()
  }
  const found = async (): Promise<{ code: number; rows: readonly Row[] }> => {
    const { code, out } = await vouch('verify', '--data', desk.dataDir, '--json')
    return { code, rows: JSON.parse(out).beside.tampered }
  }

  it('says that nothing is wrong, and how much was held against the log', async () => {
    expect(await found()).to.deep.equal({ code: 0, rows: [] })
    const { out } = await vouch('verify', '--data', desk.dataDir)
    expect(out).to.match(
      /consent: 7 events as their entries have them, 0 erased .*, 3 statuses worked out again/,
    )
  })

  const LAST = '(select max(seq) from consent_event where ticket_ref = $REFUSED)'
  const ATTACKS: Record<string, { act: readonly string[]; code: string; table: string }> = {
    'a status flipped to a yes': {
      act: ["update consent_standing set status = 'granted' where ticket_ref = $REFUSED"],
      code: 'CONSENT_DIFFERS',
      table: 'consent_standing',
    },
    'a withdrawal taken out, and the status set to fit': {
      act: [
        `delete from consent_event where ticket_ref = $REFUSED and seq = ${LAST}`,
        "update consent_standing set status = 'granted' where ticket_ref = $REFUSED",
      ],
      code: 'CONSENT_DIFFERS',
      table: 'consent_event',
    },
    'all events of a ticket taken out': {
      act: [
        'delete from consent_event where ticket_ref = $REFUSED',
        'delete from consent_standing where ticket_ref = $REFUSED',
      ],
      code: 'CONSENT_DIFFERS',
      table: 'consent_event',
    },
    'a withdrawal made into a grant': {
      act: [
        `update consent_event set event = replace(event, '"withdraw"', '"relay_grant"')
           where ticket_ref = $REFUSED and seq = ${LAST}`,
      ],
      code: 'CONSENT_DIFFERS',
      table: 'consent_event',
    },
    'the end of a yes moved': {
      act: [
        `update consent_event set event = replace(event, '"validUntil":"2', '"validUntil":"3')`,
        `update consent_standing set valid_until = '3' || substr(valid_until, 2)`,
      ],
      code: 'CONSENT_DIFFERS',
      table: 'consent_event',
    },
    'a yes inserted, under the number of another entry': {
      act: [
        `insert into consent_event (account_id, ticket_ref, seq, event, actor_ref, requester_ref, audit_index)
           select account_id, ticket_ref, 9, event, actor_ref, requester_ref, 0 from consent_event
           where ticket_ref = $REFUSED and seq = 1`,
      ],
      code: 'CONSENT_DIFFERS',
      table: 'consent_event',
    },
    'a yes inserted without an entry': {
      act: [
        `insert into consent_event (account_id, ticket_ref, seq, event, actor_ref, requester_ref, audit_index)
           select account_id, ticket_ref, 9, event, actor_ref, requester_ref, null from consent_event
           where ticket_ref = $REFUSED and seq = 1`,
      ],
      code: 'CONSENT_DIFFERS',
      table: 'consent_event',
    },
    'an event that is no JSON any more': {
      act: [`update consent_event set event = 'x' where ticket_ref = $REFUSED and seq = 1`],
      code: 'CONSENT_DIFFERS',
      table: 'consent_event',
    },
    'a role taken': {
      act: [`insert into agent_role values ('acme', '99', 'compliance', '2026-01-01T00:00:00.000Z')`],
      code: 'ROLES_DIFFER',
      table: 'agent_role',
    },
    'a role taken away': {
      act: [`delete from agent_role where agent_id = '${ADMIN}'`],
      code: 'ROLES_DIFFER',
      table: 'agent_role',
    },
    'another scope policy': {
      act: [`update scope_policy set policy = replace(policy, '"validDays":5', '"validDays":500')`],
      code: 'SCOPE_POLICY_DIFFERS',
      table: 'scope_policy',
    },
    "an account that is live by nobody's act": {
      act: [`insert into live_state values ('acme', 2, 1, '2026-01-01', '${ADMIN}', 3)`],
      code: 'LIVE_STATE_DIFFERS',
      table: 'live_state',
    },
    'another text in a notice': {
      act: [`update notice_version set body = replace(body, 'consent', 'agree')`],
      code: 'NOTICE_DIFFERS',
      table: 'notice_version',
    },
    'a version of the notice taken away': {
      act: ['delete from notice_version'],
      code: 'NOTICE_DIFFERS',
      table: 'notice_version',
    },
  }

  for (const [name, { act, code, table }] of Object.entries(ATTACKS))
    it(`finds ${name}, names the table and an opaque reference, and ends with 2`, async () => {
      changed(...act)
      const { code: ended, rows } = await found()
      expect([ended, rows.map((row) => row.code)], JSON.stringify(rows)).to.deep.equal([
        2,
        rows.map(() => code),
      ])
      expect(rows.map((row) => row.table)).to.include(table)
      // No ticket number, no id of an agent.
      for (const { ref } of rows) expect(ref).to.not.match(/^(?:1\d{3}|11|99)$/)
      const { out } = await vouch('verify', '--data', desk.dataDir)
      expect(out)
        .to.match(/^acme: TAMPERED WITH\n/)
        .and.include(`(${code})`)
    })

  describe('of what the log itself took away', () => {
    /** A copy of the whole installation that may go on. */
    const goingOn = async (world = fakeWorld()) => {
      const dataDir = join(tempFolder(), 'data')
      cpSync(desk.dataDir, dataDir, { recursive: true })
      return startDesk({ dataDir, world })
    }
    const foundIn = async (dataDir: string) => {
      const { code, out } = await vouch('verify', '--data', dataDir, '--json')
      const { tampered, consents } = JSON.parse(out).beside
      return { code, tampered, removed: consents.removed }
    }

    it('is nothing, where a consent came to the end of its years', async () => {
      const world = fakeWorld()
      world.pass(6 * 365 * DAY)
      const database = handOn(desk.dataDir)
      sweptSince(database)
      database.close()
      const next = await goingOn(world)
      expect(next.rows(`select * from consent_event where ticket_ref = '${refused}'`)).to.deep.equal([])
      await next.stop()
      expect(await foundIn(next.dataDir)).to.deep.equal({ code: 0, tampered: [], removed: 9 })
    })

    for (const keeps of [true, false])
      it(`is nothing, where a person was erased and the bare consent is ${keeps ? 'kept' : 'not kept'}`, async () => {
        const next = await goingOn()
        for (const agentId of [COMPLIANCE, OTHER_AGENT])
          await next.api(ADMIN, 'PUT', `/console/roles/${agentId}`, { roles: ['compliance'] })
        const { body } = await next.api(COMPLIANCE, 'GET', '/console/retention')
        const settings = { ...body.settings, keepsErasedConsent: keeps }
        expect((await next.api(COMPLIANCE, 'PUT', '/console/retention', settings)).status).to.equal(200)
        const [row] = next.rows(`select requester_ref from ticket where ticket_ref = '${refused}'`)
        const order = { requesterRef: row?.requester_ref, caseId: null }
        const proposed = await next.api(COMPLIANCE, 'POST', '/console/erasures', order)
        const { changeId } = proposed.body.change
        const act = { decision: 'approve' }
        const approved = await next.api(OTHER_AGENT, 'POST', `/console/changes/${changeId}/decisions`, act)
        expect(approved.status).to.equal(200)
        await next.stop()
        const { code, tampered, removed } = await foundIn(next.dataDir)
        expect([code, tampered, removed > 0]).to.deep.equal([0, [], !keeps])
        // Somebody else's events, which no erasure explains.
        const database = new Database(join(next.dataDir, 'vouch.sqlite'))
        database.exec(`delete from consent_event where ticket_ref <> '${refused}' and seq = 2`)
        database.close()
        expect((await foundIn(next.dataDir)).code).to.equal(2)
      })
  })
})
