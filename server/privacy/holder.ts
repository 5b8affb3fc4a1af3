/**
 * Whoever stores something about a requester hands out, for one person, what it is and how much of it there is.
 * Privacy asks all holders alike and knows no table by name; a test walks the schema against `columns`.
 */
import type { AccountId } from '../../src/domain/account.ts'
import type { Correction } from '../../src/domain/correction-api.ts'
import type { ErasedClass, KeptClass } from '../../src/domain/erasure.ts'
import type { HeldClass, HeldSpan } from '../../src/domain/held.ts'

/** One record of a person in one store, with everything that a holder needs to find what is theirs. */
export interface Who {
  readonly accountId: AccountId
  readonly requesterRef: string
  /** Keyed digest of their number in the helpdesk. */
  readonly digest: string
  /** Tickets that are theirs now. */
  readonly ticketRefs: readonly string[]
  readonly wrappedKey: string
}

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue }

export interface HeldRecord {
  readonly class: HeldClass
  /** Provided by the person and processed automatically on consent or contract (GDPR Art. 20). */
  readonly portable: boolean
  /** ISO 8601; `null` where the record carries no time of its own. */
  readonly at: string | null
  /** What is handed out: opened, without keys and other secrets, agents by pseudonym. */
  readonly record: { readonly [name: string]: JsonValue }
  /** What the person has said is wrong about this very record; absent: nothing. */
  readonly corrections?: readonly Correction[]
}

/** How a person is erased. */
export interface ErasureTerms {
  readonly at: string
  /** The bare record of what they agreed to and refused stays, without a word of theirs. */
  readonly keepsConsent: boolean
  /**
   * The helpdesk has deleted them: their id names nobody any more and never comes back, so their tickets and the
   * digest of that id stay as what keeps older events away.
   */
  readonly deadInHelpdesk: boolean
}

/** A ticket that the helpdesk has deleted for good, while its requester stays. */
export interface GoneTicket {
  readonly accountId: AccountId
  readonly ticketRef: string
  /** Whose it is now. */
  readonly requesterRef: string
}

export interface Erased {
  readonly erased: readonly ErasedClass[]
  readonly kept: readonly KeptClass[]
}

export interface PersonalDataHolder<Tx> {
  readonly name: string
  /** Columns with something about a requester, by table, as the schema spells both. */
  readonly columns: Readonly<Record<string, readonly string[]>>
  readonly classes: readonly HeldClass[]
  /** One entry a class, also for what there is nothing of. */
  holds(tx: Tx, who: Who): Promise<readonly HeldSpan[]>
  /** Exactly what `holds` counts, page by page, in an order that is always the same; with `only`, of these classes. */
  exportFor(tx: Tx, who: Who, only?: readonly HeldClass[]): AsyncIterable<HeldRecord>
  /** Takes away what is theirs, or says why something of it stays. Called once, inside the erasing transaction. */
  erase(tx: Tx, who: Who, terms: ErasureTerms): Promise<Erased>
  /** What `erase` on somebody's request would say now; nothing is touched. */
  forecast(tx: Tx, who: Who, terms: Omit<ErasureTerms, 'deadInHelpdesk'>): Promise<Erased>
  /** As `erase`, of what lies on one ticket; the person's key, and what is not of that ticket, stay. */
  eraseTicket(tx: Tx, ticket: GoneTicket): Promise<Erased>
}

/** A row as the engine hands it out, its columns in camel case. */
export type HeldRow = Readonly<Record<string, string | number | null>>

/** Which rows: a column is one of some values, or one of what a column of another table says. */
export type Condition =
  | { readonly column: string; readonly is: readonly string[] }
  | { readonly column: string; readonly of: Lookup }

export interface Lookup {
  readonly table: string
  readonly column: string
  /** Written before the found value, where the outer column carries one. */
  readonly prefix?: string
  readonly where: readonly Condition[]
}

/** Rows that are about one person. `any` of the lists must hold, each with all of its conditions. */
export interface HeldPlace {
  readonly table: string
  readonly any: readonly (readonly Condition[])[]
  /** Columns that tell a row from every other of the account: the order of pages. */
  readonly order: readonly [string, ...string[]]
  readonly time: string | null
}

/** What a holder over tables asks of a transaction. Names come from holders alone, never from a request. */
export interface HeldRows {
  heldSpan(
    accountId: AccountId,
    place: HeldPlace,
  ): Promise<{ count: number; oldest: string | null; newest: string | null }>
  /** @returns how many rows went. */
  deleteHeld(accountId: AccountId, place: HeldPlace): Promise<number>
  /** Sets columns to nothing. @returns how many rows there are. */
  emptyHeld(accountId: AccountId, place: HeldPlace, columns: readonly string[]): Promise<number>
  /** At most `limit` rows after the one whose `order` columns are `after`. */
  heldPage(
    accountId: AccountId,
    place: HeldPlace,
    after: readonly (string | number)[] | null,
    limit: number,
  ): Promise<readonly HeldRow[]>
}
