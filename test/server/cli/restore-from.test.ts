import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect } from 'chai'
import { storeConnection, storedConnection } from '../../../server/adapters/connection-file.ts'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import { createAuditLog } from '../../../server/audit/index.ts'
import { runBackup } from '../../../server/cli/backup.ts'
import { manifestText, readManifest } from '../../../server/cli/backup-manifest.ts'
import { openInstallation } from '../../../server/cli/installation.ts'
import { runKeys } from '../../../server/cli/keys.ts'
import { runRestore } from '../../../server/cli/restore.ts'
import { restoreFrom, type Step } from '../../../server/cli/restore-from.ts'
import { runStopDrafting } from '../../../server/cli/stop-drafting.ts'
import { runVerify } from '../../../server/cli/verify.ts'
import { rewrapKeys } from '../../../server/privacy/index.ts'
import { childProgram } from '../../support/child-program.ts'
import {
  ACCOUNT_ORIGIN,
  ADMIN,
  COMPLIANCE,
  ENVIRONMENT,
  type Harness,
  startHarness,
} from '../../support/companion-harness.ts'
import { consentedTicket, draft, orderFor, REFUND_QUESTION, startDesk } from '../../support/drafting-desk.ts'
import { faultFrom, wholeFaultFrom } from '../../support/fault-from.ts'
import { ownChildren } from '../../support/own-children.ts'
import { tempFolder } from '../../support/temp-folder.ts'

const PERSON = '360000000777'
const quiet = { out: () => undefined, err: () => undefined, env: {} }

function terminal() {
  const lines: string[] = []
  const out = (line: string) => void lines.push(line)
  return { lines, out, err: out, env: {} }
}

async function withDraft(at: Harness, requesterId = PERSON) {
  const ticketId = await consentedTicket(at, requesterId)
  const made = await draft(at, orderFor(ticketId, REFUND_QUESTION, { requesterId }))
  if (made.draft === undefined) throw new Error(`no draft was made: ${made.text}`)
  const [row] = at.rows(`select requester_ref from ticket where ticket_id = '${ticketId}'`)
  return { ticketId, draftId: made.draft.id, requesterRef: String(row?.requester_ref) }
}

async function backedUp(at: Harness, more: readonly string[] = []) {
  const [to, keys] = [join(tempFolder(), 'backups'), join(tempFolder(), 'keys')]
  await runBackup(['--data', at.dataDir, '--to', to, '--keys-to', keys, ...more], quiet)
  return { from: join(to, readdirSync(to)[0] ?? ''), keys, data: join(tempFolder(), 'data') }
}

async function erase(at: Harness, requesterRef: string) {
  for (const agentId of [COMPLIANCE, '15'])
    await at.api(ADMIN, 'PUT', `/console/roles/${agentId}`, { roles: ['compliance'] })
  const proposed = await at.api(COMPLIANCE, 'POST', '/console/erasures', { requesterRef, caseId: null })
  const path = `/console/changes/${proposed.body.change.changeId}/decisions`
  const decided = await at.api('15', 'POST', path, { decision: 'approve' })
  if (decided.status !== 200) throw new Error(decided.text)
}

async function verified(dataDir: string) {
  const said = terminal()
  return { code: await runVerify(['--data', dataDir], said), said: said.lines.join('\n') }
}

