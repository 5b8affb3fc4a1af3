import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { expect } from 'chai'
import { readSetUpConfig } from '../../../server/config.ts'
import { connectAccount, disconnectAccount } from '../../../server/connect-account.ts'
import { createLog } from '../../../server/log.ts'
import { startSetUp, type WaitingServer } from '../../../server/start-set-up.ts'
import { STAFF_LANGUAGES } from '../../../src/domain/staff-language.ts'
import { ENVIRONMENT } from '../../support/companion-harness.ts'
import { type FakeWorld, fakeWorld, MINUTE } from '../../support/fake-world.ts'
import { faultFrom } from '../../support/fault-from.ts'
import { HOST_KEY, HOST_PUBLIC_PEM } from '../../support/host-tokens.ts'
import { expectClosed } from '../../support/problem-checks.ts'
import { tempFolder } from '../../support/temp-folder.ts'
import { asServer, newDatabase, POSTGRES, postgresDatabase } from '../../support/test-database.ts'

const {
  VOUCH_ACCOUNT_ORIGIN: _origin,
  VOUCH_INSTALLATION_ID: _installation,
  VOUCH_APP_PUBLIC_KEY: _key,
  VOUCH_FIRST_ADMIN: _admin,
  ...UNCONNECTED
} = ENVIRONMENT
const FORM = { subdomain: 'acme', app: '', installation: '30000001', admin: '11', key: HOST_PUBLIC_PEM }

