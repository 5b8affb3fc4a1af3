import { type ChildProcess, spawn } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect } from 'chai'
import { openKeyring } from '../../server/adapters/keyring.ts'
import { runDoctor } from '../../server/cli/doctor.ts'
import { runRestore } from '../../server/cli/restore.ts'
import { runVerify } from '../../server/cli/verify.ts'
import { readConfig } from '../../server/config.ts'
import { LEASE_MS } from '../../server/leases.ts'
import { createLog } from '../../server/log.ts'
import { startCompanion } from '../../server/start-companion.ts'
import { appendMany } from '../support/audit-log.ts'
import { childProgram } from '../support/child-program.ts'
import {
  ACCOUNT_ID,
  ADMIN,
  AGENT,
  COMPLIANCE,
  dumpOf,
  ENVIRONMENT,
  type Harness,
} from '../support/companion-harness.ts'
import {
  ARTICLES,
  consentedTicket,
  draft,
  draftRow,
  openedTicket,
  orderFor,
  REFUND_QUESTION,
  readyDraft,
  startDesk,
  withdraw,
} from '../support/drafting-desk.ts'
import { eventually } from '../support/eventually.ts'
import { fakeWorld } from '../support/fake-world.ts'
import { faultFrom, wholeFaultFrom } from '../support/fault-from.ts'
import { freePort } from '../support/free-port.ts'
import { ownChildren } from '../support/own-children.ts'
import { expectProblem } from '../support/problem-checks.ts'
import { sendWebhook } from '../support/signed-webhook.ts'
import { envOf, handOn, openStoreOf } from '../support/store-of.ts'
import { tempFolder } from '../support/temp-folder.ts'
import { dumpOfPostgres, knownUrl, POSTGRES, type TestDatabase } from '../support/test-database.ts'

const START_CHILD = new URL('../support/companion-child.ts', import.meta.url)

async function verdict(dataDir: string): Promise<{ code: number; said: string }> {
  const said: string[] = []
  const terminal = { out: (line: string) => said.push(line), err: () => undefined, env: envOf(dataDir) }
  return { code: await runVerify(['--data', dataDir], terminal), said: said.join('\n') }
}

function dumpFile(dataDir: string): string {
  if (POSTGRES !== null) return dumpOfPostgres(knownUrl(dataDir) ?? '', [])
  const database = new Database(`${dataDir}/vouch.sqlite`, { readonly: true })
  const dump = dumpOf(database)
  database.close()
  return dump
}