describe('vouch restore --from', () => {
  const own = ownChildren()
  it('brings a lost data folder back, and the server goes on in it', async () => {
    const at = await startDesk()
    const { draftId } = await withDraft(at)
    await at.stop()
    const passphrase = join(tempFolder(), 'passphrase')
    writeFileSync(passphrase, 'four words and a stone\n', { mode: 0o600 })
    const { from, keys, data } = await backedUp(at, ['--passphrase-file', passphrase])
    const said = terminal()
    const order = ['--from', from, '--keys', keys, '--passphrase-file', passphrase, '--data', data]
    expect(await runRestore(order, said), said.lines.join('\n')).to.equal(0)
    expect((await verified(data)).code).to.equal(0)
    const next = await startHarness({ dataDir: data, world: at.world })
    expect(next.rows('select draft_id from draft')).to.deep.equal([{ draft_id: draftId }])
    await withDraft(next, '360000000888')
    await next.stop()
    expect((await verified(data)).code).to.equal(0)
  })

  it('erases again who was erased since, with the keys of the folder that was laid aside', async () => {
    const at = await startDesk()
    const { requesterRef, draftId } = await withDraft(at)
    const kept = await withDraft(at, '360000000888')
    const { from } = await backedUp(at)
    await erase(at, requesterRef)
    await at.stop()
    const broken = `${at.dataDir}.broken`
    renameSync(at.dataDir, broken)
    const said = terminal()
    expect(await runRestore(['--from', from, '--keys', broken, '--data', at.dataDir], said)).to.equal(3)
    expect(said.lines.join('\n')).to.include('behind what was signed')
    expect(readFileSync(join(at.dataDir, 'vouch.sqlite')).includes(draftId)).to.equal(true)
    expect(await faultFrom(() => at.restart())).to.equal('AUDIT_CHAIN_BROKEN')
    expect(
      await runRestore(['--data', at.dataDir, '--acknowledge', '--as', ADMIN], said),
      said.lines.join('\n'),
    ).to.equal(0)
    const next = await at.restart()
    expect(next.rows('select draft_id from draft')).to.deep.equal([{ draft_id: kept.draftId }])
    expect(next.audit().map(({ type }) => type)).to.include.members(['store.restored', 'erasure.replayed'])
    await next.stop()
    expect(await verified(at.dataDir)).to.deep.include({ code: 0 })
    rmSync(broken, { recursive: true })
  })

  for (const kept of ['the folder that was laid aside', 'a copy of the keys'])
    it(`holds a stop that was pulled after the backup, and knows its account, by ${kept}`, async () => {
      const at = await startDesk()
      const { ticketId } = await withDraft(at)
      await at.api(ADMIN, 'PUT', `/console/roles/${COMPLIANCE}`, { roles: ['compliance'] })
      storeConnection(at.dataDir, {
        ...{ accountOrigin: ACCOUNT_ORIGIN, installationId: '30000001', firstAdmin: ADMIN },
        appPublicKey: ENVIRONMENT['VOUCH_APP_PUBLIC_KEY'] ?? '',
      })
      const stop = (...what: readonly string[]) => {
        const args = [...what, '--reason', 'suspected_breach', '--as', COMPLIANCE, '--data', at.dataDir]
        return runStopDrafting(args, { ...quiet, env: { VOUCH_ACCOUNT_ORIGIN: ACCOUNT_ORIGIN } })
      }
      expect(await stop('--article', 'another')).to.equal(0)
      const { from, keys } = await backedUp(at)
      expect(await stop()).to.equal(0)
      await at.stop()
      await runBackup(['--data', at.dataDir, '--keys-to', keys], quiet)
      const broken = `${at.dataDir}.broken`
      renameSync(at.dataDir, broken)
      const order = ['--from', from, '--keys', kept === 'a copy of the keys' ? keys : broken]
      expect(await runRestore([...order, '--data', at.dataDir], quiet)).to.equal(3)
      const acknowledged = ['--data', at.dataDir, '--acknowledge', '--as', ADMIN]
      expect(await runRestore(acknowledged, quiet)).to.equal(0)
      expect(storedConnection(at.dataDir)?.accountOrigin).to.equal(ACCOUNT_ORIGIN)
      const next = await at.restart()
      const asked = await draft(next, orderFor(ticketId, REFUND_QUESTION, { requesterId: PERSON }))
      expect([asked.reasons, asked.draft]).to.deep.equal([['KILL_SWITCH_ON'], undefined])
      await next.stop()
    })

  it('brings journal and stops to where the server looks for them, and a rehearsal leaves those alone', async () => {
    const apart = tempFolder()
    const env = {
      VOUCH_ERASURE_JOURNAL: join(apart, 'journal'),
      VOUCH_KILL_SWITCH_FILE: join(apart, 'stops', 'kill-switch.jsonl'),
    }
    const at = await startDesk({ env })
    const { requesterRef } = await withDraft(at)
    const kept = await withDraft(at, '360000000888')
    const told = {
      ...quiet,
      env: { ...env, VOUCH_DATA_DIR: at.dataDir, VOUCH_ACCOUNT_ORIGIN: ACCOUNT_ORIGIN },
    }
    const [to, keys] = [join(tempFolder(), 'backups'), join(tempFolder(), 'keys')]
    expect(await runBackup(['--to', to, '--keys-to', keys], told)).to.equal(0)
    const from = join(to, readdirSync(to)[0] ?? '')
    await erase(at, requesterRef)
    const stop = ['--brand', '9', '--reason', 'other', '--as', COMPLIANCE]
    expect(await runStopDrafting(stop, told)).to.equal(0)
    await at.stop()
    expect(await runBackup(['--keys-to', keys], told)).to.equal(0)
    rmSync(at.dataDir, { recursive: true })
    rmSync(apart, { recursive: true })
    const order = ['--from', from, '--keys', keys]
    const rehearsal = join(tempFolder(), 'data')
    expect(await runRestore([...order, '--data', rehearsal], told)).to.equal(3)
    expect(existsSync(apart)).to.equal(false)
    expect(await runRestore(order, told)).to.equal(3)
    expect(await runRestore(['--acknowledge', '--as', ADMIN], told)).to.equal(0)
    const next = await at.restart()
    expect(next.rows('select draft_id from draft')).to.deep.equal([{ draft_id: kept.draftId }])
    expect(next.rows("select ref from kill_switch where level = 'brand'")).to.deep.equal([{ ref: '9' }])
    await next.stop()
  })

  it('places nothing where a journal elsewhere holds what that of the keys does not, nor the other way round', async () => {
    const at = await startDesk()
    const { requesterRef } = await withDraft(at)
    await erase(at, requesterRef)
    await at.stop()
    const { from, keys } = await backedUp(at)
    const journal = join(tempFolder(), 'journal')
    const lines = readFileSync(join(keys, 'erasures', 'acme.journal'), 'utf8')
    const path = join(journal, 'acme.journal')
    mkdirSync(journal)
    const data = join(tempFolder(), 'data')
    const restore = () =>
      runRestore(['--from', from, '--keys', keys], {
        ...quiet,
        env: { VOUCH_DATA_DIR: data, VOUCH_ERASURE_JOURNAL: journal },
      })
    writeFileSync(path, 'another line\n', { mode: 0o600 })
    expect(await faultFrom(restore)).to.equal('ERASURE_JOURNAL_BROKEN')
    expect([existsSync(data), readFileSync(path, 'utf8')]).to.deep.equal([false, 'another line\n'])
    writeFileSync(path, `${lines}a newer line\n`, { mode: 0o600 })
    expect(await restore()).to.equal(0)
    expect(readFileSync(path, 'utf8')).to.equal(`${lines}a newer line\n`)
  })

  it('says which master key a backup needs: a later one opens it, an earlier one is refused', async () => {
    const at = await startDesk()
    await withDraft(at)
    const rotate = () => runKeys(['rotate', 'master', '--data', at.dataDir, '--as', ADMIN], quiet)
    const older = await backedUp(at)
    expect(await rotate()).to.equal(0)
    const newer = await backedUp(at)
    await at.stop()
    const said = terminal()
    const refused = () => runRestore(['--from', newer.from, '--keys', older.keys, '--data', newer.data], said)
    const { code, message } = await wholeFaultFrom(refused)
    expect([code, message.includes('needs master key 2')]).to.deep.equal(['SOURCE_UNREADABLE', true])
    expect(existsSync(newer.data)).to.equal(false)
    for (const keys of [older.keys, newer.keys]) {
      const data = join(tempFolder(), 'data')
      const order = ['--from', older.from, '--keys', keys, '--data', data]
      expect([0, 3]).to.include(await runRestore(order, said))
      const store = await openInstallation({ data, account: 'acme', env: {} })
      const [kept] = await store.transact((tx) => tx.keysByEpoch())
      expect([kept?.epoch, kept?.count]).to.deep.equal(['2026-11', 1])
      expect(
        await rewrapKeys(
          { ...store, world: at.world, audit: createAuditLog(at.world, store.keys) },
          store.transact,
          'acme',
        ),
      ).to.include({ unreadable: 0 })
      await store.close()
    }
  })

  it('refuses what is not whole, not its own, or newer, and places nothing', async () => {
    const at = await startDesk()
    await withDraft(at)
    await at.stop()
    const good = await backedUp(at)
    const foreign = tempFolder()
    openKeyring(foreign)
    const written = (folder: string) => readManifest(folder).manifest
    const own = openKeyring(at.dataDir)
    const spoiled: Record<string, { code: string; spoil: (folder: string) => void; keys?: string }> = {
      'a byte of the store': {
        code: 'SOURCE_UNREADABLE',
        spoil: (folder) => {
          const bytes = readFileSync(join(folder, 'vouch.sqlite'))
          bytes[5000] = (bytes[5000] ?? 0) ^ 1
          writeFileSync(join(folder, 'vouch.sqlite'), bytes)
        },
      },
      'the end of the store': {
        code: 'SOURCE_UNREADABLE',
        spoil: (folder) => {
          const bytes = readFileSync(join(folder, 'vouch.sqlite'))
          writeFileSync(join(folder, 'vouch.sqlite'), bytes.subarray(0, -4096))
        },
      },
      'no store': { code: 'SOURCE_UNREADABLE', spoil: (folder) => rmSync(join(folder, 'vouch.sqlite')) },
      'no checkpoint': {
        code: 'SOURCE_UNREADABLE',
        spoil: (folder) => rmSync(join(folder, 'audit', 'acme.checkpoint')),
      },
      'a record of a key that the manifest does not name': {
        code: 'SOURCE_UNREADABLE',
        spoil: (folder) =>
          writeFileSync(join(folder, 'audit', 'acme.keys'), '{"index":0,"note":"of somebody"}\n'),
      },
      'no manifest': { code: 'SOURCE_UNREADABLE', spoil: (folder) => rmSync(join(folder, 'manifest.json')) },
      'a manifest that somebody changed': {
        code: 'SIGNATURE_INVALID',
        spoil: (folder) => {
          const path = join(folder, 'manifest.json')
          writeFileSync(path, readFileSync(path, 'utf8').replace('"months": [', '"months": [ "2026-01",'))
        },
      },
      'keys of another installation': { code: 'SIGNATURE_INVALID', spoil: () => undefined, keys: foreign },
      'a newer schema': {
        code: 'STORE_NEWER_SCHEMA',
        spoil: (folder) =>
          writeFileSync(
            join(folder, 'manifest.json'),
            manifestText({ ...written(folder), schema: 9_999 }, own),
          ),
      },
      'a log that is not the one it names': {
        code: 'AUDIT_CHAIN_BROKEN',
        spoil: (folder) =>
          writeFileSync(
            join(folder, 'manifest.json'),
            manifestText(
              {
                ...written(folder),
                logs: written(folder).logs.map((log) => ({ ...log, root: 'f'.repeat(64) })),
              },
              own,
            ),
          ),
      },
    }
    for (const [name, { code, spoil, keys = good.keys }] of Object.entries(spoiled)) {
      const from = join(tempFolder(), 'backup')
      cpSync(good.from, from, { recursive: true })
      spoil(from)
      const place = tempFolder()
      const order = { data: join(place, 'data'), from, keys, passphrase: null }
      expect(await faultFrom(() => restoreFrom(order, quiet)), name).to.equal(code)
      expect(readdirSync(place), name).to.deep.equal([])
    }
    // The same backup, unspoiled.
    expect(await restoreFrom({ ...good, passphrase: null }, quiet)).to.equal(0)
  })

  it('writes over nothing, and takes an empty folder', async () => {
    const at = await startDesk()
    await at.stop()
    const { from, keys, data } = await backedUp(at)
    mkdirSync(data)
    writeFileSync(join(data, 'something'), 'of somebody')
    const order = { data, from, keys, passphrase: null }
    expect(await faultFrom(() => restoreFrom(order, quiet))).to.equal('CONFLICT')
    expect(readdirSync(data)).to.deep.equal(['something'])
    rmSync(join(data, 'something'))
    expect(await restoreFrom(order, quiet)).to.equal(0)
    expect((await verified(data)).code).to.equal(0)
  })

  it('keeps a checkpoint that is newer than the backup, and takes the backup’s where there is none', async () => {
    const at = await startDesk()
    const { from, keys } = await backedUp(at)
    await withDraft(at)
    await at.stop()
    const newer = join(at.dataDir, 'audit', 'acme.checkpoint')
    const place = (name: string) => join(tempFolder(), name)
    copyFileSync(newer, join(keys, 'audit', 'acme.checkpoint'))
    const first = place('data')
    expect(await restoreFrom({ data: first, from, keys, passphrase: null }, quiet)).to.equal(3)
    expect(readFileSync(join(first, 'audit', 'acme.checkpoint'), 'utf8')).to.equal(
      readFileSync(newer, 'utf8'),
    )
    rmSync(join(keys, 'audit'), { recursive: true })
    const second = place('data')
    expect(await restoreFrom({ data: second, from, keys, passphrase: null }, quiet)).to.equal(0)
    expect(readFileSync(join(second, 'audit', 'acme.checkpoint'), 'utf8')).to.equal(
      readFileSync(join(from, 'audit', 'acme.checkpoint'), 'utf8'),
    )
  })

  for (const step of ['keys placed', 'files placed', 'checked'] satisfies Step[])
    it(`leaves nothing that could be started when it is killed once it has ${step}, and is done again`, async () => {
      const at = await startDesk()
      await at.stop()
      const { from, keys, data } = await backedUp(at)
      const program = childProgram(new URL('../../support/restore-child.ts', import.meta.url))
      const run = [program, data, from, keys, step]
      const child = own(spawn(process.execPath, run, { stdio: ['ignore', 'pipe', 'inherit'] }))
      for await (const line of createInterface({ input: child.stdout })) if (line === step) break
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      expect(existsSync(data)).to.equal(false)
      expect(await restoreFrom({ data, from, keys, passphrase: null }, quiet)).to.equal(0)
      expect(readdirSync(join(data, '..'))).to.deep.equal(['data'])
      expect((await verified(data)).code).to.equal(0)
    })
})
