/** Whether what lies sealed beside the entries is there, and where it is not, whether the log says why. */
import { createHmac } from 'node:crypto'
import type { z } from 'zod'
import type { PayloadCounts } from '../../src/domain/audit-report.ts'
import { canonicalJson } from '../audit/index.ts'
import type { Findings } from './findings.ts'
import type { payloadLine } from './format.ts'

export interface CoveredEntry {
  readonly index: number
  readonly commit: string | null
  readonly kid: string | null
  readonly kids: readonly string[]
}

export interface Coverage {
  readonly counts: PayloadCounts
  /** `state`: what was found beside the entry. */
  note(entry: CoveredEntry, state: 'ok' | 'sealed' | 'changed' | 'gone'): void
  /** After the last entry. `open`: entries come after it that nobody here has. */
  finish(findings: Findings, open: boolean): void
  /** True while nothing has said that this entry's words are gone. */
  isUncovered(index: number, kid: string | null): boolean
}

export function createCoverage(findings: Findings): Coverage {
  const counts = { ok: 0, sealed: 0, shredded: 0, missing: 0 }
  /** By the name of the key: entries whose words are gone, and nothing has said so yet. */
  const waiting = new Map<string, number[]>()
  return {
    counts,
    isUncovered: (index, kid) => kid === null || waiting.get(kid)?.includes(index) !== false,
    note(entry, state) {
      // First: an entry does not cover what is missing beside itself.
      for (const kid of entry.kids) {
        counts.shredded += waiting.get(kid)?.length ?? 0
        waiting.delete(kid)
      }
      if (entry.kid === null) return
      if (state === 'ok' || state === 'sealed') counts[state] += 1
      else if (state === 'changed') findings.tampered('PAYLOAD_CHANGED', { index: entry.index })
      else {
        const same = waiting.get(entry.kid)
        if (same === undefined) waiting.set(entry.kid, [entry.index])
        else same.push(entry.index)
      }
    },
    finish(found, open) {
      const left = [...waiting.values()].flat().sort((a, b) => a - b)
      counts.missing = left.length
      for (const index of left)
        if (open) found.incomplete('PAYLOADS_LEFT_OUT', { index })
        else found.tampered('PAYLOAD_MISSING', { index })
    },
  }
}

/** An iv, a tag, and the two bytes of the shortest object: what is shorter was never sealed. */
const LEAST_SEALED_BYTES = 12 + 16 + 2

type PayloadLine = z.infer<typeof payloadLine>

/** Against the commitment of its entry: an opened one can be checked, a sealed one only with the key. */
export function stateOf(entry: CoveredEntry, line: PayloadLine | null): 'ok' | 'sealed' | 'changed' | 'gone' {
  if (line === null) return 'gone'
  if (line.kid !== entry.kid) return 'changed'
  if ('sealed' in line)
    return Buffer.from(line.sealed, 'base64').length < LEAST_SEALED_BYTES ? 'changed' : 'sealed'
  const commit = createHmac('sha256', Buffer.from(line.commitKey, 'hex'))
    .update(canonicalJson(line.value), 'utf8')
    .digest('hex')
  return commit === entry.commit ? 'ok' : 'changed'
}
