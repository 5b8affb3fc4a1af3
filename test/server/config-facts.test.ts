import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { CONFIG_VARIABLES, readConfig } from '../../server/config.ts'
import { configFacts, FACT_OF_VARIABLE } from '../../server/config-facts.ts'
import { ENVIRONMENT } from '../support/companion-harness.ts'

const SELF_HOSTED = {
  VOUCH_PROVIDER: 'self-hosted',
  VOUCH_PROVIDER_MODEL: 'small',
  VOUCH_PROVIDER_URL: 'http://localhost:11434/v1',
}
const CANDIDATE = {
  ...SELF_HOSTED,
  VOUCH_CANDIDATE: 'self-hosted',
  VOUCH_CANDIDATE_MODEL: 'other',
  VOUCH_CANDIDATE_URL: 'http://localhost:11436/v1',
}
const BUCKET = {
  VOUCH_CHECKPOINT_BUCKET: 'https://store.example/one',
  VOUCH_CHECKPOINT_BUCKET_REGION: 'eu-central-1',
  VOUCH_CHECKPOINT_BUCKET_KEY_ID: 'key-id',
  VOUCH_CHECKPOINT_BUCKET_SECRET: 'the secret of the bucket',
}
const WITNESS = {
  VOUCH_WITNESS_URL: 'https://witness.example/one',
  VOUCH_WITNESS_KEY: 'witness.example+0123abcd+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
}
const EVENTS = {
  VOUCH_EVENTS_URL: 'https://siem.example/in',
  VOUCH_EVENTS_SECRET: 'a secret of at least thirty-two signs',
}
const TRACES = { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example' }
const otherKey = () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return publicKey.export({ type: 'spki', format: 'pem' }).toString()
}

/** One change of each variable, over the environment beside it. */
const CHANGES: Readonly<Record<string, readonly [to: string, over?: Readonly<Record<string, string>>]>> = {
  VOUCH_HOST: ['0.0.0.0'],
  VOUCH_PORT: ['4001'],
  VOUCH_PUBLIC_URL: ['http://localhost:4009'],
  VOUCH_DATA_DIR: ['elsewhere'],
  DATABASE_URL: ['postgres://vouch_app@db.example/vouch'],
  VOUCH_ACCOUNT_ORIGIN: ['https://other.zendesk.com', { VOUCH_ACCOUNT_ID: 'acme' }],
  VOUCH_ACCOUNT_ID: ['before'],
  VOUCH_INSTALLATION_ID: ['30000002'],
  VOUCH_APP_PUBLIC_KEY: [otherKey()],
  VOUCH_FIRST_ADMIN: ['12'],
  VOUCH_WEBHOOK_SECRET: [''],
  VOUCH_WEBHOOK_SECRET_BEFORE: ['the one before, of 24 characters'],
  VOUCH_WEBHOOK_ACCOUNT: ['77'],
  VOUCH_HELP_CENTER_URL: ['http://localhost:8'],
  VOUCH_HELP_CENTER_LOCALES: ['fr'],
  VOUCH_BRAND_HELP_CENTERS: ['36001 Acme https://acme.zendesk.com', { VOUCH_HELP_CENTER_URL: '' }],
  VOUCH_CONTROLLER_NAME: ['Other GmbH'],
  VOUCH_CONTROLLER_CONTACT: ['other@acme.example'],
  VOUCH_CONTROLLER_ADDRESS: ['Weg 2'],
  VOUCH_CONTROLLER_COUNTRY: ['AT'],
  VOUCH_STORAGE_COUNTRY: ['AT'],
  VOUCH_PRIVACY_URL: ['https://acme.example/privacy'],
  VOUCH_ZAF_SDK_URL: ['http://localhost:4100/sdk.js'],
  VOUCH_KILL_SWITCH: ['on'],
  VOUCH_KILL_SWITCH_FILE: ['elsewhere.jsonl'],
  VOUCH_EMBEDDING_MODEL_DIR: ['model'],
  VOUCH_ERASURE_JOURNAL: ['elsewhere'],
  VOUCH_BACKUP_DAYS: ['36'],
  VOUCH_BREACH_HOURS: ['2018-05-25:72,2027-07-01:96'],
  VOUCH_METRICS_PORT: ['9464'],
  VOUCH_METRICS_HOST: ['::1', { VOUCH_METRICS_PORT: '9464' }],
  OTEL_SDK_DISABLED: ['true', TRACES],
  OTEL_TRACES_EXPORTER: ['none', TRACES],
  OTEL_EXPORTER_OTLP_ENDPOINT: ['https://collector2.example', TRACES],
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: ['https://collector2.example/in'],
  OTEL_SERVICE_NAME: ['vouch-eu', TRACES],
  OTEL_TRACES_SAMPLER: ['always_off', TRACES],
  OTEL_TRACES_SAMPLER_ARG: ['0.5', { ...TRACES, OTEL_TRACES_SAMPLER: 'traceidratio' }],
  VOUCH_LOG_LEVEL: ['debug'],
  VOUCH_TRUSTED_PROXIES: ['10.0.0.2'],
  VOUCH_CALLS_A_MINUTE: ['dear=10'],
  VOUCH_PROVIDER_MODEL: ['large', SELF_HOSTED],
  VOUCH_PROVIDER_URL: ['http://localhost:11435/v1', SELF_HOSTED],
  VOUCH_PROVIDER_CONCURRENCY: ['3', SELF_HOSTED],
  VOUCH_PROVIDER_QUEUE: ['3', SELF_HOSTED],
  VOUCH_PROVIDER_TIMEOUT_SECONDS: ['50', SELF_HOSTED],
  VOUCH_PROVIDER_FIRST_BYTE_SECONDS: ['3', SELF_HOSTED],
  VOUCH_CANDIDATE_MODEL: ['large', CANDIDATE],
  VOUCH_CANDIDATE_URL: ['http://localhost:11437/v1', CANDIDATE],
  VOUCH_CANDIDATE_CONCURRENCY: ['3', CANDIDATE],
  VOUCH_CANDIDATE_QUEUE: ['3', CANDIDATE],
  VOUCH_CANDIDATE_TIMEOUT_SECONDS: ['50', CANDIDATE],
  VOUCH_CANDIDATE_FIRST_BYTE_SECONDS: ['3', CANDIDATE],
  VOUCH_ACCESS_REVIEW_MONTHS: ['6'],
  VOUCH_CONTROLLER_DPO: ['officer@acme.example'],
  VOUCH_TRANSFER_INSTRUMENT: ['scc'],
  VOUCH_EVENTS_URL: ['https://siem2.example/in', EVENTS],
  VOUCH_CHECKPOINT_FOLDER: ['elsewhere'],
  VOUCH_CHECKPOINT_BUCKET: ['https://store.example/two', BUCKET],
  VOUCH_CHECKPOINT_BUCKET_REGION: ['eu-west-1', BUCKET],
  VOUCH_WITNESS_URL: ['https://witness.example/two', WITNESS],
}

