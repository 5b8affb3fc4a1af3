/** What the rooms ask of the installation's keys; the bytes themselves stay in the adapter. */
import type { KeyObject } from 'node:crypto'

export interface Keyring {
  /** HS256 key of Vouch's own session tokens. */
  readonly sessionKey: KeyObject
  /** HMAC-SHA-256 key of the capabilities that the provider's door takes. */
  readonly capabilityKey: KeyObject
  /** Ed25519 key that signs audit checkpoints. */
  readonly checkpointKey: KeyObject
  /** HMAC-SHA-256 over purpose and parts, base64url: the same input gives the same pseudonym. */
  digest(purpose: string, ...parts: readonly string[]): string
  /** A new random 256-bit data key of one requester, wrapped by the key of this month. */
  newPersonKey(context: string): string
  /** The same key, wrapped by the key of this month. @throws Fault `STORE_UNAVAILABLE` when it does not open. */
  rewrap(wrappedKey: string, context: string): string
  readonly epochs: Epochs
  /** Seals under a requester's own key; `about` binds the text to its row. */
  sealFor(wrappedKey: string, context: string, text: string, about: string): string
  unsealFor(wrappedKey: string, context: string, sealed: string, about: string): string
  /** Random bytes from the system, base64url. ≥ 16 bytes for anything that opens a door. */
  newSecret(bytes: number): string
}

/** The months whose keys wrap people's keys (`2026-11`). */
export interface Epochs {
  current(): string
  /** Those whose key is there, oldest first. */
  list(): readonly string[]
  /** For good: whatever is still wrapped with it can be read by nobody. */
  destroy(epoch: string): void
}

/** The month whose key a wrapped key is under; `''`: from before there were months, or no key at all. */
export function wrappedUnder(wrappedKey: string): string {
  return /^(\d{4}-\d{2}):/.exec(wrappedKey)?.[1] ?? ''
}

/** Time and ids, handed in so that tests can say what they are. */
export interface World {
  now(): Date
  /** RFC 9562 UUID version 7. */
  newId(): string
}

/** Runs one act as one transaction: all of it happens, or none. */
export type Transact<Rows> = <T>(act: (tx: Rows) => Promise<T>) => Promise<T>
