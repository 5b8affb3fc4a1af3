/** The connection to an account in the data folder, where the environment names none. Readable by its owner alone. */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import { type Connection, HELPDESK_NUMBER, LOOPBACK_ORIGIN, ZENDESK_ORIGIN } from '../connection.ts'
import { makePrivate, readPrivate, syncFolder } from './private-file.ts'

const schema: z.ZodType<Connection> = z.strictObject({
  accountOrigin: z.string().refine((text) => ZENDESK_ORIGIN.test(text) || LOOPBACK_ORIGIN.test(text)),
  installationId: z.string().regex(HELPDESK_NUMBER),
  appPublicKey: z.string().min(1).max(20_000),
  firstAdmin: z.string().regex(HELPDESK_NUMBER),
})

const pathIn = (dataDir: string) => join(dataDir, 'connection.json')

/** `null`: there is none. @throws Fault `CONFIG_INVALID` when it cannot be read, or others can read it. */
export function storedConnection(dataDir: string): Connection | null {
  const path = pathIn(dataDir)
  if (!existsSync(path)) return null
  let text: string
  try {
    text = readPrivate(path)
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    throw new Fault('CONFIG_INVALID', `${path} cannot be read`, cause)
  }
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    // Without its cause: that would quote what stands in it.
    throw new Fault(
      'CONFIG_INVALID',
      `${path} holds no connection: bring it back, or delete it and connect anew`,
    )
  }
}

/** Whoever comes second leaves what the first one stored. @returns false then. */
export function storeConnection(dataDir: string, connection: Connection): boolean {
  const path = pathIn(dataDir)
  if (existsSync(path)) return false
  const { accountOrigin, installationId, appPublicKey, firstAdmin } = connection
  const text = `${JSON.stringify({ accountOrigin, installationId, appPublicKey, firstAdmin }, null, 2)}\n`
  makePrivate(path, text)
  return readPrivate(path) === text
}

/** @returns false when there was none. */
export function removeConnection(dataDir: string): boolean {
  if (!existsSync(pathIn(dataDir))) return false
  rmSync(pathIn(dataDir))
  syncFolder(dataDir)
  return true
}
