/** Events for a SIEM as lines of JSON, from one place of the log on. */
import type { AccountId } from '../../src/domain/account.ts'
import type { AuditRows } from '../audit/index.ts'
import { ocsfEvent } from './ocsf.ts'
import { entriesOf, type LogSpan } from './period.ts'
import type { EvidenceRooms } from './rooms.ts'

export async function* eventLines(
  rooms: Pick<EvidenceRooms<AuditRows>, 'transact' | 'productVersion'>,
  accountId: AccountId,
  span: Pick<LogSpan, 'start' | 'end'>,
): AsyncGenerator<string> {
  const origin = { accountId, version: rooms.productVersion }
  for await (const logged of entriesOf(rooms.transact, accountId, span))
    yield `${JSON.stringify(ocsfEvent(logged, origin))}\n`
}
