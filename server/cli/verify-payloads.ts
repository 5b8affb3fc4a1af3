/** What lies sealed beside the entries of a store: opened where the person's key is there, missed where nothing says why. */

import type { AuditReport } from '../../src/domain/audit-report.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { OpenStore } from '../adapters/sqlite-store.ts'
import { openPayload } from '../audit/index.ts'
import { createCoverage, createFindings, readCovered } from '../bundle/index.ts'
import type { Keyring } from '../keys.ts'

const PAGE = 1_000

/** Of a log whose entries hold: what a broken one names proves nothing. */
export async function checkPayloads(
  store: OpenStore,
  keys: Pick<Keyring, 'personKey'>,
  accountId: string,
): Promise<Pick<AuditReport, 'payloads' | 'tampered'>> {
  const findings = createFindings()
  const coverage = createCoverage(findings)
  for (let from = 0; ; from += PAGE) {
    const read = await store.transact(async (tx) => {
      const entries = await tx.auditEntries(accountId, from, PAGE)
      const payloads = new Map(
        (await tx.auditPayloads(accountId, from, PAGE)).map((payload) => [payload.index, payload]),
      )
      for (const { index, header } of entries) {
        const entry = readCovered(index, header)
        const payload = payloads.get(index)
        if (entry.kid === null && payload !== undefined) findings.tampered('PAYLOAD_UNEXPECTED', { index })
        if (payload === undefined || entry.kid === null || entry.commit === null) {
          coverage.note(entry, 'gone')
          continue
        }
        const wrapped = (await tx.requesterByRef(accountId, payload.requesterRef))?.wrappedKey ?? null
        const key = wrapped === null ? null : keyOf(keys, wrapped, `${accountId}/${payload.requesterRef}`)
        // Their key went and the row was left: there is nothing more to be read here than if it had gone too.
        if (key === null || (key.kid !== entry.kid && payload.kid === entry.kid)) coverage.note(entry, 'gone')
        else {
          const { id, commit, kid } = entry
          const text = openPayload(key, { id, header, commit, kid }, payload.sealed)
          coverage.note(entry, text === null ? 'changed' : 'ok')
        }
      }
      return entries.length
    })
    if (read < PAGE) break
  }
  coverage.finish(findings, false)
  return { payloads: coverage.counts, tampered: findings.verdict.tampered }
}

function keyOf(keys: Pick<Keyring, 'personKey'>, wrapped: string, context: string) {
  try {
    return keys.personKey(wrapped, context)
  } catch (error) {
    if (error instanceof Fault) return null
    throw error
  }
}
