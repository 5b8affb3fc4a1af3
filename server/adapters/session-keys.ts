/**
 * The keys that sign sessions, as one file of the data folder (`session.keys`): the last signs, those before it are
 * still believed until the last token that they signed has ended. They are derived from nothing: whoever has the
 * master key can make no session.
 */
import { createSecretKey, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import type { SessionKey, SessionKeys } from '../keys.ts'
import { makePrivate, preparePrivate, readPrivate, writePrivate } from './private-file.ts'
import { watchedFile } from './watched-file.ts'

export const SESSION_KEYS_FILE = 'session.keys'
const KEY_BYTES = 32
const KID_BYTES = 8

const keySchema = z.strictObject({
  kid: z.string().regex(/^[0-9a-f]{16}$/),
  made: z.iso.datetime(),
  /** `null`: it signs. Else the moment from which nothing that it signed is believed. */
  until: z.iso.datetime().nullable(),
  secret: z.string().regex(/^[0-9a-f]{64}$/),
})
const fileSchema = z
  .strictObject({ v: z.literal(1), keys: z.array(keySchema).min(1).max(100) })
  .refine(({ keys }) => keys.every(({ until }, at) => (until === null) === (at === keys.length - 1)))
type Written = z.infer<typeof keySchema>

function parseFile(path: string): readonly Written[] {
  const text = readPrivate(path)
  try {
    return fileSchema.parse(JSON.parse(text)).keys
  } catch {
    // No cause: a parser's complaint could quote a key.
    throw new Fault('CONFIG_INVALID', `${path} holds no session keys`)
  }
}

const textOf = (keys: readonly Written[]) => `${JSON.stringify({ v: 1, keys })}\n`
const keyOf = ({ kid, secret }: Written): SessionKey => ({
  kid,
  key: createSecretKey(Buffer.from(secret, 'hex')),
})

function newKey(made: Date): Written {
  return {
    kid: randomBytes(KID_BYTES).toString('hex'),
    made: made.toISOString(),
    until: null,
    secret: randomBytes(KEY_BYTES).toString('hex'),
  }
}

const believed = (key: Written, now: Date) => key.until === null || Date.parse(key.until) > now.getTime()

/** The first key is made for the first session. @throws Fault `CONFIG_INVALID` for a file that cannot be used. */
export function sessionKeys(dataDir: string, now: () => Date): SessionKeys {
  const path = join(dataDir, SESSION_KEYS_FILE)
  const file = watchedFile(path, (at) => parseFile(at))
  let seen = file.read() !== null
  const all = (anew = false): readonly Written[] => {
    const keys = anew ? file.readAnew() : file.read()
    if (keys !== null) seen = true
    // A new one would end every session without a word.
    else if (seen) throw new Fault('CONFIG_INVALID', `${path} is gone`)
    return keys ?? []
  }
  return {
    current() {
      if (all().length === 0) makePrivate(path, textOf([newKey(now())]))
      const last = all().at(-1)
      if (last === undefined) throw new Fault('CONFIG_INVALID', `${path} holds no session keys`)
      return keyOf(last)
    },
    find(kid, at) {
      const named = (keys: readonly Written[]) => keys.find((key) => key.kid === kid && believed(key, at))
      // Another server may have signed with a key that was made a moment ago.
      const found = named(all()) ?? named(all(true))
      return found === undefined ? null : keyOf(found).key
    },
    list: () => all().map(({ kid, made, until }) => ({ kid, made, until })),
  }
}

/** What a rotation does to the file. To be called under the lock of the keys. */
export interface SessionKeyFile {
  /** A new key, on the disk beside the file and not yet in use. */
  prepare(how: { readonly now: Date; readonly lastsMs: number }): {
    readonly kid: string
    /** From here on it signs. */
    exchange(): void
    forget(): void
  }
  /** Those that nobody believes any more leave the file. @returns their names. */
  drop(now: Date): readonly string[]
}

export function sessionKeyFile(dataDir: string): SessionKeyFile {
  const path = join(dataDir, SESSION_KEYS_FILE)
  const written = () => (existsSync(path) ? parseFile(path) : [])
  return {
    prepare({ now, lastsMs }) {
      const until = new Date(now.getTime() + lastsMs).toISOString()
      // At once means every session: also those of a key that was handed over a moment ago.
      const before = lastsMs === 0 ? [] : written()
      const kept = before
        .map((key) => (key.until === null ? { ...key, until } : key))
        .filter((key) => believed(key, now))
      const fresh = newKey(now)
      const { place, forget } = preparePrivate(path, textOf([...kept, fresh]))
      return { kid: fresh.kid, exchange: place, forget }
    },
    drop(now) {
      const keys = written()
      const ended = keys.filter((key) => !believed(key, now))
      if (ended.length > 0) writePrivate(path, textOf(keys.filter((key) => believed(key, now))))
      return ended.map(({ kid }) => kid)
    },
  }
}
