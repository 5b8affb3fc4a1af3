/** What the rooms ask of the installation's keys; the bytes themselves stay in the adapter. */
import type { KeyObject } from 'node:crypto'

/** A key that signs sessions (HS256), and the name that its tokens carry. */
export interface SessionKey {
  readonly kid: string
  readonly key: KeyObject
}

/** The keys of Vouch's own session tokens, as they are at this moment. */
export interface SessionKeys {
  /** Signs from now on. */
  current(): SessionKey
  /** `null`: it is none of ours, or none any more. */
  find(kid: string, now: Date): KeyObject | null
  /** Oldest first; `until`: from when on it is not believed any more. */
  list(): readonly { readonly kid: string; readonly made: string; readonly until: string | null }[]
}

export interface Keyring {
  readonly sessions: SessionKeys
  /** HMAC-SHA-256 key of the capabilities that the provider's door takes. */
  readonly capabilityKey: KeyObject
  /** Ed25519 key that signs audit checkpoints. */
  readonly checkpointKey: KeyObject
  /** The one that handed over to it and still signs beside it; `null` outside a rotation. */
  readonly retiringKey: KeyObject | null
  /** HMAC-SHA-256 over purpose and parts, base64url: the same input gives the same pseudonym. */
  digest(purpose: string, ...parts: readonly string[]): string
  /** A new random 256-bit data key of one requester, wrapped by the key of this month. */
  newPersonKey(context: string): string
  /** The same key, wrapped by the key of this month. @throws Fault `STORE_UNAVAILABLE` when it does not open. */
  rewrap(wrappedKey: string, context: string): string
  readonly epochs: Epochs
  /** The key that everything is wrapped with in the end, by its name; `previous` while it is still needed. */
  readonly master: {
    readonly generation: number
    readonly kid: string
    readonly since: string | null
    readonly previous: number | null
  }
  /** Seals under a requester's own key; `about` binds the text to its row. */
  sealFor(wrappedKey: string, context: string, text: string, about: string): string
  unsealFor(wrappedKey: string, context: string, sealed: string, about: string): string
  /** A requester's own key, for what the audit log seals under it. @throws Fault when it does not unwrap. */
  personKey(wrappedKey: string, context: string): PersonKey
  /** Seals what staff wrote about no requester in particular, e.g. about an incident; kept as long as the installation. */
  sealForHouse(text: string, about: string): string
  unsealForHouse(sealed: string, about: string): string
  /** Random bytes from the system, base64url. ≥ 16 bytes for anything that opens a door. */
  newSecret(bytes: number): string
}

/** The months whose keys wrap people's keys (`2026-11`; `2026-11.002` after the master key was changed). */
export interface Epochs {
  /**
   * The month whose key wraps now for this account: this one, or a later one if the clock was set back. Makes its file,
   * and the mark that the account needs it.
   */
  current(account: string): string
  /** The month that wraps now, while its key is not there: not made yet, or lost. `null`: it is there. */
  unmade(): string | null
  /** It was lost, and may come back: the month after it wraps instead, so that there are never two keys of one name. */
  passOver(epoch: string): void
  /** The account needs it (again). */
  claim(epoch: string, account: string): void
  /** Those whose key is there, oldest first. */
  list(): readonly string[]
  /** Accounts besides this one that have wrapped with it and have not given it up. */
  othersUnder(epoch: string, account: string): number
  /** Whether one of them says so itself: a month that nobody has begun is nobody's. */
  isMarkedByOthers(epoch: string, account: string): boolean
  /**
   * For good: whatever is still wrapped with it can be read by nobody. Nothing happens when it is gone already. While
   * another account needs it, this one alone gives it up. @returns whether it is gone.
   * @throws Fault `CONFLICT` while keys are being changed.
   */
  destroy(epoch: string, account: string): Promise<boolean>
}

/** The month whose key a wrapped key is under; `''`: from before there were months, or no key at all. */
export function wrappedUnder(wrappedKey: string): string {
  return /^(\d{4}-\d{2}(?:\.\d{3})?):/.exec(wrappedKey)?.[1] ?? ''
}

/** In the order of their names a later key comes later, also within a month. */
export function epochNamed(month: string, generation: number): string {
  return generation === 1 ? month : `${month}.${String(generation).padStart(3, '0')}`
}

export function monthAfter(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 7)
}

export function monthOf(epoch: string): string {
  return epoch.slice(0, 7)
}

/** The generation of the master key that a month's key is mixed with. */
export function generationOf(epoch: string): number {
  return Number(epoch.slice(8)) || 1
}

/** One requester's data key at work for the audit log; the key itself is not handed out. */
export interface PersonKey {
  /** Names the key and gives nothing of it away, hex. */
  readonly kid: string
  /** HMAC-SHA-256 (hex) over the text, under a key of this entry alone. */
  commit(entryId: string, text: string): string
  /** That key (hex): with it somebody else can check this one commitment. */
  commitKey(entryId: string): string
  seal(entryId: string, text: string, about: Uint8Array): string
  unseal(entryId: string, sealed: string, about: Uint8Array): string
}

/** Time and ids, handed in so that tests can say what they are. */
export interface World {
  now(): Date
  /** RFC 9562 UUID version 7. */
  newId(): string
}

/** Runs one act as one transaction: all of it happens, or none. */
export type Transact<Rows> = <T>(act: (tx: Rows) => Promise<T>) => Promise<T>