describe('starting and stopping the companion', () => {
  it('says which port cannot be used, and leaves the drafts of the one that uses it alone', async () => {
    const desk = await startDesk()
    const port = new URL(desk.origin).port
    const ticketId = await consentedTicket(desk)
    const at = { VOUCH_DATA_DIR: desk.dataDir, ...envOf(desk.dataDir) }
    const second = () =>
      startCompanion(readConfig({ ...ENVIRONMENT, ...at, VOUCH_PORT: port }), {
        world: desk.world,
        log: createLog('error'),
      })
    const faults: { code: string; message: string }[] = []
    desk.drafter.during = async () => {
      faults.push(await wholeFaultFrom(second))
      return undefined
    }
    const run = await draft(desk, orderFor(ticketId, REFUND_QUESTION))
    expect(faults.map(({ code }) => code)).to.deep.equal(['CONFIG_INVALID'])
    expect(faults[0]?.message).to.contain(`port ${port} on 127.0.0.1 cannot be used`)
    expect(run.draft?.status).to.equal('ready')
    await desk.stop()
  })

  it('keeps everything over a second start: consent, drafts, settings, sessions, log', async () => {
    // The first start after an update notes once that the store of before is live.
    const desk = await (await startDesk()).restart()
    const { ticketId, draft: made } = await readyDraft(desk)
    await desk.api(ADMIN, 'PUT', '/console/roles/15', { roles: ['compliance'] })
    const token = await desk.sessionOf(AGENT)
    const before = desk.dump()
    const again = await desk.restart()
    expect(again.dump()).to.equal(before)
    const me = await again.call('GET', '/api/v1/me', { authorization: `Bearer ${token}` })
    expect(me.status).to.equal(200)
    expect((await again.api(AGENT, 'GET', `/drafts/${made.id}`)).body).to.deep.equal(made)
    expect((await again.api(AGENT, 'GET', `/tickets/${ticketId}`)).body.consent.status).to.equal('granted')
    const inserted = await again.api(AGENT, 'POST', `/drafts/${made.id}/insertions`, {
      sentenceIds: ['s1'],
      how: 'copy',
      lastCommentId: '501',
    })
    expect(inserted.body.outcome).to.equal('allowed')
    await again.stop()
    expect(await verdict(again.dataDir)).to.include({ code: 0 })
  })

  it('goes on with everything where the helpdesk was renamed, and says so where it was not told', async () => {
    const desk = await startDesk()
    const ticketId = await consentedTicket(desk)
    await withdraw(desk, ticketId)
    const entries = desk.audit().length
    const renamed = { VOUCH_ACCOUNT_ORIGIN: 'https://acme-new.zendesk.com' }
    const told = await desk.restart({ ...renamed, VOUCH_ACCOUNT_ID: 'acme' })
    expect((await told.api(AGENT, 'GET', `/tickets/${ticketId}`)).body.consent.status).to.equal('withdrawn')
    expect(told.audit().length).to.be.greaterThan(entries)
    expect(told.logged()).to.not.contain('another account')
    const untold = await told.restart({ ...renamed, VOUCH_ACCOUNT_ID: '' })
    expectProblem(await untold.api(AGENT, 'GET', `/tickets/${ticketId}`), 404, 'NOT_FOUND')
    // A role of a database sees its own account alone.
    const says = untold.logged().includes('the store holds another account, and nothing of this one')
    expect(says).to.equal(POSTGRES === null)
    await untold.stop()
  })

  it('lets no page go on that was opened by the app of before, once another installation is named', async () => {
    const desk = await startDesk()
    const ticketId = await consentedTicket(desk)
    const authorization = `Bearer ${await desk.sessionOf(AGENT)}`
    const same = await desk.restart()
    const asked = (at: Harness) => at.call('GET', `/api/v1/tickets/${ticketId}`, { authorization })
    expect((await asked(same)).status).to.equal(200)
    const anew = await same.restart({ VOUCH_INSTALLATION_ID: '30000002' })
    expectProblem(await asked(anew), 401, 'SESSION_EXPIRED')
    expect((await anew.call('POST', '/api/v1/session/renewals', { authorization })).status).to.equal(401)
    expect(anew.rows('select * from page_session')).to.deep.equal([])
    await anew.stop()
  })

  it('asks anew where the notice has changed: an old consent no longer drafts', async () => {
    const desk = await startDesk()
    const ticketId = await consentedTicket(desk)
    const again = await desk.restart({ VOUCH_CONTROLLER_NAME: 'Acme Holding' })
    const run = await draft(again, orderFor(ticketId, REFUND_QUESTION))
    expect(run.reasons).to.deep.equal(['CONSENT_NOT_GRANTED'])
    expect(again.drafter.calls).to.equal(0)
    await again.stop()
  })

  const ofFiles = POSTGRES === null ? it : () => undefined

  ofFiles('refuses a store that was rolled back behind its checkpoint, and writes nothing', async () => {
    const desk = await startDesk()
    await desk.stop()
    copyFileSync(`${desk.dataDir}/vouch.sqlite`, `${desk.dataDir}/backup`)
    const later = await desk.restart()
    await openedTicket(later)
    await later.stop()
    copyFileSync(`${desk.dataDir}/backup`, `${desk.dataDir}/vouch.sqlite`)
    const before = dumpFile(desk.dataDir)
    const checkpoint = `${desk.dataDir}/audit/acme.checkpoint`
    const note = readFileSync(checkpoint, 'utf8')
    expect(await faultFrom(() => desk.restart())).to.equal('AUDIT_CHAIN_BROKEN')
    expect(dumpFile(desk.dataDir)).to.equal(before)
    expect(readFileSync(checkpoint, 'utf8')).to.equal(note)
    expect((await verdict(desk.dataDir)).code).to.equal(2)
  })

  const broken: Readonly<Record<string, (desk: Harness) => void>> = {
    'an entry was changed': (desk) =>
      desk.tamper((database) =>
        database.exec(`update audit_entry set header = replace(header, '"v":2', '"v":3') where idx = 1`),
      ),
    'the last entry was dropped together with its head': (desk) =>
      desk.tamper((database) => {
        database.exec('delete from audit_entry where idx = (select max(idx) from audit_entry)')
        database.exec('update audit_head set size = size - 1')
      }),
  }
  for (const [name, break_] of Object.entries(broken))
    it(`refuses a log that does not verify, and writes nothing: ${name}`, async () => {
      const desk = await startDesk()
      await desk.companion.stop()
      break_(desk)
      const before = desk.dump()
      expect(await faultFrom(() => desk.restart())).to.equal('AUDIT_CHAIN_BROKEN')
      expect(dumpFile(desk.dataDir)).to.equal(before)
    })

  /** As a standby has it that took over and was behind: what came since was committed, acknowledged and signed. */
  function setBack(database: TestDatabase, head: Readonly<Record<string, unknown>> | undefined): void {
    for (const table of ['audit_payload', 'audit_entry'])
      database.prepare(`delete from ${table} where idx >= ?`).run(head?.size)
    database
      .prepare('update audit_head set size = ?, peaks = ?, last_hash = ?')
      .run(head?.size, head?.peaks, head?.last_hash)
  }
  const signedIn = (dataDir: string) =>
    Number(readFileSync(`${dataDir}/audit/acme.checkpoint`, 'utf8').split('\n')[1])
  const restoring = async (dataDir: string, ...args: readonly string[]) => {
    const said: string[] = []
    const out = (line: string) => void said.push(line)
    const code = await runRestore(['--data', dataDir, ...args], { out, err: out, env: envOf(dataDir) })
    return `${code} ${said.join('\n')}`
  }

  it('adds nothing to a log that loses its end while it runs, and says so until a person has', async () => {
    const desk = await startDesk()
    const [head] = desk.rows('select * from audit_head')
    const ticketId = await openedTicket(desk)
    const entries = desk.audit().length
    await eventually(async () => expect(signedIn(desk.dataDir)).to.equal(entries))
    desk.tamper((database) => setBack(database, head))
    const before = desk.audit().length
    const renamed = await desk.api(AGENT, 'PUT', `/tickets/${ticketId}9`, { requesterId: '22' })
    expect([renamed.status, renamed.body.code]).to.deep.equal([503, 'AUDIT_CHAIN_BROKEN'])
    const pulled = await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['agent'] })
    expect([pulled.status, pulled.body.code]).to.deep.equal([503, 'AUDIT_CHAIN_BROKEN'])
    expect(desk.audit()).to.have.length(before)
    const ready = await desk.call('GET', '/readyz')
    expect([ready.status, ready.body.missing]).to.deep.equal([503, ['log']])
    expect(desk.logged().split('vouch restore is the way on')).to.have.length(2)
    // What does no more than read goes on.
    expect((await desk.api(AGENT, 'GET', '/me')).status).to.equal(200)
    expect(await faultFrom(() => desk.stop())).to.equal('AUDIT_CHAIN_BROKEN')
    expect(await faultFrom(() => desk.restart())).to.equal('AUDIT_CHAIN_BROKEN')
    expect(await restoring(desk.dataDir)).to.match(/^3 .*this store is behind what was signed/)
    expect(await restoring(desk.dataDir, '--acknowledge', '--as', ADMIN)).to.match(/^0 /)
    const again = await startDesk({ dataDir: desk.dataDir, world: desk.world })
    expect((await again.call('GET', '/readyz')).status).to.equal(200)
    await openedTicket(again)
    await again.stop()
    expect((await verdict(desk.dataDir)).code).to.equal(0)
  })

  it('is brought back by a person where a log that had lost its end has been gone on with', async () => {
    const desk = await startDesk()
    const [head] = desk.rows('select * from audit_head')
    await openedTicket(desk)
    await desk.stop()
    const database = handOn(desk.dataDir)
    setBack(database, head)
    database.close()
    const store = await openStoreOf(desk.dataDir)
    await appendMany(store, 20, desk.world)
    await store.close()
    const before = dumpFile(desk.dataDir)
    expect(await faultFrom(() => desk.restart())).to.equal('AUDIT_CHAIN_BROKEN')
    expect(await restoring(desk.dataDir)).to.match(/^3 .*was behind what was signed, and has gone on since/)
    expect(dumpFile(desk.dataDir)).to.equal(before)
    expect(await restoring(desk.dataDir, '--acknowledge', '--as', ADMIN)).to.match(/^0 /)
    const again = await desk.restart()
    expect(again.audit().map(({ type }) => type)).to.include('store.restored')
    await again.stop()
    expect((await verdict(desk.dataDir)).code).to.equal(0)
    expect(await restoring(desk.dataDir)).to.match(/^0 .*is not behind/)
  })

  it('refuses a checkpoint that another installation signed', async () => {
    const desk = await startDesk()
    await desk.stop()
    const other = await startDesk()
    await other.stop()
    copyFileSync(`${other.dataDir}/audit/acme.checkpoint`, `${desk.dataDir}/audit/acme.checkpoint`)
    expect(await faultFrom(() => desk.restart())).to.equal('AUDIT_CHAIN_BROKEN')
  })

  it('says that it signs what nobody can hold against an older checkpoint', async () => {
    const desk = await startDesk()
    await desk.stop()
    rmSync(`${desk.dataDir}/audit/acme.checkpoint`)
    const next = await desk.restart()
    expect(next.logged().split('CHECKPOINT_MISSING')).to.have.length(2)
    await next.stop()
    const last = await next.restart()
    expect(last.logged()).to.not.contain('CHECKPOINT_MISSING')
    await last.stop()
  })

  it('refuses a store of a newer version, and says so', async () => {
    const desk = await startDesk()
    desk.tamper((database) => database.exec('update schema_version set version = 99'))
    // On a database it is left as it is: the server ends in words, and writes nothing into it.
    const before = POSTGRES === null ? '' : dumpFile(desk.dataDir)
    await desk.companion.stop()
    if (POSTGRES !== null) {
      expect(dumpFile(desk.dataDir)).to.equal(before)
      for (const word of ['brought to the schema of another version', 'checkpoint not signed', 'stopped'])
        expect(desk.logged()).to.contain(word)
    }
    expect(await faultFrom(() => desk.restart())).to.equal('STORE_NEWER_SCHEMA')
  })

  ofFiles('refuses a store that is no store, and leaves it as it is', async () => {
    const desk = await startDesk()
    await desk.stop()
    const file = `${desk.dataDir}/vouch.sqlite`
    writeFileSync(file, 'no database at all, but a text of some length')
    expect(await faultFrom(() => desk.restart())).to.equal('STORE_UNAVAILABLE')
    expect(readFileSync(file, 'utf8')).to.contain('no database at all')
  })

  for (const name of ['master.key', 'checkpoint.key'])
    it(`refuses to start without the ${name} that was there, makes no new one, and starts when it is back`, async () => {
      const desk = await startDesk()
      await desk.companion.stop()
      const [path, aside] = [join(desk.dataDir, name), join(tempFolder(), name)]
      renameSync(path, aside)
      const before = dumpFile(desk.dataDir)
      const { code, message } = await wholeFaultFrom(() => desk.restart())
      expect(code).to.equal('CONFIG_INVALID')
      expect(message).to.contain(`${path} is gone`).and.to.contain('docs/operations/keys.md')
      expect([existsSync(path), dumpFile(desk.dataDir)]).to.deep.equal([false, before])
      renameSync(aside, path)
      const again = await desk.restart()
      await again.stop()
      expect((await verdict(desk.dataDir)).code).to.equal(0)
    })

  ofFiles('refuses a store that was brought back without its keys, and adds nothing to it', async () => {
    const desk = await startDesk()
    await desk.stop()
    const alone = tempFolder()
    copyFileSync(join(desk.dataDir, 'vouch.sqlite'), join(alone, 'vouch.sqlite'))
    const start = () =>
      startCompanion(readConfig({ ...ENVIRONMENT, VOUCH_DATA_DIR: alone, VOUCH_PORT: '0' }), {
        ...{ world: desk.world, log: createLog('error') },
      })
    const before = dumpFile(alone)
    const files = readdirSync(alone)
    const { code, message } = await wholeFaultFrom(start)
    expect([code, message.includes(`${alone}/master.key is gone`)]).to.deep.equal(['CONFIG_INVALID', true])
    expect(readdirSync(alone)).to.deep.equal(files)
    copyFileSync(join(desk.dataDir, 'master.key'), join(alone, 'master.key'))
    expect((await wholeFaultFrom(start)).message).to.contain(`${alone}/checkpoint.key is gone`)
    const others = tempFolder()
    openKeyring(others)
    for (const name of ['master.key', 'checkpoint.key']) copyFileSync(join(others, name), join(alone, name))
    expect((await wholeFaultFrom(start)).message).to.contain('are not those that this store was written with')
    expect(dumpFile(alone)).to.equal(before)
    for (const name of ['master.key', 'checkpoint.key', 'audit', 'keys']) {
      rmSync(join(alone, name), { recursive: true, force: true })
      cpSync(join(desk.dataDir, name), join(alone, name), { recursive: true })
    }
    const started = await start()
    await started.stop()
    expect((await verdict(alone)).code).to.equal(0)
  })

  it('claims a store of before with the keys that wrote it, and refuses it with any others', async () => {
    const desk = await startDesk()
    const claims = () => desk.rows("select holder from lease where name = 'keys'").length
    desk.tamper((database) => database.exec("delete from lease where name = 'keys'"))
    await desk.companion.stop()
    const start = () => {
      const env = { ...ENVIRONMENT, ...envOf(desk.dataDir), VOUCH_DATA_DIR: desk.dataDir, VOUCH_PORT: '0' }
      return startCompanion(readConfig(env), { world: desk.world, log: createLog('error') })
    }
    const [own, others] = [tempFolder(), tempFolder()]
    openKeyring(others)
    const put = (from: string, to: string) => {
      for (const name of ['master.key', 'checkpoint.key']) copyFileSync(join(from, name), join(to, name))
    }
    put(desk.dataDir, own)
    put(others, desk.dataDir)
    const before = desk.audit().length
    const { code, message } = await wholeFaultFrom(start)
    expect(code).to.equal('CONFIG_INVALID')
    expect(message).to.contain('are not those that this store was written with')
    expect([claims(), desk.audit().length]).to.deep.equal([0, before])
    put(own, desk.dataDir)
    const again = await start()
    expect(claims()).to.equal(1)
    await again.stop()
    await desk.stop()
  })

  it('makes no second key of a month that was lost: it opens again when its own is back', async () => {
    const desk = await startDesk()
    const { draft: made } = await readyDraft(desk)
    await desk.companion.stop()
    const [folder, aside] = [join(desk.dataDir, 'keys'), join(desk.dataDir, 'aside')]
    const own = readFileSync(join(folder, 'epoch-2026-11.key'))
    renameSync(folder, aside)
    const next = await desk.restart()
    const ticketId = await consentedTicket(next, '360000000999')
    const asked = await draft(next, orderFor(ticketId, REFUND_QUESTION, { requesterId: '360000000999' }))
    expect(asked.draft, asked.text).to.not.equal(undefined)
    expect((await next.api(AGENT, 'GET', `/drafts/${made.id}`)).status).to.not.equal(200)
    expect(existsSync(join(folder, 'epoch-2026-11.key'))).to.equal(false)
    const said: string[] = []
    const say = (line: string) => said.push(line)
    const env = { ...ENVIRONMENT, ...envOf(desk.dataDir), VOUCH_DATA_DIR: desk.dataDir }
    await runDoctor([], { out: say, err: say, env }, desk.world)
    expect(said.join('\n')).to.match(
      /^FAILS data folder: The key of 2026-11 is gone .* 1 people .* bring it back/m,
    )
    // And once more, with the month that took its place.
    await next.companion.stop()
    renameSync(join(folder, 'epoch-2026-12.key'), join(aside, 'epoch-2026-12.key'))
    const third = await next.restart()
    expect(readdirSync(folder).filter((name) => name.endsWith('.key'))).to.deep.equal(['epoch-2027-01.key'])
    for (const month of ['2026-11', '2026-12'])
      copyFileSync(join(aside, `epoch-${month}.key`), join(folder, `epoch-${month}.key`))
    const again = await third.restart()
    for (const draftId of [made.id, asked.draft?.id ?? ''])
      expect((await again.api(AGENT, 'GET', `/drafts/${draftId}`)).status).to.equal(200)
    expect(readFileSync(join(folder, 'epoch-2026-11.key')).equals(own)).to.equal(true)
    expect(again.rows('select distinct key_epoch as epoch from requester')).to.deep.equal([
      { epoch: '2027-01' },
    ])
    await again.stop()
  })

  it('gives the first admin back the role that somebody took, at the next start', async () => {
    const desk = await startDesk()
    await desk.api(ADMIN, 'PUT', '/console/roles/15', { roles: ['admin'] })
    await desk.api('15', 'PUT', `/console/roles/${ADMIN}`, { roles: [] })
    expect((await desk.api(ADMIN, 'GET', '/console/roles')).status).to.equal(403)
    const again = await desk.restart()
    expect((await again.api(ADMIN, 'GET', '/console/roles')).status).to.equal(200)
    await again.stop()
  })

  it('gives the first admin nothing back that the helpdesk took, says so, and knows a way in for another', async () => {
    let desk = await startDesk()
    const tell = (current: string, previous: string, time: string) =>
      sendWebhook(desk, {
        ...{ ticketId: ADMIN, type: 'zen:event-type:user.role_changed', time },
        event: { current, previous },
      })
    const mayAdminister = async (who: string) => (await desk.api(who, 'GET', '/console/roles')).status === 200
    const given = () =>
      desk.audit().filter(({ type, actor }) => type === 'role.changed' && actor.ref === 'start')
    const doctor = async () => {
      const said: string[] = []
      const env = { ...ENVIRONMENT, ...envOf(desk.dataDir), VOUCH_DATA_DIR: desk.dataDir }
      await runDoctor([], { out: (line) => said.push(line), err: (line) => said.push(line), env }, desk.world)
      return said.join('\n')
    }
    expect(await doctor()).to.not.contain('admins:')
    expect(given()).to.have.length(1)
    await tell('agent', 'admin', '2026-11-20T08:00:00.000Z')
    expect([await mayAdminister(ADMIN), desk.logged().split('NO_ADMIN').length - 1]).to.deep.equal([false, 1])
    desk = await desk.restart()
    expect([await mayAdminister(ADMIN), given().length]).to.deep.equal([false, 1])
    expect(desk.logged()).to.contain('NO_ADMIN')
    expect(await doctor()).to.match(
      /^FAILS admins: Nobody is an admin here\. Next: name in VOUCH_FIRST_ADMIN/m,
    )
    desk = await desk.restart({ VOUCH_FIRST_ADMIN: AGENT })
    expect([await mayAdminister(ADMIN), await mayAdminister(AGENT)]).to.deep.equal([false, true])
    expect(await doctor()).to.not.contain('admins:')
    // Raised again there, and first again here: the start gives it as to anybody.
    await tell('admin', 'agent', '2026-11-20T08:00:01.000Z')
    expect(await mayAdminister(ADMIN)).to.equal(false)
    desk = await desk.restart({ VOUCH_FIRST_ADMIN: ADMIN })
    expect(await mayAdminister(ADMIN)).to.equal(true)
    await desk.stop()
  })

  for (const [first, then] of [
    ['agent', 'admin'],
    ['admin', 'agent'],
  ] as const)
    it(`gives the first admin nothing back where the helpdesk said ${first} and ${then} at one moment`, async () => {
      let desk = await startDesk()
      for (const current of [first, then])
        await sendWebhook(desk, {
          ...{ ticketId: ADMIN, type: 'zen:event-type:user.role_changed', time: '2026-11-20T08:00:00.000Z' },
          event: { current, previous: current === 'admin' ? 'agent' : 'admin' },
        })
      desk = await desk.restart()
      expect((await desk.api(ADMIN, 'GET', '/console/roles')).status).to.equal(403)
      await desk.stop()
    })

  it('discards what a stop cut off in the middle, says so, and the log verifies', async () => {
    const desk = await startDesk()
    const { draft: made } = await readyDraft(desk)
    desk.tamper((database) => {
      database.prepare("update draft set status = 'drafting' where draft_id = ?").run(made.id)
    })
    const again = await desk.restart()
    expect(draftRow(again, made.id)).to.include({ status: 'discarded', sealed_content: null })
    expect(again.audit().at(-1)).to.deep.include({
      type: 'draft.discarded',
      actor: { kind: 'system', ref: 'start' },
      object: { kind: 'draft', ref: made.id },
      detail: { cause: 'restarted' },
    })
    expect(again.logged()).to.contain('drafts cut off by a stop were discarded')
    const row = again.dump()
    const third = await again.restart()
    expect(third.dump()).to.equal(row)
    await third.stop()
    expect((await verdict(desk.dataDir)).code).to.equal(0)
  })

  it('keeps an idle connection longer than a proxy in front of it does', async () => {
    const desk = await startDesk()
    const { headers } = await fetch(`${desk.companion.origin}/livez`)
    expect(headers.get('keep-alive')).to.equal('timeout=65')
    await desk.stop()
  })

  it('is stopped once, however often it is told to', async () => {
    const desk = await startDesk()
    await Promise.all([desk.companion.stop(), desk.companion.stop()])
    await desk.companion.stop()
    expect(desk.logged().split('"message":"stopped"').length).to.equal(2)
    await desk.stop()
  })

  it('closes the store also when the last checkpoint cannot be signed', async () => {
    const desk = await startDesk()
    // A turn that is at it would write a good one over it. By another hand, as the desk's own would hold the store.
    const entries = () => {
      const hand = handOn(desk.dataDir)
      const count = Number(hand.prepare('select count(*) from audit_entry').pluck().get())
      hand.close()
      return count
    }
    await eventually(async () => expect(signedIn(desk.dataDir)).to.equal(entries()))
    writeFileSync(`${desk.dataDir}/audit/acme.checkpoint`, 'signed by nobody')
    expect(await faultFrom(() => desk.companion.stop())).to.equal('AUDIT_CHAIN_BROKEN')
    if (POSTGRES !== null) return
    const database = new Database(`${desk.dataDir}/vouch.sqlite`)
    // Only the last to leave can change the journal: somebody who still held the store would be in the way.
    database.pragma('locking_mode = EXCLUSIVE')
    expect(database.pragma('journal_mode = DELETE', { simple: true })).to.equal('delete')
    database.close()
  })

  if (POSTGRES !== null)
    it('refuses a folder that the other servers of its database do not share, and adds nothing', async () => {
      const desk = await startDesk()
      const [copy, strange] = [tempFolder(), tempFolder()]
      for (const name of ['master.key', 'checkpoint.key', 'session.keys', 'keys', 'audit', 'erasures'])
        if (existsSync(join(desk.dataDir, name)))
          cpSync(join(desk.dataDir, name), join(copy, name), { recursive: true })
      const before = desk.dump()
      const start = (dataDir: string) => () =>
        startCompanion(
          readConfig({ ...ENVIRONMENT, ...envOf(desk.dataDir), VOUCH_DATA_DIR: dataDir, VOUCH_PORT: '0' }),
          { world: desk.world, log: createLog('error') },
        )
      const told = [await wholeFaultFrom(start(copy)), await wholeFaultFrom(start(strange))]
      expect(told.map(({ code }) => code)).to.deep.equal(['CONFIG_INVALID', 'CONFIG_INVALID'])
      expect(told[0]?.message).to.contain('runs with another data folder: give every server the same one')
      expect(told[1]?.message).to.contain('are not those that this store was written with')
      expect(desk.dump()).to.equal(before)
      const doctor = async (dataDir: string) => {
        const said: string[] = []
        const env = { ...ENVIRONMENT, ...envOf(desk.dataDir), VOUCH_DATA_DIR: dataDir }
        await runDoctor([], { out: (line: string) => said.push(line), err: () => undefined, env }, desk.world)
        return said.find((line) => line.includes('data folder'))
      }
      expect(await doctor(copy)).to.match(/^FAILS data folder: another server .* another data folder/)
      expect(await doctor(strange)).to.match(/^FAILS data folder: the keys in the data folder are not those/)
      expect(await doctor(desk.dataDir)).to.match(/^ok {4}data folder: Its keys are those/)
      const second = await start(desk.dataDir)()
      await second.stop()
      await desk.stop()
    })

  describe('killed in the middle of a draft', function () {
    this.timeout(240_000)
    const own = ownChildren()

    /** A server of its own over the same store, in the middle of a draft. */
    async function childDrafting(desk: Harness, ticketId: string, token: string) {
      const port = await freePort()
      const place = { VOUCH_PORT: String(port), VOUCH_DATA_DIR: desk.dataDir, ...envOf(desk.dataDir) }
      const env = { ...ENVIRONMENT, ...place }
      const run = [childProgram(START_CHILD), desk.world.now().toISOString()]
      const running = own(
        spawn(process.execPath, run, {
          env: { ...process.env, ...env },
          stdio: ['ignore', 'pipe', 'inherit'],
        }),
      )
      await lineFrom(running, 'listens')
      const order = orderFor(ticketId, REFUND_QUESTION)
      const answered = fetch(`http://127.0.0.1:${port}/api/v1/drafts`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(order),
      })
      const asked = answered
        .then((answer) => answer.text())
        .then(
          (text) => `ended: ${text}`,
          () => 'cut off',
        )
      // Whoever is answered to the end is not in the middle: the line would never come.
      const drafting = lineFrom(running, 'drafting').then(() => 'drafting')
      expect(await Promise.race([drafting, asked])).to.equal('drafting')
      // That it is accepted goes out a moment later.
      await answered
      const kill = async () => {
        const gone = new Promise((resolve) => running.once('exit', resolve))
        running.kill('SIGKILL')
        await gone
        return asked
      }
      return { order, kill }
    }

    it('leaves no half-made draft to be seen after the next start, and the log verifies', async () => {
      const desk = await startDesk()
      const ticketId = await consentedTicket(desk)
      const token = await desk.sessionOf(AGENT)
      await desk.stop()
      const { order, kill } = await childDrafting(desk, ticketId, token)
      expect(await kill()).to.equal('cut off')
      // Among several servers it is known to be gone only when it has not been heard of for a while.
      desk.world.pass(LEASE_MS)
      const again = await desk.restart()
      expect(draftRow(again, order.draftId)).to.include({ status: 'discarded', sealed_content: null })
      expect((await again.api(AGENT, 'GET', `/drafts/${order.draftId}`)).status).to.equal(404)
      expect(again.logged()).to.contain('drafts cut off by a stop were discarded')
      expect((await draft(again, orderFor(ticketId, REFUND_QUESTION))).draft?.status).to.equal('ready')
      await again.stop()
      expect((await verdict(desk.dataDir)).code).to.equal(0)
    })

    it('is noticed by a server that goes on: what was left is closed, said, and can be done again', async () => {
      const desk = await startDesk({ sweepEveryMs: 100 })
      await desk.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
      const ticketId = await consentedTicket(desk)
      await readyDraft(desk)
      const search = { by: 'ticket', values: [ticketId] }
      const found = await desk.api(COMPLIANCE, 'POST', '/console/requesters/searches', search)
      const { requesterRef } = found.body[0]
      const make = { requesterRef, locale: 'de', maskOthers: true }
      const { packageId } = (await desk.api(COMPLIANCE, 'POST', '/console/requesters/packages', make)).body
      const { order, kill } = await childDrafting(desk, ticketId, await desk.sessionOf(AGENT))
      const server = String(
        desk.rows(`select server from draft where draft_id = '${order.draftId}'`)[0]?.server,
      )
      desk.tamper((database) =>
        database
          .prepare("update export_package set status = 'making', server = ? where package_id = ?")
          .run(server, packageId),
      )
      const packageStatus = () =>
        desk.rows(`select status from export_package where package_id = '${packageId}'`)[0]?.status
      const statuses = () => [draftRow(desk, order.draftId)?.status, packageStatus()]
      // Many sweeps long: it is there, and at it.
      await sweptAgain(desk, 4)
      expect(statuses()).to.deep.equal(['drafting', 'making'])
      expect(await kill()).to.equal('cut off')
      desk.world.pass(LEASE_MS)
      await eventually(async () => expect(statuses()).to.deep.equal(['discarded', 'failed']))
      const ends = desk.audit().filter(({ object }) => [order.draftId, packageId].includes(object.ref))
      // The kill may fall between the look at the drafts and the look at the packages: either may be closed first.
      const last = ends.map(({ type }) => type).slice(-2)
      expect(last.sort()).to.deep.equal(['draft.discarded', 'export.failed'])
      expect(ends.find(({ type }) => type === 'draft.discarded')).to.deep.include({
        actor: { kind: 'system', ref: 'left_drafts' },
        detail: { cause: 'server_gone' },
      })
      expect(desk.logged()).to.contain('drafts cut off by a stop were discarded')
      await eventually(async () => expect(desk.logged()).to.contain('packages cut off by a stop were closed'))
      expect((await draft(desk, orderFor(ticketId, REFUND_QUESTION))).draft?.status).to.equal('ready')
      expect((await desk.api(COMPLIANCE, 'POST', '/console/requesters/packages', make)).status).to.equal(201)
      await desk.stop()
      expect((await verdict(desk.dataDir)).code).to.equal(0)
    })
  })

  it('stops in the middle of what is due: nothing is told as failed, and the next start goes on with it', async () => {
    const desk = await startDesk({ sweepEveryMs: 50 })
    const MANY = 10_000
    const rows = Array.from(
      { length: MANY },
      (_, id) => `('${ACCOUNT_ID}', 'old-${id}', '2020-01-01T00:00:00.000Z')`,
    )
    desk.tamper((database) =>
      database.exec(`insert into webhook_event (account_id, event_id, received_at) values ${rows.join()}`),
    )
    const left = () => desk.rows('select event_id from webhook_event').length
    await eventually(async () => expect(left()).to.be.below(MANY))
    await desk.companion.stop()
    // Of whatever would go on still, each look fails at the closed store.
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(left()).to.be.above(0)
    expect(desk.logged()).to.not.contain('something due was not done')
    const again = await desk.restart()
    expect(again.rows('select event_id from webhook_event')).to.deep.equal([])
    await again.stop()
    expect((await verdict(desk.dataDir)).code).to.equal(0)
  })

  it('knows the same articles after a start as before it', async () => {
    const desk = await startDesk({ world: fakeWorld() })
    expect(desk.rows('select count(*) as count from article')).to.deep.equal([{ count: ARTICLES.length }])
    await desk.stop()
  })
})

/** So many sweeps: each takes away what is long past, and what is put there next waits for the one after. */
async function sweptAgain(desk: Harness, times: number): Promise<void> {
  const left = () => desk.rows("select 1 from call_allowance where place = 'sweep'").length
  for (let time = 0; time < times; time += 1) {
    desk.tamper((database) =>
      database.prepare("insert into call_allowance values (?, 'sweep', '', 1, 1)").run(ACCOUNT_ID),
    )
    await eventually(async () => expect(left()).to.equal(0))
  }
}

function lineFrom(child: ChildProcess, wanted: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error(`the child ended before it said "${wanted}"`)))
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes(wanted)) resolve()
    })
  })
}
