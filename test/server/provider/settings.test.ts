import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { type ProviderConfig, readProvider } from '../../../server/provider/index.ts'
import { tempFolder } from '../../support/temp-folder.ts'

type Settings = Record<string, string>

const KEY = 'sk-proj-a-key-that-nobody-may-read'
const OPENAI_EU = {
  VOUCH_PROVIDER: 'openai-eu',
  VOUCH_PROVIDER_MODEL: 'gpt-5-mini',
  VOUCH_PROVIDER_KEY: KEY,
  VOUCH_PROVIDER_RETENTION: 'zdr',
}
const OPENAI_US = { VOUCH_PROVIDER: 'openai-us', VOUCH_PROVIDER_MODEL: 'gpt-4.1', VOUCH_PROVIDER_KEY: KEY }
const AZURE = {
  VOUCH_PROVIDER: 'azure-openai',
  VOUCH_PROVIDER_MODEL: 'support-drafts',
  VOUCH_PROVIDER_KEY: 'azure-key',
  VOUCH_PROVIDER_URL: 'https://acme-support.openai.azure.com',
  VOUCH_PROVIDER_REGION: 'EU',
  VOUCH_PROVIDER_SKU: 'DataZoneStandard',
}
const MISTRAL = {
  VOUCH_PROVIDER: 'mistral-eu',
  VOUCH_PROVIDER_MODEL: 'mistral-small-latest',
  VOUCH_PROVIDER_KEY: 'mistral-key',
}
const HERE = {
  VOUCH_PROVIDER: 'self-hosted',
  VOUCH_PROVIDER_MODEL: 'qwen3:8b',
  VOUCH_PROVIDER_URL: 'http://localhost:11434/v1',
}
const HOUSE = {
  ...HERE,
  VOUCH_PROVIDER_URL: 'https://llm.intern.example:8000/v1',
  VOUCH_PROVIDER_REGION: 'DE',
}

function read(settings: Settings): { config: ProviderConfig | null; problems: readonly string[] } {
  const problems: string[] = []
  return { config: readProvider(settings, problems), problems }
}
function variablesOf(settings: Settings): readonly string[] {
  return read(settings).problems.map((problem) => problem.slice(0, problem.indexOf(':')))
}
const without = (settings: Settings, variable: string): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => name !== variable))

/** Where each provider goes, in which region, and what is kept there. */
const PLACES: Record<string, [Settings, baseUrl: string, region: string, retention: string]> = {
  'OpenAI in Europe': [OPENAI_EU, 'https://eu.api.openai.com/v1', 'EEA+CH', 'zdr'],
  'OpenAI in Europe with modified abuse monitoring': [
    { ...OPENAI_EU, VOUCH_PROVIDER_RETENTION: 'mam' },
    'https://eu.api.openai.com/v1',
    'EEA+CH',
    'mam',
  ],
  'OpenAI in the United States': [OPENAI_US, 'https://us.api.openai.com/v1', 'US', '30d'],
  'Azure OpenAI in a data zone': [AZURE, 'https://acme-support.openai.azure.com/openai/v1', 'EU', '30d'],
  'Azure OpenAI in a region': [
    { ...AZURE, VOUCH_PROVIDER_SKU: 'Standard', VOUCH_PROVIDER_REGION: 'swedencentral' },
    'https://acme-support.openai.azure.com/openai/v1',
    'swedencentral',
    '30d',
  ],
  'Mistral in Europe': [MISTRAL, 'https://api.eu.mistral.ai/v1', 'EU+EFTA', '30d'],
  'a model on this machine': [HERE, 'http://localhost:11434/v1', 'local', 'own'],
  'a model on this machine, with a slash': [
    { ...HERE, VOUCH_PROVIDER_URL: 'http://127.0.0.1:8000/v1/' },
    'http://127.0.0.1:8000/v1',
    'local',
    'own',
  ],
  'a model in the house': [HOUSE, 'https://llm.intern.example:8000/v1', 'DE', 'own'],
}

