/**
 * The only way to the provider, and the only file that holds its key. It takes a capability and the request that
 * the capability was made out for: no capability, no connection; one capability, one request.
 */
import type { CapabilityBar, Leaving, Turnstile } from '../../capability/index.ts'
import { payloadDigest } from '../../capability/index.ts'
import type { ProviderConfig } from '../../provider/index.ts'
import {
  createEgressDoor,
  type EgressDoor,
  type EgressRules,
  type EgressStream,
  PROVIDER_FAULTS,
} from '../egress-door.ts'

const CONNECT_MS = 5_000

export interface ProviderRequest {
  readonly accountId: string
  readonly leaving: Leaving
  readonly body: string
  /** The capability was good: the connection is made now. */
  readonly onPassed: () => void
  /** The last byte of the request is on its way. */
  readonly onSent: () => void
}

export interface ProviderDoor {
  /** @throws Fault `PROVIDER_*` or `EGRESS_REFUSED`, as the egress door does. */
  send(
    capability: unknown,
    request: ProviderRequest,
    signal?: AbortSignal,
  ): Promise<EgressStream | { readonly outcome: 'refused'; readonly bar: CapabilityBar }>
}

export interface DoorTuning {
  readonly idleMs: number
  readonly maxBytes: number
  readonly resolve?: NonNullable<EgressRules['resolve']>
}

function egressDoorFor(
  config: ProviderConfig,
  url: URL,
  { idleMs, maxBytes, resolve }: DoorTuning,
): EgressDoor {
  const { providerKey } = config
  return createEgressDoor({
    allowedOrigins: [url.origin],
    methods: ['POST'],
    paths: [url.pathname],
    ...(providerKey === null ? {} : { credential: () => `Bearer ${providerKey()}` }),
    ...(config.inHouse ? { privateHosts: [url.hostname.replace(/^\[|\]$/g, '')] } : {}),
    timeoutMs: config.limits.totalMs,
    connectMs: CONNECT_MS,
    firstByteMs: config.limits.firstByteMs,
    idleMs,
    maxBytes,
    faults: PROVIDER_FAULTS,
    ...(resolve === undefined ? {} : { resolve }),
  })
}

export function createProviderDoor(
  config: ProviderConfig,
  turnstile: Turnstile,
  tuning: DoorTuning,
): ProviderDoor {
  const url = new URL(`${config.baseUrl}/chat/completions`)
  const door = egressDoorFor(config, url, tuning)
  const { provider, host, region, model } = config.facts
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream' }
  return {
    async send(capability, { accountId, leaving, body, onPassed, onSent }, signal) {
      // Before the capability is spent: whoever has left sends nothing.
      signal?.throwIfAborted()
      const passed = await turnstile.pass(capability, {
        ...leaving,
        accountId,
        payload: payloadDigest(body),
        bytes: Buffer.byteLength(body),
        provider,
        host,
        region,
        model,
      })
      if (passed.outcome === 'refused') return passed
      onPassed()
      return door.send({ method: 'POST', url: url.href, headers, body, onSent }, signal)
    },
  }
}
