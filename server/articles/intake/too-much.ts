import { Fault } from '../../../src/domain/fault.ts'
import type { UnreadCode } from '../../../src/domain/sync-api.ts'

/** An article that is too much to be read, and in what: `most` is what would be read. */
export function tooMuch(unread: UnreadCode, message: string, most: number): Fault {
  return new Fault('TOO_LARGE', message, undefined, { unread, most })
}