/** One change each, and the one variable that is named for it. */
const BAD: readonly [base: Settings, variable: string, value: string | undefined, why: string][] = [
  [OPENAI_EU, 'VOUCH_PROVIDER', 'openai', 'that is in no list'],
  [OPENAI_EU, 'VOUCH_PROVIDER', 'https://eu.api.openai.com/v1', 'that is an address'],
  [OPENAI_EU, 'VOUCH_PROVIDER_MODEL', undefined, 'missing'],
  [OPENAI_EU, 'VOUCH_PROVIDER_MODEL', 'gpt 5\r\nx: y', 'with a line break'],
  [OPENAI_EU, 'VOUCH_PROVIDER_KEY', 'key of another provider', 'with spaces'],
  [OPENAI_EU, 'VOUCH_PROVIDER_KEY', 'mistral-key', 'of another provider'],
  [OPENAI_EU, 'VOUCH_PROVIDER_KEY', 'sk-a\r\nx: y', 'with a line break'],
  [OPENAI_EU, 'VOUCH_PROVIDER_RETENTION', undefined, 'not attested in Europe'],
  [OPENAI_EU, 'VOUCH_PROVIDER_RETENTION', '30d', 'that the European endpoint does not permit'],
  [OPENAI_EU, 'VOUCH_PROVIDER_RETENTION', 'none', 'in other words'],
  [OPENAI_EU, 'VOUCH_PROVIDER_URL', 'https://eu.api.openai.com.evil.example/v1', 'beside a fixed one'],
  [OPENAI_EU, 'VOUCH_PROVIDER_REGION', 'EU', 'beside a fixed one'],
  [OPENAI_EU, 'VOUCH_PROVIDER_SKU', 'Standard', 'where there is none'],
  [AZURE, 'VOUCH_PROVIDER_URL', undefined, 'missing'],
  [AZURE, 'VOUCH_PROVIDER_URL', 'https://acme.openai.azure.com.evil.example', 'of another host'],
  [AZURE, 'VOUCH_PROVIDER_URL', 'https://evil.example/.openai.azure.com', 'with the host as path'],
  [AZURE, 'VOUCH_PROVIDER_URL', 'https://x@acme.openai.azure.com', 'with a login'],
  [AZURE, 'VOUCH_PROVIDER_URL', 'http://acme.openai.azure.com', 'without TLS'],
  [AZURE, 'VOUCH_PROVIDER_URL', 'https://acme.openai.azure.com:8443', 'with another port'],
  [AZURE, 'VOUCH_PROVIDER_SKU', undefined, 'not attested'],
  [AZURE, 'VOUCH_PROVIDER_SKU', 'GlobalStandard', 'that may go anywhere'],
  [AZURE, 'VOUCH_PROVIDER_REGION', undefined, 'missing'],
  [AZURE, 'VOUCH_PROVIDER_REGION', 'swedencentral', 'that is no data zone'],
  [MISTRAL, 'VOUCH_PROVIDER_URL', 'https://api.mistral.ai/v1', 'that is the worldwide one'],
  [MISTRAL, 'VOUCH_PROVIDER_RETENTION', 'mam', 'that Mistral does not offer'],
  [HERE, 'VOUCH_PROVIDER_URL', undefined, 'missing'],
  [HERE, 'VOUCH_PROVIDER_URL', 'localhost:11434', 'without a scheme'],
  [HERE, 'VOUCH_PROVIDER_URL', 'http://a:b@localhost:11434/v1', 'with a login'],
  [HERE, 'VOUCH_PROVIDER_URL', 'http://localhost:11434/v1?x=y', 'with a query'],
  [HERE, 'VOUCH_PROVIDER_URL', 'http://localhost:11434/a/../v1', 'with dots'],
  [HERE, 'VOUCH_PROVIDER_URL', 'http://2130706433:11434/v1', 'with a decimal address'],
  [HERE, 'VOUCH_PROVIDER_REGION', 'DE', 'on this machine'],
  [HERE, 'VOUCH_PROVIDER_MODEL', 'gpt-oss:120b-cloud', 'that runs elsewhere'],
  [HERE, 'VOUCH_PROVIDER_MODEL', 'kimi-k2:Cloud', 'that runs elsewhere, in other letters'],
  [HOUSE, 'VOUCH_PROVIDER_URL', 'http://llm.intern.example:8000/v1', 'in the house without TLS'],
  [HOUSE, 'VOUCH_PROVIDER_URL', 'http://localhost.evil.example/v1', 'that only begins like this machine'],
  [HOUSE, 'VOUCH_PROVIDER_REGION', undefined, 'missing'],
  [HOUSE, 'VOUCH_PROVIDER_REGION', 'local', 'that claims to be this machine'],
  [HOUSE, 'VOUCH_PROVIDER_REGION', 'DE@else', 'with another recipient in it'],
  [OPENAI_US, 'VOUCH_PROVIDER_CONCURRENCY', '0', 'none at all'],
  [OPENAI_US, 'VOUCH_PROVIDER_CONCURRENCY', '1e9', 'in another notation'],
  [OPENAI_US, 'VOUCH_PROVIDER_QUEUE', '-1', 'negative'],
  [OPENAI_US, 'VOUCH_PROVIDER_TIMEOUT_SECONDS', '61', 'longer than an agent waits'],
  [OPENAI_US, 'VOUCH_PROVIDER_FIRST_BYTE_SECONDS', '0', 'none at all'],
]

