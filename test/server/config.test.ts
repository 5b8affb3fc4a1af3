import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { inspect } from 'node:util'
import { expect } from 'chai'
import { accountMeant } from '../../server/cli/installation.ts'
import { accountIdIn, readConfig } from '../../server/config.ts'
import { WORKBENCH_KEY_MARK } from '../../server/connection.ts'
import { wholeFaultFrom } from '../support/fault-from.ts'
import { HOST_KEY, HOST_PUBLIC_PEM } from '../support/host-tokens.ts'
import { tempFolder } from '../support/temp-folder.ts'

type Environment = Record<string, string | undefined>

const GOOD: Environment = {
  VOUCH_PUBLIC_URL: 'https://vouch.acme.example',
  VOUCH_ACCOUNT_ORIGIN: 'https://acme.zendesk.com',
  VOUCH_INSTALLATION_ID: '99',
  VOUCH_APP_PUBLIC_KEY: HOST_PUBLIC_PEM,
  VOUCH_FIRST_ADMIN: '1',
  VOUCH_CONTROLLER_NAME: 'Acme GmbH',
  VOUCH_CONTROLLER_CONTACT: 'privacy@acme.example',
}
const PLACES: Environment = {
  VOUCH_CONTROLLER_ADDRESS: 'Musterweg 1, 10115 Berlin',
  VOUCH_CONTROLLER_COUNTRY: 'DE',
  VOUCH_STORAGE_COUNTRY: 'FR',
}
const PRODUCTION: Environment = { ...GOOD, ...PLACES, NODE_ENV: 'production' }

function pem(kind: 'spki' | 'pkcs8', make: () => ReturnType<typeof generateKeyPairSync>): string {
  const pair = make()
  return kind === 'spki'
    ? pair.publicKey.export({ type: 'spki', format: 'pem' }).toString()
    : pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}
const EC_KEY = pem('spki', () => generateKeyPairSync('ec', { namedCurve: 'P-256' }))
const SHORT_KEY = pem('spki', () => generateKeyPairSync('rsa', { modulusLength: 1024 }))
const PRIVATE_KEY = HOST_KEY.export({ type: 'pkcs8', format: 'pem' }).toString()
const WORKBENCH_KEY = `${WORKBENCH_KEY_MARK}\n${HOST_PUBLIC_PEM}`

async function problemsOf(env: Environment): Promise<readonly string[]> {
  const fault = await wholeFaultFrom(() => readConfig(env))
  expect(fault.code).to.equal('CONFIG_INVALID')
  return fault.detail.problems as readonly string[]
}
async function variablesOf(env: Environment): Promise<readonly string[]> {
  return (await problemsOf(env)).map((problem) => problem.slice(0, problem.indexOf(':')))
}

/** One bad value each; the problem must name the variable, and no other. */
const BAD: readonly [variable: string, value: string | undefined, why: string][] = [
  ['VOUCH_PUBLIC_URL', undefined, 'missing'],
  ['VOUCH_PUBLIC_URL', '', 'empty'],
  ['VOUCH_PUBLIC_URL', 'https://vouch.acme.example/', 'with a slash'],
  ['VOUCH_PUBLIC_URL', 'https://vouch.acme.example/app', 'with a path'],
  ['VOUCH_PUBLIC_URL', 'vouch.acme.example', 'without a scheme'],
  ['VOUCH_PUBLIC_URL', 'ftp://vouch.acme.example', 'with another scheme'],
  ['VOUCH_PUBLIC_URL', 'https://a:b@vouch.acme.example', 'with a login'],
  ['VOUCH_ACCOUNT_ORIGIN', undefined, 'missing'],
  ['VOUCH_ACCOUNT_ORIGIN', 'https://acme.zendesk.com.evil.example', 'of another site'],
  ['VOUCH_ACCOUNT_ORIGIN', 'http://acme.zendesk.com', 'with plain http'],
  ['VOUCH_ACCOUNT_ORIGIN', 'https://zendesk.com', 'without a subdomain'],
  ['VOUCH_INSTALLATION_ID', undefined, 'missing'],
  ['VOUCH_INSTALLATION_ID', '0', 'zero'],
  ['VOUCH_INSTALLATION_ID', '99/../98', 'with a path'],
  ['VOUCH_APP_PUBLIC_KEY_FILE', undefined, 'missing, and the key itself too'],
  ['VOUCH_APP_PUBLIC_KEY', 'secret', 'that is no PEM'],
  ['VOUCH_APP_PUBLIC_KEY', EC_KEY, 'of another kind'],
  ['VOUCH_APP_PUBLIC_KEY', SHORT_KEY, 'that is too short'],
  ['VOUCH_APP_PUBLIC_KEY', PRIVATE_KEY, 'that is the private one'],
  ['VOUCH_FIRST_ADMIN', undefined, 'missing'],
  ['VOUCH_FIRST_ADMIN', 'admin@acme.example', 'that is an e-mail address'],
  ['VOUCH_CONTROLLER_NAME', undefined, 'missing'],
  ['VOUCH_CONTROLLER_NAME', '   ', 'blank'],
  ['VOUCH_CONTROLLER_CONTACT', undefined, 'missing'],
  ['VOUCH_PORT', '-1', 'negative'],
  ['VOUCH_PORT', '65536', 'too high'],
  ['VOUCH_PORT', 'http', 'in words'],
  ['VOUCH_TRUSTED_PROXIES', 'true', 'that trusts by a word'],
  ['VOUCH_TRUSTED_PROXIES', '1', 'that counts hops'],
  ['VOUCH_TRUSTED_PROXIES', '0.0.0.0/0', 'that trusts everybody'],
  ['VOUCH_TRUSTED_PROXIES', '10.0.0.2, proxy.acme.example', 'with a name'],
  ['VOUCH_HELP_CENTER_URL', 'https://help.acme.example/hc', 'with a path'],
  ['VOUCH_HELP_CENTER_LOCALES', 'en-us,../de', 'with a path'],
  ['VOUCH_HELP_CENTER_LOCALES', 'en-us,', 'with an empty one'],
  ['VOUCH_PRIVACY_URL', 'javascript:alert(1)', 'that runs script'],
  ['VOUCH_PRIVACY_URL', '/privacy', 'without a site'],
  ['VOUCH_ZAF_SDK_URL', 'zaf.js', 'that is no URL'],
  ['VOUCH_KILL_SWITCH', 'yes', 'that is neither on nor off'],
  ['VOUCH_LOG_LEVEL', 'silly', 'that does not exist'],
  ['VOUCH_ACCOUNT_ID', '../acme', 'that leads elsewhere'],
  ['VOUCH_CONTROLLER_COUNTRY', 'Germany', 'that is no code'],
  ['VOUCH_STORAGE_COUNTRY', 'de', 'in small letters'],
]

