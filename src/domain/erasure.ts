/** Erasure of one requester: what is taken away, what must be kept, and by when nothing readable is left. */
import type { HeldClass } from './held.ts'

/**
 * Why something of an erased person is kept (GDPR Art. 17(3)): `art_17_3_b` a duty to be able to show it,
 * `art_17_3_e` legal claims.
 */
export const ERASURE_EXCEPTIONS = ['art_17_3_b', 'art_17_3_e'] as const
export type ErasureException = (typeof ERASURE_EXCEPTIONS)[number]

export interface ErasedClass {
  readonly class: HeldClass
  readonly count: number
}

export interface KeptClass extends ErasedClass {
  readonly exception: ErasureException
}

/** Whose data went: everything of a person, or what lay on one of their tickets. */
export const ERASURE_ABOUTS = ['requester', 'ticket'] as const
export type ErasureAbout = (typeof ERASURE_ABOUTS)[number]

/** Who or what began it: staff with four eyes, a deletion in the helpdesk, or a restored store that was behind. */
export const ERASURE_SOURCES = ['compliance', 'helpdesk', 'replay'] as const
export type ErasureSource = (typeof ERASURE_SOURCES)[number]