describe('what is written down of a configuration', () => {
  const facts = (over: Readonly<Record<string, string>>) =>
    configFacts(readConfig({ ...ENVIRONMENT, ...over }), '0.1.0')

  it('knows every variable that is read, and every one that is documented', () => {
    const text = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8')
    const documented = (text.match(/\b(?:VOUCH|OTEL)_[A-Z_]*[A-Z]\b/g) ?? []).filter(
      // Read by the workbench alone, which never runs in production.
      (name) => !name.startsWith('VOUCH_WORKBENCH_'),
    )
    expect(documented.length).to.be.greaterThan(40)
    const known = Object.keys(FACT_OF_VARIABLE)
    expect(
      [...new Set([...CONFIG_VARIABLES, ...documented])].filter((name) => !known.includes(name)),
    ).to.deep.equal([])
    expect(known.filter((name) => !CONFIG_VARIABLES.includes(name))).to.deep.equal([])
    const names = Object.keys(facts({}))
    for (const fact of Object.values(FACT_OF_VARIABLE)) if (fact !== null) expect(names).to.include(fact)
  })

  for (const [name, [to, over = {}]] of Object.entries(CHANGES))
    it(`changes with ${name}, where it says so`, () => {
      const [before, after] = [facts(over), facts({ ...over, [name]: to })]
      const changed = Object.entries(after).filter(
        ([fact, value]) =>
          JSON.stringify(value) !== JSON.stringify(Object.entries(before).find(([one]) => one === fact)?.[1]),
      )
      expect(changed.map(([fact]) => fact)).to.include(FACT_OF_VARIABLE[name])
    })

  it('says which provider words the replies', () => {
    expect([facts({}).provider, facts(SELF_HOSTED).provider]).to.deep.equal(['extractive', 'self-hosted'])
  })

  it('holds no secret, and nobody', () => {
    const text = JSON.stringify(
      facts({
        ...{ ...BUCKET, ...EVENTS, ...WITNESS, ...TRACES },
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=the-token-of-the-collector',
        VOUCH_CONTROLLER_DPO: 'officer@acme.example',
      }),
    )
    for (const word of [
      ...[BUCKET.VOUCH_CHECKPOINT_BUCKET_SECRET, BUCKET.VOUCH_CHECKPOINT_BUCKET_KEY_ID],
      ...[
        'the-token-of-the-collector',
        EVENTS.VOUCH_EVENTS_SECRET,
        'officer@acme.example',
        String(ENVIRONMENT.VOUCH_WEBHOOK_SECRET),
      ],
      ...[String(ENVIRONMENT.VOUCH_CONTROLLER_CONTACT), process.cwd()],
    ])
      expect(text).to.not.include(word)
  })
})
