/** The console's questions about the audit log: filtered entries, copies of the checkpoint, the bundle as a file. */
import type { AuditEntryView } from '../domain/api.ts'
import { type AuditFilter, COPY_KINDS, COPY_PROBLEMS, type CopiesView } from '../domain/audit-copies-api.ts'
import { type Check, list, nullable, number, oneOf, record, text } from './checks.ts'
import { auditEntries } from './console-answers.ts'
import { textFrom, zipFrom } from './files.ts'
import type { Line } from './session.ts'

export interface AuditClient {
  /** Newest first; `before` is the lowest index already shown. */
  auditEntries(before: number | null, filter?: AuditFilter): Promise<readonly AuditEntryView[]>
  auditCopies(): Promise<CopiesView>
  /** One entry and its place in the signed log: the text of a `.tlog-proof` file. */
  auditProof(index: number): Promise<string>
  /** One zip file, for whoever checks it elsewhere. @throws BrokenOff */
  auditBundle(days: { readonly from: string; readonly to: string }): Promise<Blob>
}

const copies: Check<CopiesView> = record({
  size: nullable(number),
  signedAt: nullable(text),
  copies: list(
    record({
      kind: oneOf(COPY_KINDS),
      size: nullable(number),
      copiedAt: nullable(text),
      failingSince: nullable(text),
      problem: nullable(oneOf(COPY_PROBLEMS)),
    }),
  ),
})

const orNull = (day: string) => (day === '' ? null : day)

export function auditClient(line: Line): AuditClient {
  return {
    auditEntries(before, filter = { type: '', from: '', to: '' }) {
      const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ''))
      if (before !== null) query.set('before', String(before))
      return line.ask(auditEntries, 'GET', `/console/audit/entries${query.size === 0 ? '' : `?${query}`}`)
    },
    auditCopies: () => line.ask(copies, 'GET', '/console/audit/copies'),
    auditProof: (index) => textFrom(line, `/console/audit/entries/${index}/proof`),
    auditBundle: ({ from, to }) =>
      zipFrom(line, '/console/audit/bundles', { from: orNull(from), to: orNull(to) }),
  }
}
