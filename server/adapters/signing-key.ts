/**
 * The Ed25519 key that signs for the log, as files that their owner alone can read: the one that signs now, after a
 * rotation the one before it, and while a rotation is under way the one to come. Read anew when a file was exchanged,
 * so that a running server follows a rotation at once.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../src/domain/fault.ts'
import { checkpointNames } from './checkpoint-files.ts'
import { lostKey, makePrivate, readPrivate, syncFolder, writePrivate } from './private-file.ts'
import { STORE_FILE } from './store-file.ts'
import { watchedFile } from './watched-file.ts'

export const SIGNING_KEY_FILE = 'checkpoint.key'
const RETIRING_KEY_FILE = 'checkpoint.retiring.key'
const NEXT_KEY_FILE = 'checkpoint.next.key'

const keyIn = (path: string) => watchedFile(path, (at) => createPrivateKey(readPrivate(at)))

const same = (a: KeyObject, b: KeyObject) => createPublicKey(a).equals(createPublicKey(b))
const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()

export interface SigningKeys {
  /** @throws Fault `CONFIG_INVALID` when it is gone: a new one would not be vouched for. */
  current(): KeyObject
  /** The one that handed over to it and is not retired yet. */
  retiring(): KeyObject | null
}

/** Makes the first key when there is none. @throws Fault `CONFIG_INVALID` when there was one. */
export function signingKeys(dataDir: string): SigningKeys {
  const path = join(dataDir, SIGNING_KEY_FILE)
  // What it has signed no other key can go on with.
  const isUsed = existsSync(join(dataDir, STORE_FILE)) || checkpointNames(dataDir).length > 0
  if (isUsed && !existsSync(path)) throw new Fault('CONFIG_INVALID', lostKey(path))
  if (!existsSync(path)) makePrivate(path, pem(generateKeyPairSync('ed25519').privateKey))
  const [current, retiring] = [keyIn(path), keyIn(join(dataDir, RETIRING_KEY_FILE))]
  const now = () => {
    const key = current.read()
    if (key === null) throw new Fault('CONFIG_INVALID', `${path} is gone`)
    return key
  }
  now()
  return {
    current: now,
    retiring: () => {
      const key = retiring.read()
      // A copy that was laid aside before the exchange: nothing was handed over.
      return key === null || same(key, now()) ? null : key
    },
  }
}

/** What a rotation does to the files. */
export interface SigningKeyFiles {
  /** The key to come, made now or by a rotation that broke off. */
  next(): KeyObject
  /** The key to come of a rotation that broke off. */
  begun(): KeyObject | null
  /** The key to come signs from now on; the one before is laid aside. */
  exchange(): void
  /** A rotation that never got into the log. */
  forget(): void
  /** The one before is overwritten and removed. */
  destroyRetiring(): void
}

export function signingKeyFiles(dataDir: string): SigningKeyFiles {
  const at = (name: string) => join(dataDir, name)
  const begun = () => keyIn(at(NEXT_KEY_FILE)).read()
  return {
    begun,
    next() {
      const left = begun()
      if (left !== null) return left
      const { privateKey } = generateKeyPairSync('ed25519')
      writePrivate(at(NEXT_KEY_FILE), pem(privateKey))
      return privateKey
    },
    exchange() {
      writePrivate(at(RETIRING_KEY_FILE), readPrivate(at(SIGNING_KEY_FILE)))
      renameSync(at(NEXT_KEY_FILE), at(SIGNING_KEY_FILE))
      syncFolder(dataDir)
    },
    forget: () => rmSync(at(NEXT_KEY_FILE), { force: true }),
    destroyRetiring() {
      const path = at(RETIRING_KEY_FILE)
      if (!existsSync(path)) return
      writeFileSync(path, '0'.repeat(statSync(path).size), { flush: true })
      rmSync(path)
    },
  }
}
