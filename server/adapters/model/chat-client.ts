/** One request to an OpenAI-compatible provider, through the provider's door. The only file that knows `openai`. */
import OpenAI from 'openai'
import { z } from 'zod'
import { Fault } from '../../../src/domain/fault.ts'
import type { Tokens } from '../../../src/domain/money.ts'
import type { RequestEnd } from '../../budget/index.ts'
import { type CapabilityBar, payloadDigest } from '../../capability/index.ts'
import { type ModelCall, Withheld } from '../../drafting/index.ts'
import type { ProviderConfig } from '../../provider/index.ts'
import type { EgressStream } from '../egress-door.ts'
import { wholeEvents } from './answer-events.ts'
import { checkHead } from './answer-head.ts'
import { FailedAttempt } from './patience.ts'
import type { ProviderDoor } from './provider-door.ts'

/** What went over the wire so far, for one call with all its attempts. */
export interface Meter {
  calls: number
  bytesOut: number
  bytesIn: number
}

export type ChatClient = (call: ModelCall, signal: AbortSignal, meter: Meter) => AsyncGenerator<string>

/** More tokens than any model takes. */
const MOST_TOKENS = 1_000_000_000
const count = z.int().min(0).max(MOST_TOKENS)

/** What is read of an answer; all else in it does not exist. */
const answerEvent = z.object({
  choices: z.array(
    z.object({
      index: z.literal(0).default(0),
      delta: z.object({ content: z.string().nullish() }).default({}),
      finish_reason: z.string().nullish(),
    }),
  ),
  // What cannot be read of it is not there: the words of the answer stand without it.
  usage: z.object({ prompt_tokens: count, completion_tokens: count }).nullish().catch(null),
})

const SILENT = { error: silence, warn: silence, info: silence, debug: silence }
function silence(): void {
  // The package would print what it cannot parse, and with OPENAI_LOG whole requests.
}

function bodyOf({ facts, dialect }: ProviderConfig, call: ModelCall) {
  const free = dialect.withoutTemperature
  const fixed = free === 'all' || free?.test(facts.model) === true
  return {
    model: facts.model,
    messages: [
      { role: 'system' as const, content: call.system },
      { role: 'user' as const, content: call.user },
    ],
    response_format: {
      type: 'json_schema' as const,
      json_schema: { name: call.schema.name, strict: true, schema: { ...call.schema.schema } },
    },
    n: 1,
    [dialect.limit]: call.maxOutputTokens,
    ...(fixed ? {} : { temperature: 0 }),
    ...(dialect.store ? { store: false } : {}),
    ...(dialect.asksUsage ? { stream_options: { include_usage: true } } : {}),
    stream: true as const,
  }
}

/** After the last word: how long, and for how many more events, the tokens of the answer are waited for. */
const USAGE_MS = 500
const USAGE_EVENTS = 8

interface Wire {
  /** What the request was permitted with, until it is settled. */
  capability: string | null
  /** The door has let it out; its last byte is on its way; the provider has said no to it. */
  passed: boolean
  sent: boolean
  refused: boolean
  tokens: Tokens | null
  events: number
  /** A byte of the answer's body has come: from here on nothing is asked again. */
  begun: boolean
  failure: unknown
}

async function* counted(body: EgressStream['body'], wire: Wire, meter: Meter): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    wire.begun = true
    meter.bytesIn += chunk.length
    yield chunk
  }
}

/** What was true at the decision and is not any more is a no; everything else is somebody at the wrong door. */
function barred(bar: CapabilityBar): Error {
  if (bar === 'STALE' || bar === 'STOPPED' || bar === 'EXPIRED') return new Withheld()
  return new Fault('GATE_BYPASSED', `the provider's door refused the capability (${bar})`)
}

/** `fetch` as the package wants it, behind the door: none of its headers but these two leave. */
function fetchThrough(
  door: ProviderDoor,
  host: string,
  wire: Wire,
  meter: Meter,
  { accountId, leaving, permit, maxOutputTokens }: ModelCall,
): typeof fetch {
  const ask = async ({ body, signal }: RequestInit) => {
    if (typeof body !== 'string') throw new Fault('EGRESS_REFUSED', 'the request has no plain body')
    const bytes = Buffer.byteLength(body)
    // After the queue and every pause: whoever said no meanwhile is heard.
    const capability = await permit({ payload: payloadDigest(body), bytes, maxOutputTokens })
    if (capability === null) throw new Withheld()
    wire.capability = capability
    const onPassed = () => {
      wire.passed = true
      meter.calls += 1
    }
    const onSent = () => {
      wire.sent = true
      meter.bytesOut += bytes
    }
    const answer = await door.send(
      capability,
      { accountId, leaving, body, onPassed, onSent },
      signal ?? undefined,
    )
    if ('outcome' in answer) throw barred(answer.bar)
    wire.refused = isRefusal(answer.status)
    try {
      checkHead(answer, host)
    } catch (failure) {
      answer.close()
      throw failure
    }
    const events = wholeEvents(counted(answer.body, wire, meter))
    return new Response(ReadableStream.from(events), {
      headers: { 'content-type': 'text/event-stream' },
    })
  }
  // Where to is the door's own to say.
  return (_url, init = {}) =>
    ask(init).catch((failure: unknown) => {
      wire.failure = failure
      throw failure
    })
}