describe('the page that connects an account', () => {
  let dataDir: string
  let world: FakeWorld
  let server: WaitingServer
  let code: string
  let printed: string[]
  let logged: () => string
  let connected: boolean

  async function start(env: Readonly<Record<string, string>> = {}) {
    world = fakeWorld()
    printed = []
    connected = false
    const stream = new PassThrough()
    const lines: string[] = []
    stream.on('data', (chunk: Buffer) => lines.push(chunk.toString('utf8')))
    logged = () => lines.join('')
    const config = readSetUpConfig({ ...UNCONNECTED, ...env, VOUCH_DATA_DIR: dataDir })
    const given = { world, log: createLog('debug', stream) }
    server = await startSetUp(config, (line) => printed.push(line), given)
    void server.connected.then(() => {
      connected = true
    })
    code = printed.map((line) => /^ {4}((?:\w{5}-){5}\w)$/.exec(line)?.[1]).find(Boolean) ?? ''
  }
  beforeEach(async () => {
    dataDir = tempFolder()
    await start()
  })
  afterEach(() => server.stop())

  const at = (path: string) => `${server.origin.replace('localhost', '127.0.0.1')}${path}`
  async function get(path: string, language = 'en') {
    const response = await fetch(at(path), {
      redirect: 'manual',
      headers: { 'accept-language': language },
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  async function post(form: Readonly<Record<string, string>>, headers: Record<string, string> = {}) {
    const body = new URLSearchParams({ ...FORM, code, ...form })
    const response = await fetch(at('/set-up'), { method: 'POST', body, headers })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  const nothingStored = () => {
    expect(readdirSync(dataDir)).to.deep.equal([])
    expect(connected).to.equal(false)
  }

  it('prints the code on the terminal and nowhere else', async () => {
    expect(code).to.have.length(31)
    expect(printed.join('\n')).to.contain('http://localhost:4000/set-up')
    const shown = await get('/set-up')
    await post({ code: 'wrong' })
    for (const place of [logged(), shown.text, JSON.stringify([...shown.headers])])
      expect(place).to.not.contain(code)
    nothingStored()
  })

  it('runs no script, is framed by nobody, and serves nothing else', async () => {
    const { status, headers, text } = await get('/set-up')
    expect(status).to.equal(200)
    expect(text)
      .to.not.contain('<script')
      .and.not.match(/ on\w+=/)
    const policy = headers.get('content-security-policy') ?? ''
    for (const part of ["script-src 'none'", "frame-ancestors 'none'", "form-action 'self'"])
      expect(policy).to.contain(part)
    expectClosed({ headers })
    expectClosed(await get('/livez'))
    expectClosed(await get('/nothing'))
    expect((await get('/')).headers.get('location')).to.equal('/set-up')
    expect((await get('/readyz')).status).to.equal(503)
    expect((await get('/livez')).status).to.equal(200)
    for (const path of ['/api/v1/me', '/sidebar', '/console', '/api', '/app/../package.json'])
      expect((await get(path)).status, path).to.equal(404)
    const style = await get('/app/notice.css')
    expect([style.status, style.headers.get('content-encoding')]).to.deep.equal([200, 'gzip'])
  })

  it('speaks the ten languages of staff, Arabic from the right', async () => {
    const titles = new Set<string>()
    for (const language of STAFF_LANGUAGES) {
      const { text } = await get('/set-up', language)
      expect(text).to.contain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`)
      titles.add(/<title>(.*)<\/title>/.exec(text)?.[1] ?? '')
    }
    expect(titles.size).to.equal(STAFF_LANGUAGES.length)
    expect((await get('/set-up', 'xx')).text).to.contain('<html lang="en"')
  })

  it('stores the account for its owner alone, and says so once', async () => {
    const done = await post({ subdomain: 'https://acme.zendesk.com/agent' })
    expect([done.status, done.text.includes('Vouch is starting')]).to.deep.equal([200, true])
    await server.connected
    const file = `${dataDir}/connection.json`
    expect(statSync(file).mode & 0o777).to.equal(0o600)
    expect(JSON.parse(readFileSync(file, 'utf8'))).to.deep.equal({
      accountOrigin: 'https://acme.zendesk.com',
      installationId: '30000001',
      appPublicKey: `${HOST_PUBLIC_PEM.trim()}\n`,
      firstAdmin: '11',
    })
    expect(logged()).to.not.contain('acme').and.not.contain('PUBLIC KEY')
  })

  it('stores nothing for a wrong code, whatever else is right', async () => {
    const { status, text } = await post({ code: `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}` })
    expect(status).to.equal(401)
    expect(text).to.contain('This code is not right')
    nothingStored()
  })

  it('stores nothing for a code that is too old, and the right one is of no use any more', async () => {
    world.pass(30 * MINUTE)
    const { status, text } = await post({})
    expect(status).to.equal(410)
    expect(text).to.contain('too old')
    nothingStored()
  })

  it('takes a code once, and leaves what the first one stored', async () => {
    await post({})
    const before = readFileSync(`${dataDir}/connection.json`, 'utf8')
    await server.connected
    const second = await post({ subdomain: 'other' })
    expect(second.status).to.equal(410)
    expect(readFileSync(`${dataDir}/connection.json`, 'utf8')).to.equal(before)
  })

  it('lets one of two win that come at the same moment', async () => {
    const both = await Promise.all([post({ subdomain: 'one' }), post({ subdomain: 'two' })])
    expect(both.map(({ status }) => status).sort()).to.deep.equal([200, 410])
  })

  it('changes nothing where an account is connected already', async () => {
    const other = {
      accountOrigin: 'https://other.zendesk.com',
      installationId: '1',
      appPublicKey: HOST_PUBLIC_PEM,
      firstAdmin: '2',
    }
    await connectAccount({ dataDir, databaseUrl: null, world }, other, 'command')
    const { status, text } = await post({})
    expect([status, text.includes('connected already')]).to.deep.equal([409, true])
    expect(readFileSync(`${dataDir}/connection.json`, 'utf8')).to.contain('other.zendesk.com')
  })

  it('asks who was wrong ten times to wait, and not somebody else', async () => {
    await server.stop()
    await start({ VOUCH_TRUSTED_PROXIES: '127.0.0.1' })
    const from = (address: string) => ({ 'x-forwarded-for': address })
    for (let guess = 0; guess < 10; guess += 1)
      expect((await post({ code: 'x' }, from('192.0.2.1'))).status).to.equal(401)
    world.setTo('2026-11-20T09:01:15.000Z')
    for (let guess = 0; guess < 10; guess += 1) await post({ code: 'x' }, from('192.0.2.1'))
    const refused = await post({}, from('192.0.2.1'))
    expect([refused.status, refused.headers.get('retry-after')]).to.deep.equal([429, '45'])
    nothingStored()
    expect((await post({}, from('192.0.2.2'))).status).to.equal(200)
  })

  it('counts a stranger who invents addresses as one', async () => {
    for (let guess = 0; guess < 10; guess += 1)
      await post({ code: 'x' }, { 'x-forwarded-for': `192.0.2.${guess}` })
    expect((await post({}, { 'x-forwarded-for': '192.0.2.99' })).status).to.equal(429)
    nothingStored()
  })

  const BAD: Readonly<Record<string, [Readonly<Record<string, string>>, string]>> = {
    'no subdomain': [{ subdomain: 'acme.evil.example' }, 'This is no subdomain'],
    'an installation in words': [{ installation: 'mine' }, 'This must be a number'],
    'no admin': [{ admin: '' }, 'This is needed'],
    'a private key': [
      { key: String(HOST_KEY.export({ type: 'pkcs8', format: 'pem' })) },
      'This is a private key',
    ],
    'a key of the workbench, in production': [
      { key: `# VOUCH WORKBENCH KEY\n${HOST_PUBLIC_PEM}` },
      'key of the workbench',
    ],
  }
  for (const [name, [form, says]] of Object.entries(BAD))
    it(`says what is wrong and stores nothing: ${name}`, async () => {
      await server.stop()
      await start({
        NODE_ENV: 'production',
        VOUCH_PUBLIC_URL: 'https://vouch.example',
        VOUCH_HELP_CENTER_URL: '',
      })
      const { status, text } = await post(form)
      expect(status).to.equal(422)
      expect(text).to.contain(says)
      nothingStored()
      // The code was not used up.
      expect((await post({})).status).to.equal(200)
    })

  it('leads to the key of the account that was typed, and to no other place', async () => {
    const known = await post({ app: '77', key: '' })
    expect(known.text).to.contain('<a href="https://acme.zendesk.com/api/v2/apps/77/public_key.pem"')
    for (const form of [
      { app: '77"><b>', key: '' },
      { app: '77', key: '', subdomain: 'evil.example/' },
    ])
      expect((await post(form)).text)
        .to.not.contain('<a href')
        .and.not.contain('<b>')
    nothingStored()
  })

  it('shows again what was typed, as text', async () => {
    const { text } = await post({ subdomain: '"><script>alert(1)</script>', key: '</textarea><script>' })
    expect(text).to.contain('&lt;script&gt;alert(1)').and.not.contain('<script')
    nothingStored()
  })

  it('goes on when a command has connected the account meanwhile', async () => {
    const other = {
      accountOrigin: 'https://acme.zendesk.com',
      installationId: '1',
      appPublicKey: HOST_PUBLIC_PEM,
      firstAdmin: '2',
    }
    await connectAccount({ dataDir, databaseUrl: null, world }, other, 'command')
    await server.connected
    expect(existsSync(`${dataDir}/connection.json`)).to.equal(true)
  })

  if (POSTGRES !== null)
    it('has file and entry or neither, also when the database takes a commit back', async () => {
      const url = await newDatabase()
      const database = postgresDatabase(url)
      // The first commit is to be run again; the third fails for good.
      database.exec(`create sequence commits;
        create function taken_back() returns trigger language plpgsql security definer as $$
          begin
            case nextval('public.commits')
              when 1 then raise exception using errcode = '40001';
              when 3 then raise exception using errcode = '53100';
              else return null;
            end case;
          end $$;
        create constraint trigger taken_back after insert on audit_entry
          deferrable initially deferred for each row execute function taken_back()`)
      const place = { dataDir: tempFolder(), databaseUrl: asServer(url), world }
      const connection = {
        accountOrigin: 'https://acme.zendesk.com',
        installationId: '1',
        appPublicKey: HOST_PUBLIC_PEM,
        firstAdmin: '2',
      }
      const entries = () => Number(database.prepare('select count(*) from audit_entry').pluck().get())
      await connectAccount(place, connection, 'command')
      expect(existsSync(`${place.dataDir}/connection.json`)).to.equal(true)
      expect(entries()).to.equal(1)
      expect(await faultFrom(() => disconnectAccount(place))).to.equal('STORE_UNAVAILABLE')
      expect(existsSync(`${place.dataDir}/connection.json`)).to.equal(true)
      expect(entries()).to.equal(1)
      await disconnectAccount(place)
      expect([existsSync(`${place.dataDir}/connection.json`), entries()]).to.deep.equal([false, 2])
      database.exec('drop trigger taken_back on audit_entry; drop function taken_back; drop sequence commits')
    })
})
