/** What drafting needs from the store, and what it is handed. */
import type { AccountId } from '../../src/domain/account.ts'
import type { ReplyTemplates, TemplatesView } from '../../src/domain/api.ts'
import type { TopicFound } from '../../src/domain/decide.ts'
import type {
  CitedPassage,
  DraftPart,
  DraftSentence,
  DraftStatus,
  DraftWithdrawal,
  DroppedSentence,
  Receipt,
} from '../../src/domain/draft.ts'
import type { WorkCalendar } from '../../src/domain/due-dates.ts'
import type { StopPlace, StopSign } from '../../src/domain/kill-switch.ts'
import type { QuoteSpan, VersionKey } from '../../src/domain/recall.ts'
import type { DrafterChoice } from '../../src/domain/scope.ts'
import type { ArticleRows, CountedSections, DenseDesk, Shelf } from '../articles/index.ts'
import type { AuditLog } from '../audit/index.ts'
import type { SpendingRows } from '../budget/index.ts'
import type { CapabilityRows } from '../capability/index.ts'
import type { LinkRows, NoJournal, NoticeSource } from '../consent/index.ts'
import type { DecisionRows } from '../decisions/index.ts'
import type { Keyring, Transact, World } from '../keys.ts'
import type { FactRows } from '../tickets/index.ts'
import type { UnderWay } from '../under-way.ts'
import type { Drafter } from './drafter.ts'
import type { Model } from './model.ts'
import type { QuestionRows } from './recorded-questions.ts'

/** The sealed part of a draft: what it says. */
export interface DraftContent {
  readonly sentences: readonly DraftSentence[]
  readonly parts: readonly DraftPart[]
  readonly passages: readonly CitedPassage[]
  /** What the verifier left out; absent in drafts of the first version. */
  readonly dropped?: readonly DroppedSentence[]
}

/** As it is sealed: with what only the server asks of it. */
export interface SealedDraft extends DraftContent {
  /** What the ticket's text was about, and a digest of the topics that it was held against; absent where none were chosen. */
  readonly topics?: { readonly digest: string; readonly found: readonly TopicFound[] }
}

/** What the permissions to use a draft came to. */
export interface DraftUse {
  /** Sections that were counted for it, in that week; `null`: none, or taken back since. */
  readonly counted: CountedSections | null
  /** Permissions that are on record as never used, by their moment. */
  readonly unused: readonly string[]
}

export const NEVER_USED: DraftUse = { counted: null, unused: [] }

export interface DraftRow {
  readonly draftId: string
  readonly ticketRef: string
  readonly requesterRef: string
  readonly agentId: string
  /** `drafting` until its sentences are verified and stored. */
  readonly status: DraftStatus | 'drafting'
  readonly locale: string
  readonly consentEpoch: number
  readonly lastCommentId: string
  readonly sealedContent: string | null
  readonly receipt: Receipt | null
  /** Why it was withdrawn where that was not the requester's will; absent in one that is being added. */
  readonly withdrawnFor?: DraftWithdrawal | null
  /** When its status was last set: of one in a reply, when it was last let in; absent in one that is being added. */
  readonly changedAt?: string
  /** Absent in one that is being added. */
  readonly used?: DraftUse
}

/** One version that a draft quotes, and where its quoted sentences stand in it. Ids and offsets, no text. */
export interface DraftCitation extends VersionKey {
  readonly quotes: readonly QuoteSpan[]
}

/** What the sidebar counted when a reply was sent: nothing of its words. */
export interface DraftSend {
  readonly sentAt: string
  /** Sentences that were inserted, and how many stood in the reply word for word. */
  readonly sentences: number
  readonly kept: number
  /** Words that were inserted, and how many edits lead from them to what was sent. */
  readonly words: number
  readonly distance: number
}

export interface CitationRows {
  addCitations(accountId: AccountId, draftId: string, cited: readonly DraftCitation[]): Promise<void>
  quotesByDraft(
    accountId: AccountId,
    version: VersionKey,
    draftIds: readonly string[],
  ): Promise<readonly (QuoteSpan & { draftId: string })[]>
  addSend(accountId: AccountId, draftId: string, send: DraftSend): Promise<void>
}

export interface PassedRows {
  /** True once a run over this version of the policy has passed what the policy requires. */
  simulationPassed(accountId: AccountId, policyVersion: number): Promise<boolean>
}

export interface LiveRows {
  /** Whether agents may draft: false until somebody has taken the account live. */
  isLive(accountId: AccountId): Promise<boolean>
}

