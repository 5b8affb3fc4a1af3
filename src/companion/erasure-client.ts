/** The console's calls about erasing, restricting and periods. Whom it is about is named in bodies only. */
import type { CorrectionOrder, CorrectionReply } from '../domain/correction-api.ts'
import { ERASURE_ABOUTS, ERASURE_SOURCES } from '../domain/erasure.ts'
import type {
  EraseOrder,
  EraseReply,
  ErasureView,
  PersonActOrder,
  PersonActReply,
} from '../domain/erasure-api.ts'
import { RETENTION_CLASSES, type RetentionSettings } from '../domain/retention.ts'
import type { RetentionView } from '../domain/retention-api.ts'
import { changeView, erasedClass, keptClass } from './approval-answers.ts'
import { type Check, fields, flag, list, nullable, number, oneOf, record, text } from './checks.ts'
import { recipientView } from './dossier-client.ts'
import type { Line } from './session.ts'

export interface ErasureClient {
  /** Waits for a second person unless the account has turned that off. */
  erasePerson(order: EraseOrder): Promise<EraseReply>
  erasures(): Promise<readonly ErasureView[]>
  /** The signed document, for a file. */
  certificate(erasureId: string): Promise<Readonly<Record<string, unknown>>>
  actOnPerson(order: PersonActOrder): Promise<PersonActReply>
  /** A note beside what is held, in the person's own words; open drafts made from it are withdrawn. */
  correctPerson(order: CorrectionOrder): Promise<CorrectionReply>
  retention(): Promise<RetentionView>
  /** @throws Fault `CONFLICT` when the version is no longer the newest. */
  saveRetention(settings: RetentionSettings): Promise<RetentionView>
}

const view: Check<ErasureView> = record({
  erasureId: text,
  about: oneOf(ERASURE_ABOUTS),
  caseId: nullable(text),
  at: text,
  source: oneOf(ERASURE_SOURCES),
  erased: list(erasedClass),
  kept: list(keptClass),
  recipients: list(
    record({
      provider: text,
      host: text,
      region: text,
      model: text,
      retention: text,
      drafts: number,
      lastSentAt: text,
    }),
  ),
  backupsFinalBy: text,
  backupsFinalAt: nullable(text),
})

const reply: Check<EraseReply> = (value, at) => {
  const outcome = oneOf(['proposed', 'erased', 'nothing_held'])(fields(value, at).outcome, `${at}.outcome`)
  if (outcome === 'nothing_held') return { outcome }
  if (outcome === 'erased') return { outcome, ...record({ erasures: list(view) })(value, at) }
  return { outcome, ...record({ change: changeView })(value, at) }
}

const correction: Check<CorrectionReply> = record({ withdrawn: number, recipients: list(recipientView) })

const rule = record({ days: number, reason: nullable(text) })
const retention: Check<RetentionView> = record({
  settings: record({
    version: number,
    rules: record({
      draft: rule,
      question: rule,
      webhook: rule,
      simulation: rule,
      trial: rule,
      receipt: rule,
      consent: rule,
      request: rule,
      ticket: rule,
      person: rule,
      tombstone: rule,
    }),
    keepsErasedConsent: flag,
  }),
  preview: list(
    record({
      class: oneOf(RETENTION_CLASSES),
      held: number,
      due: number,
      oldest: nullable(text),
      before: text,
    }),
  ),
  backupDays: number,
})

export function erasureCalls(line: Line): ErasureClient {
  return {
    erasePerson: (order) => line.ask(reply, 'POST', '/console/erasures', order),
    erasures: () => line.ask(list(view), 'GET', '/console/erasures'),
    certificate: (erasureId) => line.ask(fields, 'GET', `/console/erasures/${erasureId}/certificate`),
    actOnPerson: (order) =>
      line.ask(record({ tickets: number, unchanged: number }), 'POST', '/console/person-acts', order),
    correctPerson: (order) => line.ask(correction, 'POST', '/console/corrections', order),
    retention: () => line.ask(retention, 'GET', '/console/retention'),
    saveRetention: (settings) => line.ask(retention, 'PUT', '/console/retention', settings),
  }
}
