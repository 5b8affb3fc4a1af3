import { setImmediate as turn } from 'node:timers/promises'
import { inspect } from 'node:util'
import { expect } from 'chai'
import { openModel } from '../../../../server/adapters/model/open-model.ts'
import type { Model } from '../../../../server/drafting/index.ts'
import { readProvider } from '../../../../server/provider/index.ts'
import { Fault, type FaultCode } from '../../../../src/domain/fault.ts'
import type { Behaviour, StandInModel } from '../../../../workbench/stand-in-model/index.ts'
import { faultFrom, wholeFaultFrom } from '../../../support/fault-from.ts'
import {
  CALL,
  configFor,
  genuineAllow,
  modelFor,
  never,
  PROVIDER_KEY,
  QUICK_BYTES,
  standIn,
  TICKET_WORDS,
  textFrom,
} from '../../../support/model-ground.ts'
import { openTurnstile } from '../../../support/turnstiles.ts'

const ALLOW = genuineAllow()

/**
 * Waits only as long as a test may, where waiting is what the provider does badly; long enough that a request has come
 * there, on a slow machine as well.
 */
function impatientFor(behaviour: Behaviour, provider: StandInModel): Model {
  return behaviour.startsWith('never-')
    ? modelFor(provider, { firstByteMs: 1_000 }, { idleMs: 1_000 })
    : modelFor(provider)
}

/** What comes of each way to fail, and how many requests the provider saw. */
const FAILURES: readonly [Behaviour, FaultCode, requests: number][] = [
  ['400', 'PROVIDER_REQUEST_REFUSED', 1],
  ['401', 'PROVIDER_KEY_REFUSED', 1],
  ['404', 'PROVIDER_REQUEST_REFUSED', 1],
  ['429', 'PROVIDER_BUSY', 3],
  ['429-come-back-tomorrow', 'PROVIDER_BUSY', 1],
  ['500', 'PROVIDER_FAILED', 3],
  ['reset', 'PROVIDER_UNREACHABLE', 3],
  ['reset-before-words', 'PROVIDER_UNREACHABLE', 1],
  ['reset-mid-stream', 'PROVIDER_UNREACHABLE', 1],
  ['breaks-off', 'PROVIDER_UNREACHABLE', 1],
  ['redirect', 'EGRESS_REFUSED', 1],
  ['html-page', 'PROVIDER_FAILED', 1],
  ['json-not-stream', 'PROVIDER_FAILED', 1],
  ['garbage-events', 'PROVIDER_FAILED', 1],
  ['error-event', 'PROVIDER_FAILED', 1],
  ['empty', 'PROVIDER_FAILED', 1],
  ['huge', 'PROVIDER_FAILED', 1],
  ['huge-event', 'PROVIDER_FAILED', 1],
  ['loops', 'PROVIDER_FAILED', 1],
  ['never-answers', 'PROVIDER_TIMEOUT', 1],
  ['never-goes-on', 'PROVIDER_TIMEOUT', 1],
]

/** These come back after one failure of a kind that permits asking again. */
const RECOVERING: readonly Behaviour[] = ['429-then-ok', '429-retry-after', '500-then-ok', 'reset-then-ok']

/** Answers that end well as far as the wire goes; what they are worth is for the drafter to find. */
const UNFINISHED: readonly [Behaviour, isEmpty: boolean][] = [
  ['refusal', true],
  ['finish-length', false],
  ['content-filter', false],
  ['stops-mid-json', false],
]

