/** A help center on the network, read through the egress door and with the real clock. */
import { setTimeout as wait } from 'node:timers/promises'
import { Fault } from '../../src/domain/fault.ts'
import { type ArticleSource, createZendeskHelpCenter } from '../articles/index.ts'
import { createEgressDoor } from './egress-door.ts'

const TIMEOUT_MS = 20_000
const MAX_BYTES = 32 * 1024 * 1024

/** The door opens for this one origin and for nothing else, and for nothing at all while `halted`. */
export function openHelpCenter(
  at: { origin: string; locales: readonly string[] },
  halted: () => boolean = () => false,
): ArticleSource {
  const { origin, locales } = at
  const door = createEgressDoor({ allowedOrigins: [origin], timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES })
  return createZendeskHelpCenter({
    origin,
    locales,
    door: {
      ...door,
      async get(url, headers, signal) {
        if (halted()) throw new Fault('EGRESS_REFUSED', 'the kill switch lets nothing leave')
        return door.get(url, headers, signal)
      },
    },
    sleep: (ms, signal) => wait(ms, undefined, { signal }),
  })
}
