/** Where events leave: one origin, one path, no redirect; and every way that it can fail by a name of its own. */
import type { DeliveryError } from '../../src/domain/evidence-api.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { Deliver } from '../evidence/index.ts'
import type { EventsConfig } from '../evidence-config.ts'
import { createEgressDoor, type EgressRules, PROVIDER_FAULTS } from './egress-door.ts'

const TIMEOUT_MS = 15_000
const CONNECT_MS = 5_000
const MAX_ANSWER_BYTES = 64 * 1024

/** Of the faults that the door throws; anything else is a mistake of ours. */
const MEANING: Readonly<Record<string, DeliveryError>> = {
  EGRESS_REFUSED: 'NOT_ALLOWED',
  PROVIDER_UNREACHABLE: 'UNREACHABLE',
  PROVIDER_TIMEOUT: 'TIMEOUT',
  PROVIDER_FAILED: 'MALFORMED',
}

function meaningOf(status: number): DeliveryError | null {
  if (status >= 200 && status < 300) return null
  if (status >= 300 && status < 400) return 'REDIRECTED'
  return status >= 400 && status < 500 ? 'REFUSED' : 'FAILED'
}

export function openEventDoor(
  config: EventsConfig,
  tuning: Partial<Pick<EgressRules, 'timeoutMs' | 'resolve'>> = {},
): Deliver {
  const url = new URL(config.url)
  const door = createEgressDoor({
    allowedOrigins: [url.origin],
    methods: ['POST'],
    paths: [url.pathname],
    timeoutMs: TIMEOUT_MS,
    connectMs: CONNECT_MS,
    maxBytes: MAX_ANSWER_BYTES,
    faults: PROVIDER_FAULTS,
    ...(config.inHouse ? { privateHosts: [url.hostname.replace(/^\[|\]$/g, '')] } : {}),
    ...tuning,
  })
  return async (body, headers, stop) => {
    try {
      const answer = await door.send({ method: 'POST', url: config.url, headers, body }, stop)
      try {
        const error = meaningOf(answer.status)
        // Read to its end: an answer that breaks off may be that of a receiver which took nothing.
        if (error === null) for await (const _chunk of answer.body);
        return error
      } finally {
        answer.close()
      }
    } catch (error) {
      if (!(error instanceof Fault)) return 'UNEXPECTED'
      return MEANING[error.code] ?? 'UNEXPECTED'
    }
  }
}