/** Every option is given: what is left out the package reads from `OPENAI_*` of the environment. */
function packageFor({ baseUrl, limits }: ProviderConfig, fetching: typeof fetch): OpenAI {
  return new OpenAI({
    // The door adds the key; whatever the package logs or throws cannot hold it.
    apiKey: 'held-by-the-provider-door',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL: baseUrl,
    maxRetries: 0,
    timeout: limits.totalMs,
    logLevel: 'off',
    logger: SILENT,
    fetch: fetching,
  })
}

function failedAttempt(error: unknown, wire: Wire, signal: AbortSignal): unknown {
  const cause = wire.failure ?? error
  if (cause instanceof FailedAttempt || cause instanceof Withheld) return cause
  if (cause instanceof Fault)
    return new FailedAttempt(cause, !wire.begun && cause.code === 'PROVIDER_UNREACHABLE')
  if (signal.aborted) return signal.reason
  // Without its cause: the package quotes the answer in its errors.
  return new FailedAttempt(new Fault('PROVIDER_FAILED', 'the answer cannot be read'), false)
}

/** Somebody on the way waited for the model, or does not know what became of the request: it may have been worked on. */
function isUnclear(status: number): boolean {
  return status === 408 || status === 504 || (status >= 520 && status < 528)
}

/** A head that says no before the first word: nothing was answered, and nothing is billed (decision 67). */
function isRefusal(status: number): boolean {
  return status >= 300 && !isUnclear(status)
}

function endOf({ tokens, passed, sent, refused }: Wire): RequestEnd {
  if (tokens !== null) return { end: 'used', tokens }
  if (!passed) return { end: 'unsent' }
  return { end: refused || !sent ? 'refused' : 'unknown' }
}

type Events = AsyncIterator<unknown>

/** The words of an event; its tokens and its end are noted. */
function read(event: unknown, wire: Wire): { readonly words: string; readonly last: boolean } {
  const { choices, usage } = answerEvent.parse(event)
  const [choice] = choices
  wire.events += 1
  if (usage != null) wire.tokens = { input: usage.prompt_tokens, output: usage.completion_tokens }
  return { words: choice?.delta.content ?? '', last: Boolean(choice?.finish_reason) }
}

/** The tokens come after the last word. Whoever keeps the connection open and says none is not waited for. */
async function waitForTokens(events: Events, wire: Wire): Promise<void> {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), USAGE_MS)
  const over = new Promise<null>((resolve) => {
    late.signal.addEventListener('abort', () => resolve(null), { once: true })
  })
  try {
    for (let more = USAGE_EVENTS; more > 0 && wire.tokens === null; more -= 1) {
      const next = await Promise.race([events.next(), over])
      if (next === null || next.done === true) return
      read(next.value, wire)
    }
  } catch {
    // The answer is whole without them.
  } finally {
    clearTimeout(timer)
  }
}

/** The words as they come. Whoever has read enough of them leaves; then only the tokens are still waited for. */
async function* wordsOf(
  stream: AsyncIterable<unknown> & { readonly controller: AbortController },
  wire: Wire,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const events = stream[Symbol.asyncIterator]()
  /** The answer can be read further: nothing went wrong with it so far. */
  let sound = false
  try {
    for (;;) {
      const next = await events.next()
      if (next.done === true) break
      const { words, last } = read(next.value, wire)
      sound = true
      if (words !== '') yield words
      if (last) break
      sound = false
    }
  } finally {
    if (sound && !signal.aborted && wire.tokens === null) await waitForTokens(events, wire)
    stream.controller.abort()
  }
}

/** The generator throws FailedAttempt, or the reason of `signal`. */
export function createChatClient(config: ProviderConfig, door: ProviderDoor): ChatClient {
  return async function* (call, signal, meter) {
    signal.throwIfAborted()
    const wire: Wire = {
      ...{ begun: false, failure: undefined, capability: null, tokens: null, events: 0 },
      ...{ passed: false, sent: false, refused: false },
    }
    const client = packageFor(config, fetchThrough(door, config.facts.host, wire, meter, call))
    try {
      const stream = await client.chat.completions.create(bodyOf(config, call), { signal })
      yield* wordsOf(stream, wire, signal)
      // The package ends an aborted stream as if it were complete.
      signal.throwIfAborted()
      if (wire.events === 0) throw new Fault('PROVIDER_FAILED', 'an empty answer')
    } catch (error) {
      throw failedAttempt(error, wire, signal)
    } finally {
      if (wire.capability !== null) await call.settle(wire.capability, endOf(wire))
    }
  }
}