describe('the model of a provider', () => {
  it('hands on an answer in the pieces in which it comes, and asks once', async () => {
    const provider = await standIn()
    const answer = modelFor(provider).ask(ALLOW, CALL, never())
    const pieces: string[] = []
    for await (const piece of answer.pieces) pieces.push(piece)
    expect(pieces.length).to.be.greaterThan(10)
    const read: unknown = JSON.parse(pieces.join(''))
    expect(read).to.have.nested.property('segments[0].citations[0].passage', 'P1')
    expect(read).to.have.deep.property('not_answered', [2])
    expect(provider.requests.length).to.equal(1)
    const [request] = provider.requests
    expect(answer.traffic()).to.deep.include({ calls: 1, bytesOut: Buffer.byteLength(request?.body ?? '') })
    expect(answer.traffic().bytesIn).to.be.greaterThan(pieces.join('').length)
  })

  it('sends the words, the schema and the limits, and nothing that was not asked for', async () => {
    const provider = await standIn()
    await textFrom(modelFor(provider).ask(ALLOW, CALL, never()).pieces)
    const [request] = provider.requests
    expect(JSON.parse(request?.body ?? '')).to.deep.equal({
      model: 'stand-in',
      messages: [
        { role: 'system', content: CALL.system },
        { role: 'user', content: CALL.user },
      ],
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'draft', strict: true, schema: CALL.schema.schema },
      },
      n: 1,
      max_tokens: 800,
      temperature: 0,
      stream: true,
      stream_options: { include_usage: true },
    })
    expect(Object.keys(request?.headers ?? {})).to.have.members([
      'host',
      'connection',
      'content-length',
      'content-type',
      'accept',
      'accept-encoding',
      'authorization',
    ])
    expect(request?.headers.authorization).to.equal(`Bearer ${PROVIDER_KEY}`)
  })

  const DIALECTS: Record<string, [settings: Record<string, string>, sent: object, not: readonly string[]]> = {
    'OpenAI with a reasoning model': [
      { VOUCH_PROVIDER: 'openai-us', VOUCH_PROVIDER_MODEL: 'gpt-5-mini' },
      { store: false, max_completion_tokens: 800 },
      ['max_tokens', 'temperature'],
    ],
    'OpenAI with an older model': [
      { VOUCH_PROVIDER: 'openai-us', VOUCH_PROVIDER_MODEL: 'gpt-4.1' },
      { store: false, max_completion_tokens: 800, temperature: 0 },
      ['max_tokens'],
    ],
    Mistral: [
      { VOUCH_PROVIDER: 'mistral-eu', VOUCH_PROVIDER_MODEL: 'mistral-small-latest' },
      { max_tokens: 800, temperature: 0 },
      ['store', 'max_completion_tokens'],
    ],
  }
  for (const [name, [settings, sent, not]] of Object.entries(DIALECTS))
    it(`speaks to ${name} in the words that it takes`, async () => {
      const provider = await standIn()
      const config = readProvider({ ...settings, VOUCH_PROVIDER_KEY: PROVIDER_KEY }, [])
      if (config === null) throw new Error('no configuration')
      const model = openModel({ ...config, baseUrl: provider.baseUrl }, openTurnstile())
      const allow = genuineAllow(config.facts.provider, config.facts.region)
      await textFrom(model.ask(allow, CALL, never()).pieces)
      const body: unknown = JSON.parse(provider.requests[0]?.body ?? '')
      expect(body).to.deep.include(sent)
      expect(body).not.to.have.any.keys(...not)
    })

  for (const [behaviour, code, requests] of FAILURES)
    it(`names it ${code} when the provider does this: ${behaviour}`, async () => {
      const provider = await standIn({ behaviour })
      const answer = impatientFor(behaviour, provider).ask(ALLOW, CALL, never())
      expect(await faultFrom(() => textFrom(answer.pieces))).to.equal(code)
      expect(provider.requests.length).to.equal(requests)
      expect(answer.traffic().calls).to.equal(requests)
      expect(answer.traffic().bytesIn).to.be.at.most(QUICK_BYTES)
      await provider.left()
    })

  it('gives up on a provider that drips, and hangs up', async () => {
    const provider = await standIn({ behaviour: 'slow-loris' })
    const answer = modelFor(provider, { totalMs: 1_000 }).ask(ALLOW, CALL, never())
    expect(await faultFrom(() => textFrom(answer.pieces))).to.equal('PROVIDER_TIMEOUT')
    await provider.left()
    expect(provider.requests.length).to.equal(1)
  })

  for (const behaviour of RECOVERING)
    it(`asks once more, and no more, when the provider does this: ${behaviour}`, async () => {
      const provider = await standIn({ behaviour })
      const answer = modelFor(provider).ask(ALLOW, CALL, never())
      expect(JSON.parse(await textFrom(answer.pieces))).to.have.property('segments')
      expect([provider.requests.length, answer.traffic().calls]).to.deep.equal([2, 2])
    })

  for (const [behaviour, isEmpty] of UNFINISHED)
    it(`hands on what there is, and asks no second time, when the provider does this: ${behaviour}`, async () => {
      const provider = await standIn({ behaviour })
      const text = await textFrom(modelFor(provider).ask(ALLOW, CALL, never()).pieces)
      expect(text === '').to.equal(isEmpty)
      expect(text).not.to.include('I cannot help')
      expect(provider.requests.length).to.equal(1)
    })

  it('does not wait for a provider that does not hang up after the end', async () => {
    const provider = await standIn({ behaviour: 'never-hangs-up' })
    expect(JSON.parse(await textFrom(modelFor(provider).ask(ALLOW, CALL, never()).pieces))).to.have.property(
      'segments',
    )
    await provider.left()
  })

  it('holds neither key nor ticket in any error, log line or answer of a failure', async () => {
    const printed: string[] = []
    const write = process.stdout.write
    const writeError = process.stderr.write
    for (const [behaviour] of FAILURES) {
      const provider = await standIn({ behaviour })
      const record = (text: unknown, ...rest: readonly unknown[]) => {
        printed.push(String(text))
        // Whoever waits for what was printed, e.g. at the end of the process, must not wait for ever.
        for (const done of rest) if (typeof done === 'function') done()
        return true
      }
      process.env.OPENAI_LOG = 'debug'
      Object.assign(process.stdout, { write: record })
      Object.assign(process.stderr, { write: record })
      const fault = await wholeFaultFrom(() =>
        textFrom(impatientFor(behaviour, provider).ask(ALLOW, CALL, never()).pieces),
      ).then(
        (found) => found,
        (other: unknown) => other,
      )
      Object.assign(process.stdout, { write })
      Object.assign(process.stderr, { write: writeError })
      delete process.env.OPENAI_LOG
      const whole = `${inspect(fault, { depth: 12, showHidden: true })}${JSON.stringify(fault)}${printed.join()}`
      expect(fault, behaviour).to.be.instanceOf(Fault)
      expect(whole, behaviour).not.to.include('nobody-may-read')
      expect(whole, behaviour).not.to.include(TICKET_WORDS)
    }
    expect(printed.join('')).to.equal('')
  })

  it('goes where the configuration says, whatever OPENAI_ variables say', async () => {
    const [provider, other] = [await standIn(), await standIn()]
    const foreign = {
      OPENAI_API_KEY: 'sk-foreign',
      OPENAI_ADMIN_KEY: 'sk-foreign-admin',
      OPENAI_BASE_URL: other.baseUrl,
      OPENAI_ORG_ID: 'org-foreign',
      OPENAI_PROJECT_ID: 'proj-foreign',
      OPENAI_WEBHOOK_SECRET: 'foreign',
      OPENAI_CUSTOM_HEADERS: 'x-foreign: 1',
      HTTPS_PROXY: other.origin,
      HTTP_PROXY: other.origin,
      ALL_PROXY: other.origin,
    }
    Object.assign(process.env, foreign)
    await textFrom(modelFor(provider).ask(ALLOW, CALL, never()).pieces).finally(() => {
      for (const name of Object.keys(foreign)) delete process.env[name]
    })
    expect([provider.requests.length, other.requests.length, other.connections()]).to.deep.equal([1, 0, 0])
    expect(JSON.stringify(provider.requests)).not.to.include('foreign')
    expect(provider.requests[0]?.headers.authorization).to.equal(`Bearer ${PROVIDER_KEY}`)
  })

  it("is not asked without the gate's yes, and connects to nobody", async () => {
    const provider = await standIn()
    const ask = async () => modelFor(provider).ask(genuineAllow('openai-eu', 'EEA+CH'), CALL, never())
    expect(await faultFrom(ask)).to.equal('GATE_BYPASSED')
    expect(provider.connections()).to.equal(0)
  })

  it('refuses a provider on a name that leads out of the house, and sends nothing', async () => {
    const config = configFor({ baseUrl: 'http://localhost:9/v1' })
    const model = openModel(
      { ...config, baseUrl: 'https://llm.intern.example/v1', inHouse: true },
      openTurnstile(),
      { resolve: async () => [{ address: '93.184.216.34', family: 4 }] },
    )
    const answer = model.ask(ALLOW, CALL, never())
    expect(await faultFrom(() => textFrom(answer.pieces))).to.equal('EGRESS_REFUSED')
    expect(answer.traffic().bytesOut).to.equal(0)
  })

  describe('when the agent leaves', () => {
    const gone = new Fault('SHUTTING_DOWN', 'the agent has left')

    it('before anything was asked, connects to nobody', async () => {
      const provider = await standIn()
      const answer = modelFor(provider).ask(ALLOW, CALL, AbortSignal.abort(gone))
      expect(await faultFrom(() => textFrom(answer.pieces))).to.equal('SHUTTING_DOWN')
      expect(provider.connections()).to.equal(0)
    })

    it('in the middle of an answer, hangs up and reads nothing more', async () => {
      const provider = await standIn({ behaviour: 'loops' })
      const stop = new AbortController()
      const answer = modelFor(provider).ask(ALLOW, CALL, stop.signal)
      let pieces = 0
      const read = async () => {
        for await (const _piece of answer.pieces) if (++pieces === 3) stop.abort(gone)
      }
      expect(await faultFrom(read)).to.equal('SHUTTING_DOWN')
      const { bytesIn } = answer.traffic()
      await provider.left()
      expect([pieces, answer.traffic().bytesIn]).to.deep.equal([3, bytesIn])
      expect(provider.requests[0]?.cutOff).to.equal(true)
    })

    it('by reading no further, hangs up too, and the next may ask', async () => {
      const provider = await standIn({ behaviour: 'loops' })
      const model = modelFor(provider, { concurrency: 1, queue: 0 })
      for await (const _piece of model.ask(ALLOW, CALL, never()).pieces) break
      await provider.left()
      provider.behave('faithful')
      expect(await textFrom(model.ask(ALLOW, CALL, never()).pieces)).to.include('segments')
    })

    it('while nothing has come, or while a pause lasts, does not wait', async () => {
      for (const behaviour of ['never-answers', '429'] as const) {
        const provider = await standIn({ behaviour })
        const patience = { attempts: 2, firstPauseMs: 30_000, longestPauseMs: 60_000, restMs: 10 }
        const model = modelFor(provider, { firstByteMs: 60_000, totalMs: 60_000 }, { patience })
        const stop = new AbortController()
        let settled = 0
        const settle = async () => {
          settled += 1
        }
        const work = faultFrom(() => textFrom(model.ask(ALLOW, { ...CALL, settle }, stop.signal).pieces))
        while (provider.requests.length === 0) await turn()
        // The pause begins when the request is over and settled.
        while (behaviour === '429' && settled === 0) await turn()
        await turn()
        stop.abort(gone)
        // At once: neither the pause nor the limits are over for long.
        expect(await Promise.race([work, turn('waits')])).to.equal('SHUTTING_DOWN')
        await provider.left()
        expect(provider.requests.length).to.equal(1)
      }
    })
  })

  describe('that keeps failing', () => {
    it('is left alone, without a request', async () => {
      const provider = await standIn({ behaviour: '500' })
      const model = modelFor(provider)
      const ask = () => textFrom(model.ask(ALLOW, CALL, never()).pieces)
      expect(await faultFrom(ask)).to.equal('PROVIDER_FAILED')
      expect(await faultFrom(ask)).to.equal('PROVIDER_FAILED')
      expect(provider.requests.length).to.equal(6)
      provider.behave('faithful')
      expect(await faultFrom(ask)).to.equal('PROVIDER_PAUSED')
      expect(provider.requests.length).to.equal(6)
    })

    it('is asked again after its rest', async () => {
      const provider = await standIn({ behaviour: '500' })
      const patience = { attempts: 2, firstPauseMs: 5, longestPauseMs: 10, restMs: 1 }
      const model = modelFor(provider, {}, { patience })
      const ask = () => textFrom(model.ask(ALLOW, CALL, never()).pieces)
      expect(await faultFrom(ask)).to.equal('PROVIDER_FAILED')
      expect(await faultFrom(ask)).to.equal('PROVIDER_FAILED')
      await new Promise((resolve) => setTimeout(resolve, 20))
      provider.behave('faithful')
      expect(await ask()).to.include('segments')
      expect(provider.requests.length).to.equal(7)
    })

    it('in the middle of its answers, is left alone too', async () => {
      const provider = await standIn({ behaviour: 'reset-mid-stream' })
      const model = modelFor(provider)
      const ask = () => textFrom(model.ask(ALLOW, CALL, never()).pieces)
      for (let asked = 0; asked < 3; asked += 1) expect(await faultFrom(ask)).to.equal('PROVIDER_UNREACHABLE')
      expect(await faultFrom(ask)).to.equal('PROVIDER_PAUSED')
      expect(provider.requests.length).to.equal(3)
    })

    it('at the key or the request, is not held to be ill', async () => {
      const provider = await standIn({ behaviour: '401' })
      const model = modelFor(provider)
      const ask = () => textFrom(model.ask(ALLOW, CALL, never()).pieces)
      for (let asked = 0; asked < 10; asked += 1)
        expect(await faultFrom(ask)).to.equal('PROVIDER_KEY_REFUSED')
      expect(provider.requests.length).to.equal(10)
    })
  })

  it('answers no more at once than it may, and turns away who finds the queue full', async () => {
    const provider = await standIn({ behaviour: 'never-answers' })
    const model = modelFor(provider, { concurrency: 2, queue: 1, firstByteMs: 60_000, totalMs: 60_000 })
    const stop = new AbortController()
    const ask = () => textFrom(model.ask(ALLOW, CALL, stop.signal).pieces)
    const running = [ask(), ask(), ask()].map((work) => faultFrom(() => work))
    while (provider.requests.length < 2) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await faultFrom(ask)).to.equal('PROVIDER_QUEUE_FULL')
    expect(provider.requests.length).to.equal(2)
    stop.abort(new Fault('SHUTTING_DOWN', 'the agents have left'))
    expect(await Promise.all(running)).to.deep.equal(['SHUTTING_DOWN', 'SHUTTING_DOWN', 'SHUTTING_DOWN'])
  })
})
