/** JSON between browser and companion about what is held of one person. Asked in bodies, never in addresses. */
import type { AccessKind, AccessPurpose, DossierPurpose } from './access.ts'
import type { Correction, RecordName } from './correction-api.ts'
import type { PersonAct } from './erasure-api.ts'
import type { HeldClass } from './held.ts'
import type { RequestKind, RequestStatus } from './request-case.ts'

/** A mail address is never sent: the console asks the helpdesk for the user ids behind it, as the agent may. */
export interface FindOrder {
  /** `case`: whoever made that request. */
  readonly by: 'ticket' | 'user' | 'case'
  readonly values: readonly string[]
}

export interface PersonHit {
  readonly requesterRef: string
  /** `null`: erased, or deleted in the helpdesk. */
  readonly helpdeskUserId: string | null
  readonly since: string
  readonly tickets: number
  readonly ticketIds: readonly string[]
  /** Further records that the helpdesk has joined with this one: a dossier shows them together. */
  readonly joinedWith: number
}

export interface OpenDossier {
  readonly requesterRef: string
  readonly purpose: DossierPurpose
}

export interface HeldSummary {
  readonly class: HeldClass
  readonly count: number
  readonly oldest: string | null
  readonly newest: string | null
  /** Days that a record of the class is kept at most; `null`: until it is erased or the account says otherwise. */
  readonly keptDays: number | null
}

export interface DossierRecord {
  readonly class: HeldClass
  readonly at: string | null
  readonly ticketId: string | null
  /** As it is handed out in the package. */
  readonly record: Readonly<Record<string, unknown>>
  /** What a correction calls it; `null` for what is corrected with the person alone. */
  readonly name: RecordName | null
  /** What was noted about it, oldest first. */
  readonly corrections: readonly Correction[]
}

export interface AccessView {
  readonly at: string
  readonly by: string
  readonly mine: boolean
  readonly kind: AccessKind
  readonly purpose: AccessPurpose
}

export interface PackageView {
  readonly packageId: string
  readonly locale: string
  readonly status: 'making' | 'ready' | 'failed' | 'shredded'
  readonly madeBy: string
  readonly createdAt: string
  readonly expiresAt: string
  readonly records: number | null
  readonly masked: number | null
  readonly bytes: number | null
  readonly sha256: string | null
  readonly links: readonly {
    readonly createdAt: string
    readonly expiresAt: string
    readonly usedAt: string | null
  }[]
  readonly fetched: readonly { readonly at: string; readonly by: string }[]
}

export interface RecipientView {
  readonly provider: string
  readonly region: string
  readonly host: string | null
  readonly requests: number
  readonly first: string
  readonly last: string
}

export interface DossierCase {
  readonly caseId: string
  readonly caseNumber: string
  readonly kind: RequestKind
  readonly status: RequestStatus
  readonly dueOn: string
  readonly open: boolean
}

export interface DossierView {
  readonly requesterRef: string
  readonly helpdeskUserId: string | null
  readonly erased: boolean
  /** How many records of the helpdesk are joined in it. */
  readonly people: number
  readonly since: string
  readonly locale: string
  readonly summary: readonly HeldSummary[]
  readonly total: number
  /** Newest first; at most as many as a screen can show. The package has all. */
  readonly records: readonly DossierRecord[]
  readonly recipients: readonly RecipientView[]
  readonly accesses: readonly AccessView[]
  readonly packages: readonly PackageView[]
  /** What they have asked about their data, newest first. */
  readonly cases: readonly DossierCase[]
  readonly ticketUrls: Readonly<Record<string, string>>
  /** What would change something on their tickets now; anything else there is nothing to do about. */
  readonly acts: readonly PersonAct[]
}

export interface MakePackage {
  readonly locale: string
  /** Mail addresses, numbers and names of others in free text are replaced. */
  readonly maskOthers: boolean
}

export interface PackageLink {
  readonly url: string
  readonly expiresAt: string
}
