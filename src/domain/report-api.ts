/** The JSON of reports under `/api/v1/console/reports`. */
import type { FunnelPiece } from './consent-blocks.ts'
import type { Split } from './report-blocks.ts'
import type { SpendView } from './spending-api.ts'
import type { StaleArticle } from './stale-article.ts'

/** What became of a week: told, told together with weeks outside the span, not told so finely, or of too few people. */
export const WEEK_STATES = ['told', 'beyond', 'not_split', 'too_few', 'running'] as const
export type WeekState = (typeof WEEK_STATES)[number]

export interface TimeView {
  /** Seconds; `null`: longer than the last bound. */
  readonly p50: number | null
  readonly p95: number | null
  readonly count: number
}

/** Of people's work: five or more of them in every number. */
export interface WorkView {
  readonly drafts: number
  readonly byModel: number
  readonly refusals: number
  readonly inserted: number
  readonly sent: number
  /** Sent exactly as inserted. */
  readonly unchanged: number
  readonly sentences: number
  readonly kept: number
  readonly words: number
  readonly distance: number
  /** From the gate to the finished draft, on the server. */
  readonly made: TimeView
  /** From the press of the button to the finished draft, in the agent's browser. */
  readonly waited: TimeView
  readonly untilInsert: TimeView
  readonly reasons: readonly { readonly reason: string; readonly count: number }[]
  readonly articles: readonly {
    readonly articleId: string
    readonly title: string | null
    readonly url: string | null
    readonly drafts: number
  }[]
}

/** Of requesters, over the whole account. */
export interface ConsentFunnel {
  readonly asked: number
  /** Granted or denied; "later" is no answer. */
  readonly answered: number
  /** By the requester's own act, or relayed with evidence and confirmed by a second look. */
  readonly granted: number
  readonly denied: number
  readonly withdrawn: number
  readonly expired: number
  /** Tickets put on another legal basis than consent. */
  readonly onOtherBasis: number
  /** The legal basis that holds now. */
  readonly basis: string
}

/** What was sent to a provider, over the whole account. */
export interface ProviderShare {
  readonly provider: string
  readonly bytesOut: number
}

/** `GET /api/v1/console/reports?from=…&to=…` or `?period=month&day=…`, with `&brand=…&locale=…`. */
export interface ReportView {
  readonly from: string
  readonly to: string
  readonly brand: string | null
  readonly locale: string | null
  readonly fewestPeople: number
  readonly weeks: readonly { readonly week: string; readonly state: WeekState }[]
  /** `null`: no week of the span may be told. Zeros: nobody did anything in those that may. */
  readonly work: WorkView | null
  /** What filters the told weeks could be read by. */
  readonly split: Split
  readonly brands: readonly string[]
  readonly locales: readonly string[]
  readonly consent: ConsentFunnel
  readonly providers: readonly ProviderShare[]
  /** Of every month that the span touches, over the whole account. */
  readonly spend: readonly SpendView[]
  readonly coverageGaps: number
  /** Articles that left or changed after drafts had quoted them, and how many drafts that were. */
  readonly recalls: number
  readonly recalledSent: number
  /** By the basis in force when it happened; `null`: fewer than five requesters in every week of the span. */
  readonly consentByBasis: readonly FunnelPiece[] | null
  /** Quoted in the told weeks by drafts of five people or more; `null`: no week may be told. */
  readonly staleArticles: readonly StaleArticle[] | null
}
