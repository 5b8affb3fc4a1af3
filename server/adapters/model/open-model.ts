/** The model of the configured provider: its own door, queue and patience. There is no second choice. */
import { Fault } from '../../../src/domain/fault.ts'
import type { Turnstile } from '../../capability/index.ts'
import { guardModel, type Model, type ModelCall } from '../../drafting/index.ts'
import type { ProviderConfig } from '../../provider/index.ts'
import type { EgressRules } from '../egress-door.ts'
import { type ChatClient, createChatClient, type Meter } from './chat-client.ts'
import { createFairQueue, type FairQueue } from './fair-queue.ts'
import { createPatience, FailedAttempt, PATIENCE, type Patience, type PatienceRules } from './patience.ts'
import { createProviderDoor } from './provider-door.ts'

const IDLE_MS = 15_000
const QUEUE_MS = 20_000
/** An event carries a word and some 300 bytes around it: enough for the longest reply, not for a flood. */
const MAX_BYTES = 2 * 1024 * 1024

/** What a test may put in place of the usual. */
export interface ModelTuning {
  readonly patience?: PatienceRules
  readonly idleMs?: number
  readonly maxBytes?: number
  readonly resolve?: NonNullable<EgressRules['resolve']>
}

interface Parts {
  readonly ask: ChatClient
  readonly queue: FairQueue
  readonly patience: Patience
  readonly totalMs: number
}

/** All attempts and pauses share one time limit. */
function startLimit(signal: AbortSignal, totalMs: number): { signal: AbortSignal; end(): void } {
  const alarm = new AbortController()
  const late = () => alarm.abort(new Fault('PROVIDER_TIMEOUT', `no complete answer within ${totalMs} ms`))
  const timer = setTimeout(late, totalMs)
  return { signal: AbortSignal.any([signal, alarm.signal]), end: () => clearTimeout(timer) }
}

/** A pause between two attempts cannot be cut short; whoever leaves does not wait for it. */
function beforeStop<T>(work: Promise<T>, stop: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stopped = () => reject(stop.reason)
    stop.addEventListener('abort', stopped, { once: true })
    work.then(resolve, reject).finally(() => stop.removeEventListener('abort', stopped))
  })
}

/** Asks, and again if need be, until there is a first piece or the answer's end. */
function begin(parts: Parts, call: ModelCall, signal: AbortSignal, meter: Meter) {
  const attempt = async () => {
    const pieces = parts.ask(call, signal, meter)
    return { first: await pieces.next(), pieces }
  }
  return beforeStop(parts.patience.ask(attempt), signal)
}

async function* piecesOf(
  parts: Parts,
  call: ModelCall,
  stop: AbortSignal,
  meter: Meter,
): AsyncGenerator<string> {
  const leave = await parts.queue.enter(call.accountId, stop)
  const limit = startLimit(stop, parts.totalMs)
  let pieces: AsyncGenerator<string> | undefined
  try {
    const begun = await begin(parts, call, limit.signal, meter)
    pieces = begun.pieces
    if (begun.first.done) return
    yield begun.first.value
    yield* pieces
  } catch (error) {
    if (!(error instanceof FailedAttempt)) throw error
    parts.patience.brokeOff(error.fault)
    throw error.fault
  } finally {
    limit.end()
    // Whoever stops reading hangs up, also right after the first piece.
    await pieces?.return(undefined)
    leave()
  }
}

/**
 * Guarded: only a genuine yes of the gate for this very recipient reaches it, and each request passes the turnstile.
 * @param guard `guardForTrials` makes one that nothing but a provider trial reaches.
 * @param onWaiting told how many requests wait for their turn, whenever it changes.
 */
export function openModel(
  config: ProviderConfig,
  turnstile: Turnstile,
  tuning: ModelTuning = {},
  guard: typeof guardModel = guardModel,
  onWaiting: (waiting: number) => void = () => undefined,
): Model {
  const { idleMs = IDLE_MS, maxBytes = MAX_BYTES, resolve } = tuning
  const door = createProviderDoor(config, turnstile, {
    idleMs,
    maxBytes,
    ...(resolve === undefined ? {} : { resolve }),
  })
  const { concurrency, queue, totalMs } = config.limits
  const parts: Parts = {
    ask: createChatClient(config, door),
    queue: createFairQueue({ concurrency, waiting: queue, waitMs: QUEUE_MS, onWaiting }),
    patience: createPatience(tuning.patience ?? PATIENCE),
    totalMs,
  }
  return guard({
    facts: config.facts,
    ask(_allow, call, signal) {
      const meter: Meter = { calls: 0, bytesOut: 0, bytesIn: 0 }
      return { pieces: piecesOf(parts, call, signal, meter), traffic: () => ({ ...meter }) }
    },
  })
}
