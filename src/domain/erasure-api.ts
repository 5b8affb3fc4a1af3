/** JSON between browser and companion about erasing, restricting and correcting. Refs travel in bodies only. */
import type { ProposedReply } from './change-api.ts'
import type { ErasedClass, ErasureAbout, ErasureException, ErasureSource, KeptClass } from './erasure.ts'

/** `POST /api/v1/console/erasures` (role compliance). */
export interface EraseOrder {
  readonly requesterRef: string
  /** Number of the request that it answers. */
  readonly caseId: string | null
}

/** `nothing_held`: there is nobody behind the reference (any more); that this was asked is in the log. */
export type EraseReply =
  | ProposedReply
  | { readonly outcome: 'erased'; readonly erasures: readonly ErasureView[] }
  | { readonly outcome: 'nothing_held' }

export interface ErasureRecipientView {
  readonly provider: string
  readonly host: string
  readonly region: string
  readonly model: string
  readonly retention: string
  readonly drafts: number
  readonly lastSentAt: string
}

/** `GET /api/v1/console/erasures` → newest first. */
export interface ErasureView {
  readonly erasureId: string
  readonly about: ErasureAbout
  readonly caseId: string | null
  readonly at: string
  readonly source: ErasureSource
  readonly erased: readonly ErasedClass[]
  readonly kept: readonly KeptClass[]
  readonly recipients: readonly ErasureRecipientView[]
  readonly backupsFinalBy: string
  /** When the key of its month was destroyed; `null`: not yet. */
  readonly backupsFinalAt: string | null
}

/** `GET /api/v1/console/erasures/:erasureId/certificate`: signed, checked by `vouch verify --certificate FILE`. */
export interface ErasureCertificate {
  readonly format: 'vouch-erasure/v1'
  readonly erasure: string
  readonly about?: ErasureAbout | undefined
  readonly account: string
  readonly case: string | null
  readonly source: ErasureSource
  /** Pseudonym of whose word made it happen. */
  readonly by: string
  readonly liveErasedAt: string
  readonly backupsFinalBy: string
  readonly backupsFinalAt: string | null
  readonly erased: readonly ErasedClass[]
  readonly kept: readonly (KeptClass & { readonly article: string })[]
  /** Names of the keys that were destroyed, and the month whose key wrapped them. */
  readonly keys: { readonly destroyed: readonly string[]; readonly wrappedIn: string }
  readonly recipients: readonly (ErasureRecipientView & {
    /** By when the provider holds nothing, as its contract says; `null`: it kept nothing, or it is your own. */
    readonly heldUntil: string | null
  })[]
  readonly statement: string
  readonly entry: { readonly index: number; readonly header: string }
  readonly inclusion: readonly string[]
  readonly checkpoint: string
  readonly key: string
  /** What ties earlier keys of the log to this one; only where there were some. */
  readonly rotations?: readonly { readonly index: number; readonly note: string }[]
  readonly proof: unknown
}

export const EXCEPTION_ARTICLES: Readonly<Record<ErasureException, string>> = {
  art_17_3_b: 'Art. 17(3)(b) GDPR',
  art_17_3_e: 'Art. 17(3)(e) GDPR',
}

/** What staff can do about all open tickets of a person at once. */
export const PERSON_ACTS = ['restrict', 'lift_restriction', 'object', 'uphold_objection'] as const
export type PersonAct = (typeof PERSON_ACTS)[number]

/** `POST /api/v1/console/person-acts` (role compliance). */
export interface PersonActOrder {
  readonly requesterRef: string
  readonly act: PersonAct
  readonly reason: string
  /** When they were told that a restriction ends (Art. 18(3)). */
  readonly toldAt: string | null
}

export interface PersonActReply {
  /** Tickets on which it holds now. */
  readonly tickets: number
  /** Tickets where the rules leave nothing to do, e.g. because it held already. */
  readonly unchanged: number
}
