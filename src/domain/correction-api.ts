/** JSON between browser and companion about what a person says is wrong (GDPR Art. 16). Refs travel in bodies only. */
import type { RecipientView } from './dossier-api.ts'

/** Kinds of record that a correction may be about; what else it is about, it is about the person. */
export const CORRECTABLE = ['ticket', 'consent', 'draft'] as const
export type Correctable = (typeof CORRECTABLE)[number]

/** One record of a dossier. `ref` is opaque: taken from the dossier, looked up in it again. */
export interface RecordName {
  readonly class: Correctable
  readonly ref: string
}

/** What stands beside a record. */
export interface Correction {
  readonly at: string
  readonly words: string
}

/** `POST /api/v1/console/corrections` (role compliance). */
export interface CorrectionOrder {
  readonly requesterRef: string
  /** As they state it. */
  readonly note: string
  /** `null`: all that is held of them. */
  readonly about: RecordName | null
}

export interface CorrectionReply {
  /** Open drafts that were withdrawn: a new one may be asked for at once. */
  readonly withdrawn: number
  /** To whom something of theirs went: they are to be told (Art. 19). */
  readonly recipients: readonly RecipientView[]
}
