/** Everything that the rooms ask of a transaction, over one Kysely transaction. */
import type { Kysely } from 'kysely'
import type { StoreRows } from '../store.ts'
import type { ReadMemory, Source } from './read-memory.ts'
import { accessRows } from './rows/access-rows.ts'
import { affectedRows } from './rows/affected-rows.ts'
import { approvalRows } from './rows/approval-rows.ts'
import { articleRows } from './rows/article-rows.ts'
import { auditRows } from './rows/audit-rows.ts'
import { callAllowanceRows } from './rows/call-allowance-rows.ts'
import { capabilityRows } from './rows/capability-rows.ts'
import { consentCheckRows } from './rows/consent-check-rows.ts'
import { consentLifeRows } from './rows/consent-life-rows.ts'
import { consentRows } from './rows/consent-rows.ts'
import { correctionRows } from './rows/correction-rows.ts'
import { decisionRows } from './rows/decision-rows.ts'
import { dossierRows } from './rows/dossier-rows.ts'
import { draftRows } from './rows/draft-rows.ts'
import { erasureRows } from './rows/erasure-rows.ts'
import { evidenceRows } from './rows/evidence-rows.ts'
import { exportPermitRows } from './rows/export-permit-rows.ts'
import { factRows } from './rows/fact-rows.ts'
import { figureRows } from './rows/figure-rows.ts'
import { heldRows } from './rows/held-rows.ts'
import { incidentRows } from './rows/incident-rows.ts'
import { killSwitchRows } from './rows/kill-switch-rows.ts'
import { leaseRows } from './rows/lease-rows.ts'
import { noticeRows } from './rows/notice-rows.ts'
import { pageSessionRows } from './rows/page-session-rows.ts'
import { personKeyRows } from './rows/person-key-rows.ts'
import { policyRows } from './rows/policy-rows.ts'
import { providerTrialRows } from './rows/provider-trial-rows.ts'
import { questionRows } from './rows/question-rows.ts'
import { recallRows } from './rows/recall-rows.ts'
import { reportRows } from './rows/report-rows.ts'
import { requestRows } from './rows/request-rows.ts'
import { retentionRows } from './rows/retention-rows.ts'
import { sectionRows } from './rows/section-rows.ts'
import { setUpRows } from './rows/set-up-rows.ts'
import { simulationRows } from './rows/simulation-rows.ts'
import { spendingRows } from './rows/spending-rows.ts'
import { ticketRows } from './rows/ticket-rows.ts'
import { tokenRows } from './rows/token-rows.ts'
import { vectorRows } from './rows/vector-rows.ts'

import type { Tables } from './schema.ts'

type ErasedNumber = (accountId: string, ticketId: string) => string

const PARTS = [
  auditRows,
  ticketRows,
  consentRows,
  correctionRows,
  consentCheckRows,
  noticeRows,
  consentLifeRows,
  articleRows,
  draftRows,
  recallRows,
  accessRows,
  tokenRows,
  factRows,
  requestRows,
  figureRows,
  capabilityRows,
  approvalRows,
  questionRows,
  policyRows,
  decisionRows,
  evidenceRows,
  personKeyRows,
  erasureRows,
  retentionRows,
  heldRows,
  killSwitchRows,
  dossierRows,
  exportPermitRows,
  incidentRows,
  affectedRows,
  sectionRows,
  simulationRows,
  providerTrialRows,
  vectorRows,
  reportRows,
  spendingRows,
  setUpRows,
  leaseRows,
  pageSessionRows,
  callAllowanceRows,
] as const

type Both<Union> = (Union extends unknown ? (part: Union) => void : never) extends (both: infer All) => void
  ? All
  : never
/** What the parts make together: the compiler holds it against what the rooms ask of a store. */
type Whole = Both<ReturnType<(typeof PARTS)[number]>>

/**
 * What every decision asks, each with what its answer rests on and nothing else. Answers are shared: nobody changes one.
 */
