/**
 * Keys of this installation. The master key lies beside the store (mode 0600) in the embedded default; what seals
 * and digests is derived from it by purpose (HKDF-SHA-256, RFC 5869) or sealed under it, except for the keys of
 * people, which are random and wrapped by the key of a month, and those of sessions and of the log.
 */
import { createHmac, createSecretKey, randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { Fault } from '../../src/domain/fault.ts'
import { type Keyring, type SessionKeys, wrappedUnder } from '../keys.ts'
import { type EpochFiles, epochFiles } from './epoch-keys.ts'
import { deriveFrom, type MasterRing, masterRing, type WatchedRing } from './master-keys.ts'
import { personKeyOf } from './person-key.ts'
import { seal, unseal } from './sealing.ts'
import { sessionKeys } from './session-keys.ts'
import { type SigningKeys, signingKeys } from './signing-key.ts'
import { turnMemory } from './turn-memory.ts'
import { realWorld } from './world.ts'

const KEY_BYTES = 32

/** Wraps the keys of people: each by the key of the month in which it was made or last wrapped. */
function wrapping(epochs: EpochFiles, ring: WatchedRing) {
  const opened = turnMemory<{ readonly by: Buffer | string; readonly key: Buffer }>(({ key }) => key.fill(0))
  return {
    wrap(key: Buffer, context: string): string {
      // Of an account's person: `acme/…`.
      const epoch = epochs.current(context.split('/')[0] ?? '')
      return `${epoch}:${seal(epochs.keyOf(epoch), key.toString('base64'), `wrap:${epoch}:${context}`)}`
    },
    unwrap(wrapped: string, context: string): Buffer {
      const epoch = wrappedUnder(wrapped)
      // Before there were months, one derived key wrapped all.
      const by = epoch === '' ? ring.now().kept.firstWrap : epochs.keyOf(epoch)
      const question = `${wrapped} ${context}`
      // A draft seals four texts of one person. Whether the month's key is still there is looked at each time.
      const known = opened.get(question)
      if (known !== undefined && known.by === by) return known.key
      const text =
        typeof by === 'string'
          ? unseal(Buffer.from(by, 'hex'), wrapped, `wrap:${context}`)
          : unseal(by, wrapped.slice(epoch.length + 1), `wrap:${epoch}:${context}`)
      const key = Buffer.from(text, 'base64')
      opened.set(question, { by, key })
      return key
    },
  }
}

/** Seals what staff wrote: by the newest key, and the text says by which. */
function houseSealing(ring: WatchedRing) {
  const named = (generation: number, { kept }: MasterRing) => kept.house[String(generation)]
  return {
    sealForHouse(text: string, about: string): string {
      const held = ring.now()
      const { generation } = held.current
      const key = Buffer.from(named(generation, held) ?? '', 'hex')
      return `${generation === 1 ? '' : `${generation}:`}${seal(key, text, about)}`
    },
    unsealForHouse(sealed: string, about: string): string {
      const [, by = '1', text = ''] = /^(?:([1-9]\d{0,2}):)?([^:]*)$/.exec(sealed) ?? []
      const key = named(Number(by), ring.now()) ?? named(Number(by), ring.anew()) ?? ''
      return unseal(Buffer.from(key.padEnd(64, '0'), 'hex'), text, about)
    },
  }
}

/** For a rotation of the master key, which seals the months' keys anew. */
export function epochFilesOf(dataDir: string, now: () => Date): EpochFiles {
  return epochFiles(dataDir, masterRing(dataDir), now)
}

/** Opens the data folder's keys, making them at the first start. @throws Fault `CONFIG_INVALID`. */
export function openKeyring(dataDir: string, now: () => Date = realWorld.now): Keyring {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new Fault('CONFIG_INVALID', `the data folder ${dataDir} cannot be made`, cause)
  }
  let ring: WatchedRing
  let signing: SigningKeys
  let epochs: EpochFiles
  let sessions: SessionKeys
  try {
    ring = masterRing(dataDir)
    signing = signingKeys(dataDir)
    sessions = sessionKeys(dataDir, now)
    epochs = epochFiles(dataDir, ring, now)
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    const { path = dataDir, code = 'refused' }: NodeJS.ErrnoException = Object(cause)
    throw new Fault(
      'CONFIG_INVALID',
      `the data folder cannot be read or written: ${path} (${code}); see who owns its files (docs/for-operators.md)`,
      cause,
    )
  }
  // Pseudonyms stand in the log and in every row: their key is the same for as long as the installation lives.
  const digestKey = createSecretKey(ring.now().kept.digest, 'hex')
  // Of this start: a capability lives a minute and is opened by the server that made it.
  const capabilityKey = createSecretKey(deriveFrom(ring.now().current.secret, 'capability'))
  const { wrap, unwrap } = wrapping(epochs, ring)
  const house = houseSealing(ring)
  const digests = turnMemory<string>()
  return {
    epochs,
    sessions,
    capabilityKey,
    get master() {
      const { current, old } = ring.anew()
      const { generation, kid, since } = current
      return { generation, kid, since, previous: old?.generation ?? null }
    },
    get checkpointKey() {
      return signing.current()
    },
    get retiringKey() {
      return signing.retiring()
    },
    digest(purpose, ...parts) {
      const named = JSON.stringify([purpose, ...parts])
      const known = digests.get(named)
      if (known !== undefined) return known
      const digest = createHmac('sha256', digestKey).update(named).digest('base64url')
      digests.set(named, digest)
      return digest
    },
    newPersonKey: (context) => wrap(randomBytes(KEY_BYTES), context),
    sealFor: (wrapped, context, text, about) => seal(unwrap(wrapped, context), text, about),
    unsealFor: (wrapped, context, sealed, about) => unseal(unwrap(wrapped, context), sealed, about),
    rewrap: (wrapped, context) => wrap(unwrap(wrapped, context), context),
    personKey: (wrapped, context) => personKeyOf(unwrap(wrapped, context)),
    ...house,
    newSecret: (bytes) => randomBytes(bytes).toString('base64url'),
  }
}
