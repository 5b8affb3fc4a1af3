/** Reads from the environment how many calls a minute are taken. */
import { z } from 'zod'

/** Calls a minute. */
export interface CallLimits {
  /** Of one agent, by kind. */
  readonly reads: number
  readonly writes: number
  readonly dear: number
  /** Of one address without a session. */
  readonly address: number
  /** Of all agents together, for each that is there. */
  readonly account: number
}

/** Far above what a person at a screen does; the busiest hour of a fast agent needs a tenth of it. */
const CALL_LIMITS: CallLimits = { reads: 600, writes: 240, dear: 60, address: 3_000, account: 300 }
const NAMES: readonly string[] = Object.keys(CALL_LIMITS)
const LIMIT = /^([a-z]{1,10})=([1-9]\d{0,8})$/

/** `off`, or those that differ from the defaults. */
export const callLimitsSchema = z
  .string()
  .default('')
  .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
  .refine(
    (parts) =>
      (parts.length === 1 && parts[0] === 'off') ||
      (parts.every((part) => NAMES.includes(LIMIT.exec(part)?.[1] ?? '')) &&
        new Set(parts.map((part) => part.split('=')[0])).size === parts.length),
    `must be off, or numbers such as reads=600,dear=60; there are ${NAMES.join(', ')}`,
  )
  .transform((parts): CallLimits | null => {
    if (parts[0] === 'off') return null
    const given = parts.map((part) => part.split('='))
    return { ...CALL_LIMITS, ...Object.fromEntries(given.map(([name, most]) => [name, Number(most)])) }
  })
