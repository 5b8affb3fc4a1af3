/** What a program ends with, the same for every command: 1 broken, 2 refused, 4 bad input. What else one says stands in its help. */
import type { FaultCode } from '../../src/domain/fault.ts'

export const [BROKEN, REFUSED, BAD_INPUT] = [1, 2, 4] as const

/** Of what is not named, something is broken. */
const OF_FAULT: Readonly<Partial<Record<FaultCode, number>>> = {
  BAD_REQUEST: BAD_INPUT,
  CONFLICT: BAD_INPUT,
  NOT_FOUND: BAD_INPUT,
  SCOPE_INVALID: BAD_INPUT,
  SOURCE_UNREADABLE: BAD_INPUT,
  TOO_LARGE: BAD_INPUT,
  CHANGE_STALE: REFUSED,
  NOT_PERMITTED: REFUSED,
  SECOND_PERSON_NEEDED: REFUSED,
}

export const exitCodeOfFault = (code: FaultCode): number => OF_FAULT[code] ?? BROKEN
