import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect } from 'chai'
import { runCli } from '../../../server/cli/main.ts'
import { runSetUp } from '../../../server/cli/setup.ts'
import { runVerify } from '../../../server/cli/verify.ts'
import { ENVIRONMENT, startHarness } from '../../support/companion-harness.ts'
import { fakeWorld } from '../../support/fake-world.ts'
import { faultFrom, wholeFaultFrom } from '../../support/fault-from.ts'
import { HOST_KEY, HOST_PUBLIC_PEM } from '../../support/host-tokens.ts'
import { envOf, newPlace } from '../../support/store-of.ts'
import { tempFolder } from '../../support/temp-folder.ts'

describe('vouch setup', () => {
  let dataDir: string
  let key: string
  let said: string[]
  /** What lies in the folder before anything was set up: on a database its servers' keys. */
  let bare: readonly string[]
  beforeEach(async () => {
    dataDir = tempFolder()
    await newPlace(dataDir)
    bare = readdirSync(dataDir)
    key = `${tempFolder()}/app.pem`
    writeFileSync(key, HOST_PUBLIC_PEM)
    said = []
  })

  const place = () => {
    const { VOUCH_ACCOUNT_ORIGIN: _, ...database } = envOf(dataDir)
    return database
  }
  const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    runSetUp(
      [...args, '--data', dataDir],
      { out: (line) => said.push(line), err: (line) => said.push(line), env: { ...place(), ...env } },
      fakeWorld(),
    )
  const whole = (over: Readonly<Record<string, string>> = {}) =>
    Object.entries({ subdomain: 'acme', installation: '30000001', admin: '11', key, ...over }).flatMap(
      ([name, value]) => [`--${name}`, value],
    )

  it('connects, with an entry in a log that verifies, and says what is connected', async () => {
    expect(await run([])).to.equal(1)
    expect(await run(whole())).to.equal(0)
    said = []
    expect(await run([])).to.equal(0)
    expect(said).to.deep.equal([
      'account:      https://acme.zendesk.com',
      'installation: 30000001',
      'first admin:  11',
      'public key:   stored',
    ])
    const desk = await startHarness({ dataDir, live: false })
    const verdict: string[] = []
    const terminal = { out: (line: string) => verdict.push(line), err: () => undefined, env: envOf(dataDir) }
    expect(await runVerify(['--data', dataDir], terminal), verdict.join('\n')).to.equal(0)
    const [entry] = desk.audit()
    expect(entry).to.deep.include({
      type: 'account.connection_changed',
      decision: 'connected',
      actor: { kind: 'system', ref: 'cli' },
      object: { kind: 'installation', ref: '30000001' },
    })
    await desk.stop()
  })

  it('says which values the environment gives, which win', async () => {
    await run(whole())
    said = []
    await run([], { VOUCH_INSTALLATION_ID: '7', VOUCH_APP_PUBLIC_KEY_FILE: key })
    expect(said).to.deep.equal([
      'account:      https://acme.zendesk.com',
      'installation: from the environment (VOUCH_INSTALLATION_ID)',
      'first admin:  11',
      'public key:   from the environment (VOUCH_APP_PUBLIC_KEY)',
    ])
  })

  it('connects nothing where the environment names an account', async () => {
    const fault = await wholeFaultFrom(() => run(whole(), { VOUCH_ACCOUNT_ORIGIN: 'https://a.zendesk.com' }))
    expect(fault.code).to.equal('CONFLICT')
    expect(readdirSync(dataDir)).to.deep.equal(bare)
  })

  it('connects no second account, and leaves no entry of it', async () => {
    await run(whole())
    const before = readFileSync(`${dataDir}/connection.json`, 'utf8')
    expect(await faultFrom(() => run(whole({ subdomain: 'other' })))).to.equal('CONFLICT')
    expect(readFileSync(`${dataDir}/connection.json`, 'utf8')).to.equal(before)
    const desk = await startHarness({ dataDir, live: false })
    expect(desk.rows('select distinct account_id from audit_entry')).to.deep.equal([{ account_id: 'acme' }])
    await desk.stop()
  })

  it('connects a renamed account under its name of before, and takes it not back once somebody has signed in', async () => {
    const VOUCH_ACCOUNT_ID = 'acme'
    expect(await run(whole({ subdomain: 'acme-new' }), { VOUCH_ACCOUNT_ID })).to.equal(0)
    const desk = await startHarness({ dataDir, live: false })
    expect(desk.rows('select distinct account_id from audit_entry')).to.deep.equal([{ account_id: 'acme' }])
    await desk.sessionOf('11')
    await desk.stop()
    expect(await faultFrom(() => run(['--reset'], { VOUCH_ACCOUNT_ID }))).to.equal('CONFLICT')
    expect(readdirSync(dataDir)).to.include('connection.json')
  })

  it('names every option that is wrong at once, stores nothing and quotes no key', async () => {
    const secret = String(HOST_KEY.export({ type: 'pkcs8', format: 'pem' }))
    writeFileSync(key, secret)
    const wrong = whole({ subdomain: 'a.b', installation: 'x', admin: '0' })
    const fault = await wholeFaultFrom(() => run(wrong))
    expect(fault.code).to.equal('BAD_REQUEST')
    for (const option of ['--subdomain', '--installation', '--admin', '--key'])
      expect(fault.message).to.contain(option)
    expect(fault.message).to.not.contain(secret.split('\n')[1])
    expect(readdirSync(dataDir)).to.deep.equal(bare)
  })

  it('says where the key is, and that it needs a sign-in', async () => {
    expect(await run(['--subdomain', 'acme', '--app', '77'])).to.equal(3)
    expect(said.join('\n'))
      .to.contain('only to an admin who is signed in')
      .and.contain(
        'curl -fsS -H "Authorization: Bearer $ZENDESK_TOKEN" https://acme.zendesk.com/api/v2/apps/77/public_key.pem',
      )
    expect(readdirSync(dataDir)).to.deep.equal(bare)
  })

  it('takes the account back before anybody has signed in, and not afterwards', async () => {
    await run(whole())
    expect(await run(['--reset'])).to.equal(0)
    expect(readdirSync(dataDir)).to.not.include('connection.json')
    expect(await faultFrom(() => run(['--reset']))).to.equal('NOT_FOUND')
    await run(whole())
    const desk = await startHarness({ dataDir, live: false })
    await desk.sessionOf('11')
    await desk.stop()
    const before = readFileSync(`${dataDir}/connection.json`, 'utf8')
    expect(await faultFrom(() => run(['--reset']))).to.equal('CONFLICT')
    expect(readFileSync(`${dataDir}/connection.json`, 'utf8')).to.equal(before)
    const again = await startHarness({ dataDir, live: false })
    const told = again.audit().filter(({ type }) => type === 'account.connection_changed')
    expect(told.map(({ decision }) => decision)).to.deep.equal(['connected', 'disconnected', 'connected'])
    await again.stop()
  })

  it('reads a connection that only its owner can read, and what it says', async () => {
    await run(whole())
    const file = `${dataDir}/connection.json`
    writeFileSync(file, '{"accountOrigin":"https://evil.example"}')
    const fault = await wholeFaultFrom(() => run([]))
    expect([fault.code, fault.message.includes('holds no connection')]).to.deep.equal([
      'CONFIG_INVALID',
      true,
    ])
  })

  it('is found by the other commands', async () => {
    await run(whole())
    const env = { ...ENVIRONMENT, VOUCH_DATA_DIR: dataDir, ...place(), ...UNNAMED }
    const lines: string[] = []
    const out = (line: string) => lines.push(line)
    await runCli(['doctor'], { out, err: out, env })
    expect(lines[0]).to.contain('Every variable can be read')
  })
})

const UNNAMED = {
  VOUCH_ACCOUNT_ORIGIN: '',
  VOUCH_INSTALLATION_ID: '',
  VOUCH_APP_PUBLIC_KEY: '',
  VOUCH_FIRST_ADMIN: '',
}
