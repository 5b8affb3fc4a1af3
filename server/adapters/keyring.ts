/**
 * Keys of this installation. The master key lies beside the store (mode 0600) in the embedded default; the
 * others are derived from it by purpose (HKDF-SHA-256, RFC 5869) and never written down, except for the keys of
 * people, which are random and wrapped by the key of a month.
 */
import { createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../src/domain/fault.ts'
import { type Keyring, type SessionKeys, wrappedUnder } from '../keys.ts'
import { type EpochFiles, epochFiles } from './epoch-keys.ts'
import { personKeyOf } from './person-key.ts'
import { makePrivate, readPrivate } from './private-file.ts'
import { seal, unseal } from './sealing.ts'
import { sessionKeys } from './session-keys.ts'
import { type SigningKeys, signingKeys } from './signing-key.ts'
import { realWorld } from './world.ts'

const KEY_BYTES = 32

function masterKey(dataDir: string): Buffer {
  const path = join(dataDir, 'master.key')
  if (!existsSync(path)) makePrivate(path, `${randomBytes(KEY_BYTES).toString('hex')}\n`)
  const text = readPrivate(path).trim()
  // `Buffer.from` would take the part before the first character that is no hex digit.
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new Fault('CONFIG_INVALID', `${path} holds no 32-byte key in hex`)
  return Buffer.from(text, 'hex')
}

/** Wraps the keys of people: each by the key of the month in which it was made or last wrapped. */
function wrapping(epochs: EpochFiles, firstKey: Buffer) {
  return {
    wrap(key: Buffer, context: string): string {
      const epoch = epochs.current()
      return `${epoch}:${seal(epochs.keyOf(epoch), key.toString('base64'), `wrap:${epoch}:${context}`)}`
    },
    unwrap(wrapped: string, context: string): Buffer {
      const epoch = wrappedUnder(wrapped)
      // Before there were months, one derived key wrapped all.
      const opened =
        epoch === ''
          ? unseal(firstKey, wrapped, `wrap:${context}`)
          : unseal(epochs.keyOf(epoch), wrapped.slice(epoch.length + 1), `wrap:${epoch}:${context}`)
      return Buffer.from(opened, 'base64')
    },
  }
}

/** Opens the data folder's keys, making them at the first start. @throws Fault `CONFIG_INVALID`. */
export function openKeyring(dataDir: string, now: () => Date = realWorld.now): Keyring {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new Fault('CONFIG_INVALID', `the data folder ${dataDir} cannot be made`, cause)
  }
  let master: Buffer
  let signing: SigningKeys
  let epochs: EpochFiles
  let sessions: SessionKeys
  try {
    master = masterKey(dataDir)
    signing = signingKeys(dataDir)
    sessions = sessionKeys(dataDir, now)
    epochs = epochFiles(join(dataDir, 'keys'), master, now)
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    throw new Fault('CONFIG_INVALID', `the data folder ${dataDir} cannot be read or written`, cause)
  }
  const derive = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), `vouch/${purpose}/v1`, KEY_BYTES))
  const [digestKey, wrapKey, houseKey] = [derive('digest'), derive('wrap'), derive('house')]
  const { wrap, unwrap } = wrapping(epochs, wrapKey)
  return {
    epochs: { current: epochs.current, list: epochs.list, destroy: epochs.destroy },
    sessions,
    capabilityKey: createSecretKey(derive('capability')),
    get checkpointKey() {
      return signing.current()
    },
    get retiringKey() {
      return signing.retiring()
    },
    digest: (purpose, ...parts) =>
      createHmac('sha256', digestKey)
        .update(JSON.stringify([purpose, ...parts]))
        .digest('base64url'),
    newPersonKey: (context) => wrap(randomBytes(KEY_BYTES), context),
    sealFor: (wrapped, context, text, about) => seal(unwrap(wrapped, context), text, about),
    unsealFor: (wrapped, context, sealed, about) => unseal(unwrap(wrapped, context), sealed, about),
    rewrap: (wrapped, context) => wrap(unwrap(wrapped, context), context),
    personKey: (wrapped, context) => personKeyOf(unwrap(wrapped, context)),
    sealForHouse: (text, about) => seal(houseKey, text, about),
    unsealForHouse: (sealed, about) => unseal(houseKey, sealed, about),
    newSecret: (bytes) => randomBytes(bytes).toString('base64url'),
  }
}
