/** One request to an OpenAI-compatible provider, through the provider's door. The only file that knows `openai`. */
import OpenAI from 'openai'
import { z } from 'zod'
import { Fault } from '../../../src/domain/fault.ts'
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

/** What is read of an answer; all else in it does not exist. */
const answerEvent = z.object({
  choices: z.array(
    z.object({
      index: z.literal(0).default(0),
      delta: z.object({ content: z.string().nullish() }).default({}),
      finish_reason: z.string().nullish(),
    }),
  ),
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
    stream: true as const,
  }
}

interface Wire {
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
  { accountId, leaving, permit }: ModelCall,
): typeof fetch {
  const ask = async ({ body, signal }: RequestInit) => {
    if (typeof body !== 'string') throw new Fault('EGRESS_REFUSED', 'the request has no plain body')
    const bytes = Buffer.byteLength(body)
    // After the queue and every pause: whoever said no meanwhile is heard.
    const capability = await permit({ payload: payloadDigest(body), bytes })
    if (capability === null) throw new Withheld()
    const onPassed = () => {
      meter.calls += 1
    }
    const onSent = () => {
      meter.bytesOut += bytes
    }
    const answer = await door.send(
      capability,
      { accountId, leaving, body, onPassed, onSent },
      signal ?? undefined,
    )
    if ('outcome' in answer) throw barred(answer.bar)
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

/** The generator throws FailedAttempt, or the reason of `signal`. */
export function createChatClient(config: ProviderConfig, door: ProviderDoor): ChatClient {
  return async function* (call, signal, meter) {
    signal.throwIfAborted()
    const wire: Wire = { begun: false, failure: undefined }
    const client = packageFor(config, fetchThrough(door, config.facts.host, wire, meter, call))
    let events = 0
    try {
      const stream = await client.chat.completions.create(bodyOf(config, call), { signal })
      for await (const event of stream) {
        const [choice] = answerEvent.parse(event).choices
        events += 1
        if (choice?.delta.content) yield choice.delta.content
        // Whoever keeps the connection open after the end is not waited for.
        if (choice?.finish_reason) return
      }
    } catch (error) {
      throw failedAttempt(error, wire, signal)
    }
    // The package ends an aborted stream as if it were complete.
    signal.throwIfAborted()
    if (events === 0) throw failedAttempt(undefined, wire, signal)
  }
}
