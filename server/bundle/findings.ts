/** Gathers what a check finds. A bundle made by an enemy must not fill the memory with it: the first ones count. */
import type { AuditReport, Finding, IncompleteCode, TamperedCode } from '../../src/domain/audit-report.ts'

const MOST = 20

export interface Place {
  readonly index?: number
  readonly file?: string
}

export interface Findings {
  tampered(code: TamperedCode, at?: Place): void
  incomplete(code: IncompleteCode, at?: Place): void
  readonly verdict: Pick<AuditReport, 'integrity' | 'completeness' | 'tampered' | 'incomplete'>
}

export function createFindings(): Findings {
  const tampered: Finding<TamperedCode>[] = []
  const incomplete: Finding<IncompleteCode>[] = []
  const add = <Code>(
    list: Finding<Code>[],
    code: Code,
    { index = null, file = null }: { index?: number | null; file?: string | null },
  ) => {
    if (list.length < MOST) list.push({ code, index, file })
  }
  return {
    tampered: (code, at = {}) => add(tampered, code, at),
    incomplete: (code, at = {}) => add(incomplete, code, at),
    get verdict() {
      return {
        integrity: tampered.length === 0 ? ('intact' as const) : ('tampered' as const),
        completeness: incomplete.length === 0 ? ('complete' as const) : ('incomplete' as const),
        tampered,
        incomplete,
      }
    },
  }
}