/** Fine on one's own machine, refused in production. */
const REFUSED_IN_PRODUCTION: readonly [variable: string, value: string][] = [
  ['VOUCH_PUBLIC_URL', 'http://localhost:4000'],
  ['VOUCH_ACCOUNT_ORIGIN', 'http://localhost:3000'],
  ['VOUCH_APP_PUBLIC_KEY', WORKBENCH_KEY],
  ['VOUCH_HELP_CENTER_URL', 'http://localhost:3000'],
  ['VOUCH_ZAF_SDK_URL', 'http://localhost:3000/zaf_sdk.js'],
  ['VOUCH_WEBHOOK_SECRET', 'short'],
  ['VOUCH_WEBHOOK_SECRET_BEFORE', 'short'],
  ['VOUCH_WEBHOOK_SECRET_BEFORE', 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=='],
  // The one that Zendesk publishes for tests of webhooks that are not saved yet.
  ['VOUCH_WEBHOOK_SECRET', 'dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ=='],
  ['DATABASE_URL', 'postgres://vouch_app@db.example/vouch'],
  ['DATABASE_URL', 'postgres://vouch_app@db.example/vouch?sslmode=require'],
  ['DATABASE_URL', 'postgres://vouch_app@db.example/vouch?sslmode=verify-full&sslmode=disable'],
  // Connected to is the one in the query.
  ['DATABASE_URL', 'postgres://vouch_app@localhost/vouch?host=db.example'],
  // `PGHOST` would decide.
  ['DATABASE_URL', 'postgres:///vouch'],
  ['DATABASE_URL', 'postgres:///vouch?host=localhost&host=db.example'],
]

const TAKEN_IN_PRODUCTION = [
  'postgres://vouch_app@db.example/vouch?sslmode=verify-full',
  'postgres://vouch_app@db.example/vouch?sslmode=verify-full&sslrootcert=/ca.pem',
  'postgres://vouch_app@127.0.0.1:5433/vouch',
  'postgres://vouch_app@[::1]/vouch',
  'postgres://vouch_app@localhost/vouch?host=/run/postgresql',
]

describe('the configuration', () => {
  it('is read with its defaults', () => {
    expect(readConfig(GOOD)).to.deep.include({
      production: false,
      host: '127.0.0.1',
      port: 4_000,
      trustedProxies: [],
      publicUrl: 'https://vouch.acme.example',
      account: {
        accountId: 'acme',
        origin: 'https://acme.zendesk.com',
        installationId: '99',
        appPublicKey: HOST_PUBLIC_PEM.trim(),
        firstAdmin: '1',
        webhookSecrets: [],
        helpdeskAccount: null,
      },
      helpCenter: { origin: 'https://acme.zendesk.com', locales: ['en-us'], brands: [] },
      controller: {
        name: 'Acme GmbH',
        contact: 'privacy@acme.example',
        privacyUrl: null,
        address: null,
        country: null,
        storageCountry: null,
      },
      provider: null,
      candidate: null,
      killSwitch: false,
      killSwitchFile: resolve('data/kill-switch.jsonl'),
      breachDeadlines: [{ from: '2018-05-25', hours: 72 }],
      logLevel: 'info',
      backupDays: 35,
      erasureJournal: `${process.cwd()}/data/erasures`,
    })
  })

  it('is read for production, with everything given', () => {
    const config = readConfig({
      ...PRODUCTION,
      VOUCH_PORT: '443',
      VOUCH_HELP_CENTER_URL: 'https://help.acme.example',
      VOUCH_HELP_CENTER_LOCALES: 'EN-US, de',
      VOUCH_PRIVACY_URL: 'https://acme.example/privacy',
      VOUCH_WEBHOOK_SECRET: 'x'.repeat(24),
      VOUCH_KILL_SWITCH: 'on',
    })
    expect(config).to.deep.include({
      production: true,
      port: 443,
      helpCenter: { origin: 'https://help.acme.example', locales: ['en-us', 'de'], brands: [] },
      killSwitch: true,
    })
    expect(config.controller).to.deep.include({
      privacyUrl: 'https://acme.example/privacy',
      address: 'Musterweg 1, 10115 Berlin',
      country: 'DE',
      storageCountry: 'FR',
    })
  })

  for (const variable of Object.keys(PLACES))
    it(`needs ${variable} in production: the record of a consent names it`, async () => {
      expect(readConfig({ ...GOOD, ...PLACES, [variable]: undefined }).production).to.equal(false)
      expect(await variablesOf({ ...PRODUCTION, [variable]: undefined })).to.deep.equal([variable])
    })

  it('takes the key from a file, or from a line with written line breaks', () => {
    const file = join(tempFolder(), 'app.pem')
    writeFileSync(file, HOST_PUBLIC_PEM)
    const { VOUCH_APP_PUBLIC_KEY: _key, ...rest } = GOOD
    expect(readConfig({ ...rest, VOUCH_APP_PUBLIC_KEY_FILE: file }).account.appPublicKey).to.equal(
      HOST_PUBLIC_PEM,
    )
    const line = HOST_PUBLIC_PEM.trim().replaceAll('\n', '\\n')
    expect(readConfig({ ...rest, VOUCH_APP_PUBLIC_KEY: line }).account.appPublicKey).to.equal(
      HOST_PUBLIC_PEM.trim(),
    )
  })

  for (const [variable, value, why] of BAD)
    it(`refuses ${variable} ${why}, and names nothing else`, async () => {
      const env = { ...GOOD, [variable]: value }
      if (variable === 'VOUCH_APP_PUBLIC_KEY_FILE') delete env.VOUCH_APP_PUBLIC_KEY
      expect(await variablesOf(env)).to.deep.equal([variable])
    })

  for (const [variable, value] of REFUSED_IN_PRODUCTION)
    it(`refuses ${variable} in production that is fine on one's own machine`, async () => {
      expect(readConfig({ ...GOOD, [variable]: value }).production).to.equal(false)
      expect(await variablesOf({ ...PRODUCTION, [variable]: value })).to.deep.equal([variable])
    })

  for (const url of TAKEN_IN_PRODUCTION)
    it(`takes DATABASE_URL ${url} in production`, () => {
      expect(readConfig({ ...PRODUCTION, DATABASE_URL: url }).databaseUrl).to.equal(url)
    })

  it('names everything that is missing at once', async () => {
    expect(await variablesOf({})).to.have.members([
      'VOUCH_PUBLIC_URL',
      'VOUCH_ACCOUNT_ORIGIN',
      'VOUCH_INSTALLATION_ID',
      'VOUCH_APP_PUBLIC_KEY_FILE',
      'VOUCH_FIRST_ADMIN',
      'VOUCH_CONTROLLER_NAME',
      'VOUCH_CONTROLLER_CONTACT',
    ])
  })

  it('names missing, bad and unsafe values at once, one line each', async () => {
    const env = {
      ...PLACES,
      NODE_ENV: 'production',
      VOUCH_PUBLIC_URL: 'http://localhost:4000',
      VOUCH_ACCOUNT_ORIGIN: 'not an origin',
      VOUCH_APP_PUBLIC_KEY: 'nonsense',
      VOUCH_PORT: 'http',
      VOUCH_WEBHOOK_SECRET: 'short',
    }
    const problems = await problemsOf(env)
    const { message } = await wholeFaultFrom(() => readConfig(env))
    expect(problems.map((problem) => problem.split(':')[0])).to.have.members([
      'VOUCH_PUBLIC_URL',
      'VOUCH_ACCOUNT_ORIGIN',
      'VOUCH_INSTALLATION_ID',
      'VOUCH_APP_PUBLIC_KEY',
      'VOUCH_FIRST_ADMIN',
      'VOUCH_CONTROLLER_NAME',
      'VOUCH_CONTROLLER_CONTACT',
      'VOUCH_PORT',
      'VOUCH_WEBHOOK_SECRET',
    ])
    expect(message.split('\n')).to.have.length(1 + problems.length)
  })

  it('prints no key, no secret and nothing of a file, whatever is wrong with them', async () => {
    const secret = 'a-secret-of-the-webhook'
    const inFile = join(tempFolder(), 'app.pem')
    writeFileSync(inFile, PRIVATE_KEY)
    const wrong: Record<string, Environment> = {
      'a private key as public key': { VOUCH_APP_PUBLIC_KEY: PRIVATE_KEY },
      'a private key as file name': {
        VOUCH_APP_PUBLIC_KEY: undefined,
        VOUCH_APP_PUBLIC_KEY_FILE: PRIVATE_KEY,
      },
      'a private key in the file': { VOUCH_APP_PUBLIC_KEY: undefined, VOUCH_APP_PUBLIC_KEY_FILE: inFile },
      'a broken key': { VOUCH_APP_PUBLIC_KEY: PRIVATE_KEY.slice(40) },
      'a key as webhook secret, and no host': { VOUCH_WEBHOOK_SECRET: secret, VOUCH_PUBLIC_URL: undefined },
      'a short webhook secret': { VOUCH_WEBHOOK_SECRET: secret.slice(0, 12) },
    }
    const material = [...PRIVATE_KEY.split('\n').slice(1, 5), secret.slice(0, 12)]
    for (const [name, change] of Object.entries(wrong)) {
      const fault = await wholeFaultFrom(() => readConfig({ ...PRODUCTION, ...change }))
      for (const piece of material)
        expect(`${fault.message}${JSON.stringify(fault.detail)}`, name).not.to.include(piece)
    }
  })

  it('names what is wrong with the provider together with all else', async () => {
    const env = { ...GOOD, VOUCH_PORT: 'http', VOUCH_PROVIDER: 'openai-eu' }
    expect(await variablesOf(env)).to.have.members([
      'VOUCH_PORT',
      'VOUCH_PROVIDER_MODEL',
      'VOUCH_PROVIDER_KEY_FILE',
      'VOUCH_PROVIDER_RETENTION',
    ])
  })

  it('holds the key of the provider in a way that no printed configuration shows', () => {
    const key = 'sk-a-key-that-nobody-may-read'
    const config = readConfig({
      ...GOOD,
      VOUCH_PROVIDER: 'openai-us',
      VOUCH_PROVIDER_MODEL: 'gpt-5-mini',
      VOUCH_PROVIDER_KEY: ` ${key}\n`,
    })
    expect(config.provider?.providerKey?.()).to.equal(key)
    expect(`${JSON.stringify(config)}${inspect(config, { depth: 9, showHidden: true })}`).not.to.include(
      'sk-a',
    )
  })

  it('names an account by what it was named at first, and by its address where nothing is said', () => {
    const VOUCH_ACCOUNT_ORIGIN = 'https://acme-new.zendesk.com'
    expect(accountIdIn({ VOUCH_ACCOUNT_ORIGIN, VOUCH_ACCOUNT_ID: ' acme ' })).to.equal('acme')
    expect(accountIdIn({ VOUCH_ACCOUNT_ORIGIN, VOUCH_ACCOUNT_ID: '' })).to.equal('acme-new')
    expect(accountIdIn({})).to.equal(undefined)
  })

  it('refuses to commands the account that it refuses to a server, in the same words', async () => {
    const VOUCH_ACCOUNT_ID = '../acme'
    const env = { ...GOOD, VOUCH_ACCOUNT_ID }
    const said = async (act: () => unknown) => {
      const fault = await wholeFaultFrom(act)
      expect(fault).to.include({ code: 'CONFIG_INVALID' })
      return fault.message
    }
    const words = await said(() => readConfig(env))
    expect(words).to.contain('VOUCH_ACCOUNT_ID: must be the subdomain that the account had at first')
    expect(await said(() => accountIdIn(env))).to.equal(words)
    const folder = tempFolder()
    expect(await said(() => accountMeant(undefined, env, folder))).to.equal(words)
    // Who names it goes by what they name.
    expect(await accountMeant('acme', env, folder)).to.equal('acme')
  })

  it('looks at no other variable, and at none of the process', async () => {
    expect(
      await variablesOf({ ...GOOD, VOUCH_FIRST_ADMIN: undefined, vouch_first_admin: '1' }),
    ).to.deep.equal(['VOUCH_FIRST_ADMIN'])
  })
})