export interface DraftRows
  extends LinkRows,
    PassedRows,
    LiveRows,
    ArticleRows,
    CapabilityRows,
    CitationRows,
    QuestionRows,
    DecisionRows,
    SpendingRows,
    FactRows {
  /** @throws Fault `CONFLICT` when the id is taken. */
  addDraft(accountId: AccountId, draft: DraftRow, at: string, server: string | null): Promise<void>
  draftById(accountId: AccountId, draftId: string): Promise<DraftRow | null>
  completeDraft(
    accountId: AccountId,
    draftId: string,
    content: { locale: string; sealedContent: string; receipt: Receipt },
  ): Promise<void>
  setDraftStatus(accountId: AccountId, draftId: string, status: DraftStatus, at: string): Promise<void>
  setDraftUse(accountId: AccountId, draftId: string, used: DraftUse): Promise<void>
  /** Of one agent in one ticket, oldest first. */
  insertedDrafts(
    accountId: AccountId,
    ticketRef: string,
    agentId: string,
  ): Promise<readonly Pick<DraftRow, 'draftId' | 'consentEpoch'>[]>
  unfinishedDrafts(): Promise<readonly { accountId: AccountId; id: string; server: string | null }[]>
  addCoverageGap(
    accountId: AccountId,
    gap: { gapId: string; locale: string; nearest: readonly string[]; at: string },
  ): Promise<void>
  addAdmission(
    accountId: AccountId,
    admission: { admissionId: string; agentRef: string; at: string },
  ): Promise<void>
  dropAdmission(accountId: AccountId, admissionId: string): Promise<void>
  /** After `since`; of everyone with `agentRef: null`. */
  admissionsSince(
    accountId: AccountId,
    agentRef: string | null,
    since: string,
  ): Promise<{ count: number; oldest: string | null }>
  forgetAdmissions(accountId: AccountId, upTo: string): Promise<void>
  /** `null`: the account has changed nothing yet. */
  /** The newest version, as it was stored; `null`: nobody has changed the first one. */
  storedPolicy(accountId: AccountId): Promise<{ readonly version: number; readonly policy: string } | null>
  templatesView(accountId: AccountId, locale: string): Promise<TemplatesView | null>
}

/** `reply` is all of them: from the order to its last word. */
export const DRAFT_STEPS = ['reply', 'gate', 'retrieve', 'compose', 'store'] as const
export type DraftStep = (typeof DRAFT_STEPS)[number]

export interface DraftingRooms {
  readonly world: World
  readonly keys: Keyring
  readonly audit: AuditLog
  readonly noes: NoJournal
  readonly transact: Transact<DraftRows>
  /** Number of the newest consent event of a ticket, read outside any transaction; it may be early, never late. */
  readonly latestConsent: (accountId: AccountId, ticketRef: string) => Promise<number>
  /** Whether a draft was withdrawn while it was being made, read the same way. */
  readonly isWithdrawn: (accountId: AccountId, draftId: string) => Promise<boolean>
  readonly shelf: (tx: ArticleRows, accountId: AccountId) => Promise<Shelf>
  /** Finds articles by what they mean, too; `null`: no model is configured. */
  readonly dense?: Pick<DenseDesk, 'ask'> | null
  /** Composes on this machine. */
  readonly drafter: Drafter
  /** The configured model and the drafter that asks it, both guarded; `null`: nothing leaves the companion. */
  readonly worded: { readonly model: Model; readonly drafter: Drafter } | null
  /** Drafts that are being made. */
  readonly underWay: UnderWay
  /** Runs `look` again and again, a few times a second, until the returned function is called. */
  readonly everySoOften: (look: () => Promise<void>) => () => void
  /** What is stopped there now; from memory, at most a second old. */
  readonly killSwitch: (place: StopPlace) => readonly StopSign[]
  /** Ids of articles that are stopped. */
  readonly stoppedArticles: () => ReadonlySet<string>
  /** What the notice must say of this configuration. */
  readonly notice: NoticeSource<DraftRows>
  readonly helpCenterLocales: readonly string[]
  readonly drafterChoice: DrafterChoice
  /** Where the account's days and months begin until somebody has chosen. */
  readonly calendar: WorkCalendar
  /** Which version of Vouch decides: a receipt names it. */
  readonly codeVersion: string
  /** Runs one step of a draft; what a bench or a metric hangs its clock on. */
  readonly measure: <T>(step: DraftStep, act: () => Promise<T>) => Promise<T>
  /** Built-in greeting, closing and bridge of a locale's language. */
  readonly builtInTemplates: (locale: string) => ReplyTemplates
}
