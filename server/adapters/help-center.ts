/** A help center on the network, read through the egress door and with the real clock. */
import { setTimeout as wait } from 'node:timers/promises'
import { type ArticleSource, createZendeskHelpCenter } from '../articles/index.ts'
import { createEgressDoor } from './egress-door.ts'

const TIMEOUT_MS = 20_000
const MAX_BYTES = 32 * 1024 * 1024

/** The door opens for this one origin and for nothing else. */
export function openHelpCenter(at: { origin: string; locales: readonly string[] }): ArticleSource {
  return createZendeskHelpCenter({
    ...at,
    door: createEgressDoor({ allowedOrigins: [at.origin], timeoutMs: TIMEOUT_MS, maxBytes: MAX_BYTES }),
    sleep: (ms, signal) => wait(ms, undefined, { signal }),
  })
}