export const REMEMBERED: { readonly [name in keyof StoreRows]?: Source } = {
  rolesOf: 'settled',
  isLive: 'settled',
  storedPolicy: 'settled',
  simulationPassed: 'settled',
  currentAllowlist: 'settled',
  articlesRevision: 'settled',
  articleHeader: 'settled',
  currentNotice: 'settled',
  noticeLocales: 'settled',
  legalBasis: 'settled',
  consentRule: 'settled',
  templatesView: 'settled',
  questionsKept: 'settled',
  hasSnapshot: 'settled',
  decidedScope: 'decided_scope',
  ticketById: 'ticket',
  ticketByRef: 'ticket',
  enteringSession: 'page_session',
  requesterByRef: 'requester',
  requesterByDigest: 'requester',
  consentEvents: 'consent_event',
  factsOf: 'helpdesk_fact',
  factsAbout: 'helpdesk_fact',
  insertedDrafts: 'draft',
  draftById: 'draft',
  lockAuditHead: 'audit_head',
}

const sourceOf = new Map<string | symbol, Source>(Object.entries(REMEMBERED))
const questionOf = (name: string | symbol, given: readonly unknown[]) =>
  `${String(name)} ${JSON.stringify(given)}`

type Ask = (...given: readonly unknown[]) => Promise<unknown>
/** The parts' own functions, of which those that are remembered all ask the engine something. */
const isAsk = (value: unknown): value is Ask => typeof value === 'function'

/** Nobody else appends until the transaction ends: the head that was written is the one that would be read. */
const knowHead = (memory: ReadMemory, [accountId, , head]: readonly unknown[]) =>
  memory.know('audit_head', questionOf('lockAuditHead', [accountId]), head)

/** Every name, and which part has it. Asked of the parts once in a process. */
const partOf = new Map<string | symbol, number>()

class LazyRows {
  readonly db: Kysely<Tables>
  readonly erasedNumber: ErasedNumber | undefined
  readonly memory: ReadMemory | undefined
  readonly parts: object[] = []
  readonly remembering = new Map<string | symbol, Ask>()

  constructor(db: Kysely<Tables>, erasedNumber: ErasedNumber | undefined, memory: ReadMemory | undefined) {
    this.db = db
    this.erasedNumber = erasedNumber
    this.memory = memory
  }

  under(name: string | symbol): unknown {
    const at = partOf.get(name)
    const part = at === undefined ? undefined : PARTS[at]
    if (at === undefined || part === undefined) return undefined
    this.parts[at] ??= part(this.db, this.erasedNumber)
    const own: unknown = Reflect.get(this.parts[at], name)
    if (this.memory === undefined || !isAsk(own)) return own
    const known = this.remembering.get(name)
    if (known !== undefined) return known
    const ask = this.asking(this.memory, name, own)
    this.remembering.set(name, ask)
    return ask
  }

  asking(memory: ReadMemory, name: string | symbol, own: Ask): Ask {
    if (name === 'writeAuditEntry')
      return async (...given) => {
        await own(...given)
        knowHead(memory, given)
      }
    const source = sourceOf.get(name)
    return source === undefined
      ? own
      : (...given) => memory.recall(source, questionOf(name, given), () => own(...given))
  }
}

/** To whoever holds them they are one object with every name, also where it is spread or listed. */
const AS_ONE: ProxyHandler<LazyRows> = {
  get: (rows, name) => rows.under(name),
  has: (_, name) => partOf.has(name),
  ownKeys: () => [...partOf.keys()],
  getOwnPropertyDescriptor: (rows, name) =>
    partOf.has(name)
      ? { value: rows.under(name), enumerable: true, configurable: true, writable: false }
      : undefined,
}

/** What the handler answers with is what the parts answer with. */
const asWhole = (rows: object): Whole => rows as Whole

/**
 * Each transaction has rows of its own, and most acts use three or four of the forty parts: a part is made when it is
 * asked for. Made all at once they cost more than what the act does with them. They keep nothing themselves: what is
 * known of the store, the memory knows.
 */
export function rowsOver(db: Kysely<Tables>, erasedNumber?: ErasedNumber, memory?: ReadMemory): StoreRows {
  if (partOf.size === 0)
    for (const [at, part] of PARTS.entries())
      for (const name of Object.keys(part(db, erasedNumber))) partOf.set(name, at)
  return asWhole(new Proxy(new LazyRows(db, erasedNumber, memory), AS_ONE))
}
