import { cpSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { openKeyring } from '../../../server/adapters/keyring.ts'
import { runDoctor } from '../../../server/cli/doctor.ts'
import type { BrandSync } from '../../../src/domain/sync-api.ts'
import { ADMIN, ENVIRONMENT, startHarness } from '../../support/companion-harness.ts'
import { ALLOWED, ARTICLES, startDesk } from '../../support/drafting-desk.ts'
import { fakeWorld } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { writeModelFolder } from '../../support/onnx-model.ts'
import { envOf, handOn, openStoreOf } from '../../support/store-of.ts'
import { tempFolder } from '../../support/temp-folder.ts'

async function doctor(env: Readonly<Record<string, string | undefined>>, ...args: readonly string[]) {
  const lines: string[] = []
  const code = await runDoctor(
    args,
    {
      out: (line) => lines.push(line),
      err: (line) => lines.push(line),
      env,
    },
    fakeWorld(),
  )
  return { code, text: lines.join('\n') }
}

describe('vouch doctor', () => {
  it('names every variable that is wrong, and no value of one', async () => {
    const env = { ...ENVIRONMENT, VOUCH_INSTALLATION_ID: 'not-a-number', VOUCH_PUBLIC_URL: undefined }
    const { code, text } = await doctor(env)
    expect(code).to.equal(1)
    expect(text).to.match(/FAILS configuration: VOUCH_PUBLIC_URL/)
    expect(text).to.match(/FAILS configuration: VOUCH_INSTALLATION_ID/)
    expect(text).to.not.contain('not-a-number')
  })

  it('says that no account is connected and how one is, beside what else is wrong', async () => {
    const named = /ACCOUNT_ORIGIN|INSTALLATION_ID|APP_PUBLIC_KEY|FIRST_ADMIN/
    const none = Object.fromEntries(Object.entries(ENVIRONMENT).filter(([name]) => !named.test(name)))
    const env = { ...none, VOUCH_DATA_DIR: tempFolder() }
    const { code, text } = await doctor(env)
    expect([code, text.split('\n').length]).to.deep.equal([1, 2])
    expect(text).to.match(/^FAILS connect: No account is connected.* Next: start the server .*vouch setup/m)
    const more = await doctor({ ...env, VOUCH_PUBLIC_URL: undefined })
    expect(more.text).to.match(/^FAILS configuration: VOUCH_PUBLIC_URL: is needed\nFAILS connect: /)
  })

  it('says that there is no store yet, and makes none', async () => {
    const { code, text } = await doctor({ ...ENVIRONMENT, VOUCH_DATA_DIR: tempFolder() })
    expect([code, text]).to.deep.equal([
      1,
      [
        'ok    configuration: Every variable can be read.',
        'FAILS store: There is none yet. Next: start the server once.',
      ].join('\n'),
    ])
  })

  it('says what is missing with the next step while it is, nothing else, and 0 once it is live', async () => {
    const desk = await startHarness({ live: false, articles: ARTICLES })
    const env = { ...ENVIRONMENT, VOUCH_DATA_DIR: desk.dataDir }
    const before = desk.dump()
    const open = await doctor(env)
    expect(open.code).to.equal(1)
    expect(open.text).to.match(/^FAILS scope: No article is allowed yet.* Next: Allow sections/m)
    expect(open.text).to.match(/^FAILS live: Needed steps that are still missing: 1\./m)
    expect(open.text).to.match(/^open {2}webhooks: /m)
    expect(desk.dump()).to.equal(before)
    await desk.api(ADMIN, 'PUT', '/console/allowlist', { version: 0, selection: ALLOWED })
    expect((await doctor(env)).text).to.match(/^FAILS live: Everything that is needed is there\. Next:/m)
    await desk.api(ADMIN, 'PUT', '/console/set-up/live', { live: true })
    const done = await doctor(env)
    expect(done.text).to.not.match(/FAILS/)
    expect(done.code).to.equal(0)
    await desk.stop()
  })

  it('says as the page what failed: a sync, a provider, entries that nobody has signed', async () => {
    const desk = await startDesk()
    await desk.stop()
    const env = {
      ...ENVIRONMENT,
      VOUCH_DATA_DIR: desk.dataDir,
      VOUCH_PROVIDER: 'self-hosted',
      VOUCH_PROVIDER_URL: 'http://localhost:11434/v1',
      VOUCH_PROVIDER_MODEL: 'small',
    }
    const whole = await doctor(env)
    expect(whole.text).to.not.match(/^FAILS health/m)
    expect(whole.text).to.not.match(/ log: /)
    const cut = handOn(desk.dataDir)
    cut.exec('update audit_head set size = size - 1')
    const behind = await doctor(env)
    expect(behind.text).to.match(/^FAILS log: The store has (\d+) entries, and \d+ are signed: it is behind/m)
    cut.exec('update audit_head set size = size + 1')
    cut.close()
    const store = await openStoreOf(desk.dataDir)
    const hour = `${fakeWorld().now().toISOString().slice(0, 13)}:00:00.000Z`
    await store.transact((tx) => tx.addProviderTrouble('acme', hour, 'PROVIDER_TIMEOUT'))
    await store.close()
    // As after a crash of the disk that held it: the log goes on, and nothing signs it.
    rmSync(`${desk.dataDir}/audit`, { recursive: true })
    const database = handOn(desk.dataDir)
    database.exec('update audit_head set size = size + 2000')
    database.close()
    const { code, text } = await doctor(env)
    expect(code).to.equal(1)
    expect(text).to.contain('FAILS health: The provider failed in the last 24 hours.')
    expect(text).to.contain('FAILS health: Entries of the audit log are not signed.')
  })

  it('says that the keys of the store are gone, or that others lie there, and makes none', async () => {
    const desk = await startDesk()
    await desk.companion.stop()
    const folder = tempFolder()
    cpSync(desk.dataDir, folder, { recursive: true })
    const env = { ...ENVIRONMENT, ...envOf(desk.dataDir), VOUCH_DATA_DIR: folder }
    expect((await doctor(env)).text).to.match(/^ok {4}data folder: Its keys are those of the store/m)
    for (const name of ['master.key', 'checkpoint.key', 'session.keys', 'audit', 'keys'])
      rmSync(join(folder, name), { recursive: true, force: true })
    const there = readdirSync(folder)
    const gone = await doctor(env)
    expect(gone.code).to.equal(1)
    expect(gone.text).to.match(/^FAILS data folder: The keys are not in .* Next: bring them back/m)
    expect(readdirSync(folder)).to.deep.equal(there)
    const strange = tempFolder()
    openKeyring(strange)
    cpSync(strange, folder, { recursive: true })
    const others = await doctor(env)
    expect(others.code).to.equal(1)
    expect(others.text).to.match(/^FAILS data folder: the keys in the data folder are not those/m)
    await desk.stop()
  })

  it('says how old the articles of each brand are, and which could not be read', async () => {
    const desk = await startDesk()
    await desk.stop()
    const brand = (brandId: string, brandName: string, outcome: 'read' | 'failed'): BrandSync => ({
      ...{ brandId, brandName, source: `https://${brandId}.example`, outcome },
      ...{ reason: outcome === 'read' ? null : 'gone', lastReadAt: '2026-11-01T00:00:00.000Z' },
    })
    const store = await openStoreOf(desk.dataDir)
    await store.transact(async (tx) => {
      const run = await tx.newestSyncRun('acme', null)
      if (run?.view) {
        const brands = [brand('1', 'Acme', 'read'), brand('2', 'Acme Pro', 'failed')]
        await tx.putSyncRun('acme', { ...run, view: { ...run.view, brands } })
      }
    })
    await store.close()
    const { code, text } = await doctor({ ...ENVIRONMENT, VOUCH_DATA_DIR: desk.dataDir })
    expect(code).to.equal(1)
    expect(text).to.contain('ok    brand Acme: Last read whole: 2026-11-01T00:00:00.000Z.')
    expect(text).to.contain('FAILS brand Acme Pro: Could not be read; its articles are kept.')
    expect(text).to.contain('FAILS health: The help center of a brand could not be read')
  })

  it('measures a notice that people wrote by what the configuration does now, and changes none', async () => {
    const desk = await startDesk()
    desk.tamper((database) => database.exec(`update notice_version set origin = 'written'`))
    const env = { ...ENVIRONMENT, VOUCH_DATA_DIR: desk.dataDir }
    expect((await doctor(env)).text).to.match(/^ok {4}notice: /m)
    const before = desk.dump()
    const { code, text } = await doctor({
      ...env,
      VOUCH_PROVIDER: 'self-hosted',
      VOUCH_PROVIDER_URL: 'http://localhost:11434/v1',
      VOUCH_PROVIDER_MODEL: 'small',
    })
    expect(code).to.equal(1)
    expect(text).to.match(/^FAILS notice: Version 1 says what is not so any more\. Activate a new one\./m)
    expect(desk.dump()).to.equal(before)
    await desk.stop()
  })

  it('tells of a key that is due, with the command, and touches none', async () => {
    const desk = await startDesk()
    const env = { ...ENVIRONMENT, VOUCH_DATA_DIR: desk.dataDir }
    expect((await doctor(env)).text).to.not.contain('vouch keys rotate master')
    const long = new Date('2020-01-01T00:00:00.000Z')
    const file = join(desk.dataDir, 'master.key')
    utimesSync(file, long, long)
    const before = readFileSync(file)
    expect((await doctor(env)).text).to.contain(
      'FAILS health: The master key is a year old or older. Change it: vouch keys rotate master.',
    )
    expect((await desk.api(ADMIN, 'GET', '/console/health')).body.findings).to.include('master_key_old')
    expect(readFileSync(file)).to.deep.equal(before)
    await desk.stop()
  })

  it('says which store it has read, and when the last whole sync began', async () => {
    const desk = await startDesk()
    const { text } = await doctor({ ...ENVIRONMENT, VOUCH_DATA_DIR: desk.dataDir })
    expect(text).to.contain(`ok    store: The file ${desk.dataDir}/vouch.sqlite.`)
    expect(text).to.match(/^ok {4}last sync: Whole, begun \d{4}-\d\d-\d\dT[\d:.]+Z\.$/m)
    await desk.stop()
  })

  it('says without a password which database does not answer, and what to do', async () => {
    const { code, text } = await doctor({
      ...ENVIRONMENT,
      VOUCH_DATA_DIR: tempFolder(),
      DATABASE_URL: 'postgres://vouch_app:secret@127.0.0.1:1/vouch',
    })
    expect(code).to.equal(1)
    expect(text).to.match(
      /^FAILS store: .* 127\.0\.0\.1:1\/vouch\. It does not answer \(STORE_UNAVAILABLE\): the database answered ECONNREFUSED\. Next: see/m,
    )
    expect(text).to.not.contain('secret')
  })

  it('says the same as JSON', async () => {
    const desk = await startDesk()
    const { code, text } = await doctor({ ...ENVIRONMENT, VOUCH_DATA_DIR: desk.dataDir }, '--json')
    const told = JSON.parse(text)
    expect([code, told.ok]).to.deep.equal([0, true])
    expect(told.findings.map(({ check }: { check: string }) => check)).to.deep.equal([
      ...[
        'configuration',
        'store',
        'data folder',
        'connect',
        'articles',
        'scope',
        'notice',
        'provider',
        'webhooks',
      ],
      ...['simulation', 'live', 'last sync'],
    ])
    await desk.stop()
  })

  it('says that an embedding model is there, or that it cannot be used and why', async () => {
    const desk = await startDesk()
    const folder = tempFolder()
    const env = { ...ENVIRONMENT, VOUCH_DATA_DIR: desk.dataDir, VOUCH_EMBEDDING_MODEL_DIR: folder }
    const without = await doctor(env)
    expect(without.code).to.equal(1)
    expect(without.text).to.match(
      /^FAILS embedding model: The embedding model cannot be used: .* \(FOLDER\)$/m,
    )
    writeModelFolder(folder, [['refund'], ['parcel']])
    const there = await doctor(env)
    expect(there.text).to.match(/^ok {4}embedding model: It can be asked\.$/m)
    expect(there.code).to.equal(0)
    await desk.stop()
  })

  it('takes no other word', async () => {
    expect(await faultFrom(() => doctor(ENVIRONMENT, '--all'))).to.equal('BAD_REQUEST')
  })
})
