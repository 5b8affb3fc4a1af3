/** The consent of each ticket as the record that a standard describes (ISO/IEC TS 27560, DPV). */
import { z } from 'zod'
import {
  type ConsentRows,
  consentRecordOf,
  type EvidenceRooms,
  type RecordController,
} from '../../consent/index.ts'
import { piecesOf } from './pieces.ts'
import type { Records } from './record-files.ts'
import type { PackageFile } from './zip.ts'

const event = z.object({ ticketRef: z.string(), requesterRef: z.string() })

async function* lines(
  rooms: EvidenceRooms,
  tx: ConsentRows,
  records: Records,
  given: { readonly accountId: string; readonly locale: string; readonly at: string },
  controller: RecordController,
): AsyncGenerator<string> {
  yield '['
  let [between, last] = ['\n', '']
  // Events come ticket by ticket.
  for await (const { record } of records(['consent'])) {
    const { ticketRef, requesterRef } = event.parse(record)
    const key = `${requesterRef}/${ticketRef}`
    if (key === last) continue
    last = key
    const made = await consentRecordOf(rooms, tx, { ...given, ticketRef, requesterRef }, controller)
    if (made === null) continue
    yield between + JSON.stringify(made)
    between = ',\n'
  }
  yield '\n]\n'
}

export function consentFile(...given: Parameters<typeof lines>): PackageFile {
  return { name: 'consent.jsonld', content: piecesOf(lines(...given)) }
}
