/** The real clock and real ids. */
import { randomFillSync } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { World } from '../keys.ts'

const ID_BYTES = 16
/** Drawn for many ids at once: the call into the system costs more than the bytes. */
const drawn = Buffer.alloc(256 * ID_BYTES)
let next = drawn.length

/** Each is given out once: the caller uses it up at once. */
function newBytes(): Buffer {
  if (next === drawn.length) {
    randomFillSync(drawn)
    next = 0
  }
  next += ID_BYTES
  return drawn.subarray(next - ID_BYTES, next)
}

/** RFC 9562 §5.7: 48 bits of milliseconds, then version, variant and 74 random bits. */
function uuidV7(ms: number): string {
  const bytes = newBytes()
  bytes.writeUIntBE(ms, 0, 6)
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** Milliseconds since the start, by a clock that nobody sets. */
export const monotonicMs = (): number => performance.now()

/** Rejects as soon as `signal` is aborted. */
export const rest = (ms: number, signal: AbortSignal): Promise<void> => pause(ms, undefined, { signal })

export const realWorld: World = {
  now: () => new Date(),
  newId: () => uuidV7(Date.now()),
}