describe('the settings of the provider', () => {
  it('name none by default, and nothing leaves', () => {
    expect(read({})).to.deep.equal({ config: null, problems: [] })
    expect(read({ VOUCH_PROVIDER: 'extractive' })).to.deep.equal({ config: null, problems: [] })
  })

  for (const [name, [settings, baseUrl, region, retention]] of Object.entries(PLACES))
    it(`lead to ${name}, and say where that is and what is kept`, () => {
      const { config, problems } = read(settings)
      expect(problems).to.deep.equal([])
      expect(config?.baseUrl).to.equal(baseUrl)
      expect(config?.facts).to.deep.equal({
        provider: settings.VOUCH_PROVIDER,
        host: new URL(baseUrl).host,
        region,
        retention,
        model: settings.VOUCH_PROVIDER_MODEL,
      })
    })

  it('permit a private address for a machine in the house alone', () => {
    const inHouse = [OPENAI_EU, OPENAI_US, AZURE, MISTRAL, HERE, HOUSE].map(
      (one) => read(one).config?.inHouse,
    )
    expect(inHouse).to.deep.equal([false, false, false, false, false, true])
  })

  it('have limits, which an admin may narrow', () => {
    expect(read(HERE).config?.limits).to.deep.equal({
      concurrency: 8,
      queue: 64,
      totalMs: 60_000,
      firstByteMs: 20_000,
    })
    const own = {
      VOUCH_PROVIDER_CONCURRENCY: '2',
      VOUCH_PROVIDER_QUEUE: '0',
      VOUCH_PROVIDER_TIMEOUT_SECONDS: '10',
    }
    expect(read({ ...HERE, ...own }).config?.limits).to.deep.equal({
      concurrency: 2,
      queue: 0,
      totalMs: 10_000,
      firstByteMs: 10_000,
    })
  })

  for (const [base, variable, value, why] of BAD)
    it(`refuse ${variable} ${why} for ${base.VOUCH_PROVIDER}, and name nothing else`, () => {
      const settings = value === undefined ? without(base, variable) : { ...base, [variable]: value }
      expect(variablesOf(settings)).to.deep.equal([variable])
    })

  it('need a key for all but your own machines', () => {
    const keyless = [OPENAI_EU, OPENAI_US, AZURE, MISTRAL].map((one) => without(one, 'VOUCH_PROVIDER_KEY'))
    expect(keyless.map(variablesOf)).to.deep.equal(keyless.map(() => ['VOUCH_PROVIDER_KEY_FILE']))
    expect(read(HERE).config?.providerKey).to.equal(null)
    expect(read({ ...HERE, VOUCH_PROVIDER_KEY: 'mine' }).config?.providerKey?.()).to.equal('mine')
  })

  it('take the key from a file, and from one place only', () => {
    const file = join(tempFolder(), 'key')
    writeFileSync(file, `${KEY}\n`)
    const fromFile = { ...without(OPENAI_EU, 'VOUCH_PROVIDER_KEY'), VOUCH_PROVIDER_KEY_FILE: file }
    expect(read(fromFile).config?.providerKey?.()).to.equal(KEY)
    expect(variablesOf({ ...fromFile, VOUCH_PROVIDER_KEY: KEY })).to.deep.equal(['VOUCH_PROVIDER_KEY'])
  })

  it('take a new key from the file at the next request, and keep the last one that was a key', () => {
    const file = join(tempFolder(), 'key')
    writeFileSync(file, KEY)
    const { config } = read({ ...without(OPENAI_EU, 'VOUCH_PROVIDER_KEY'), VOUCH_PROVIDER_KEY_FILE: file })
    writeFileSync(file, `${KEY}-2\n`)
    expect(config?.providerKey?.()).to.equal(`${KEY}-2`)
    for (const half of ['', 'two\nlines', 'of-another-provider']) {
      writeFileSync(file, half)
      expect(config?.providerKey?.()).to.equal(`${KEY}-2`)
    }
    rmSync(file)
    expect(config?.providerKey?.()).to.equal(`${KEY}-2`)
  })

  it('print no key, whatever is wrong with it', () => {
    const file = join(tempFolder(), 'key')
    writeFileSync(file, `two lines\n${KEY}`)
    const wrong: readonly Settings[] = [
      { VOUCH_PROVIDER_KEY_FILE: KEY },
      { VOUCH_PROVIDER_KEY_FILE: file },
      { VOUCH_PROVIDER_KEY: `x${KEY}` },
      { VOUCH_PROVIDER_KEY: KEY, VOUCH_PROVIDER_KEY_FILE: KEY },
      { VOUCH_PROVIDER_MODEL: `${KEY} ` },
      { VOUCH_PROVIDER_URL: KEY },
      { VOUCH_PROVIDER_REGION: KEY },
      { VOUCH_PROVIDER: KEY },
    ]
    for (const change of wrong) {
      const { problems } = read({ ...without(OPENAI_EU, 'VOUCH_PROVIDER_KEY'), ...change })
      expect(problems).not.to.deep.equal([])
      expect(problems.join()).not.to.include(KEY.slice(0, 12))
    }
  })

  it('do not stand without a provider: somebody meant one', () => {
    const idle = without(OPENAI_EU, 'VOUCH_PROVIDER')
    expect(variablesOf(idle)).to.have.members(Object.keys(idle))
  })

  it('say at once all that is wrong', () => {
    expect(
      variablesOf({ VOUCH_PROVIDER: 'azure-openai', VOUCH_PROVIDER_CONCURRENCY: 'many' }),
    ).to.have.members([
      'VOUCH_PROVIDER_URL',
      'VOUCH_PROVIDER_SKU',
      'VOUCH_PROVIDER_REGION',
      'VOUCH_PROVIDER_MODEL',
      'VOUCH_PROVIDER_KEY_FILE',
      'VOUCH_PROVIDER_CONCURRENCY',
    ])
  })
})
