/** Checkpoints as files beside the store: `<data>/audit/<account>.checkpoint`, replaced by rename. */
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '../../src/domain/fault.ts'
import { type CheckpointShelf, canonicalJson, type KeyRotation, keyRotationSchema } from '../audit/index.ts'

function isMissing(error: unknown): boolean {
  return typeof error === 'object' && error !== null && Reflect.get(error, 'code') === 'ENOENT'
}

/** Under a name of its own until it is whole: servers on one folder write side by side. */
async function replaceFile(path: string, text: string): Promise<void> {
  const own = `${path}.${randomBytes(6).toString('hex')}.new`
  try {
    const file = await open(own, 'wx', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(own, path)
  } catch (error) {
    await rm(own, { force: true })
    throw error
  }
}

export interface CheckpointFiles extends CheckpointShelf {
  /** Keeps the newest checkpoint beside its successor. @returns the file's name. */
  setAside(accountId: string, size: number): Promise<string>
  /** Records of the log's keys, the newest last; in place of those that are kept. */
  writeRotations(accountId: string, rotations: readonly KeyRotation[]): Promise<void>
}

function rotationsIn(text: string): readonly KeyRotation[] {
  try {
    const lines = text.split('\n').filter((line) => line !== '')
    return lines.map((line) => keyRotationSchema.parse(JSON.parse(line)))
  } catch (cause) {
    throw new Fault('AUDIT_UNAVAILABLE', 'the records of the log key cannot be read', cause)
  }
}

/** An account's name as that of a file. */
export const checkpointName = (accountId: string) => accountId.replace(/[^a-z0-9-]/g, '_')

/** Of the accounts whose log was ever signed in this folder. */
export function checkpointNames(dataDir: string): readonly string[] {
  const folder = join(dataDir, 'audit')
  const names = existsSync(folder) ? readdirSync(folder) : []
  return names.flatMap((name) => /^([a-z0-9_-]+)\.checkpoint$/.exec(name)?.[1] ?? [])
}

export function checkpointFiles(dataDir: string): CheckpointFiles {
  return checkpointFolder(join(dataDir, 'audit'))
}

/** The checkpoint with the signatures of witnesses below its own. */
export function cosignedFiles(dataDir: string): CheckpointShelf {
  return checkpointFolder(join(dataDir, 'audit', 'cosigned'))
}

export function checkpointFolder(folder: string): CheckpointFiles {
  const nameOf = (accountId: string) => join(folder, checkpointName(accountId))
  const pathOf = (accountId: string) => `${nameOf(accountId)}.checkpoint`
  const textAt = async (path: string): Promise<string | null> => {
    try {
      return await readFile(path, 'utf8')
    } catch (error) {
      if (isMissing(error)) return null
      throw new Fault('AUDIT_UNAVAILABLE', 'the audit checkpoint cannot be read', error)
    }
  }
  const put = async (path: string, text: string) => {
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await replaceFile(path, text)
    } catch (error) {
      throw new Fault('AUDIT_UNAVAILABLE', 'the audit checkpoint cannot be written', error)
    }
  }
  return {
    read: (accountId) => textAt(pathOf(accountId)),
    write: (accountId, note) => put(pathOf(accountId), note),
    rotations: async (accountId) => rotationsIn((await textAt(`${nameOf(accountId)}.keys`)) ?? ''),
    writeRotations: (accountId, rotations) =>
      put(`${nameOf(accountId)}.keys`, rotations.map((each) => `${canonicalJson(each)}\n`).join('')),
    async setAside(accountId, size) {
      const name = `${pathOf(accountId)}.of-${size}`
      try {
        await replaceFile(name, await readFile(pathOf(accountId), 'utf8'))
        return name
      } catch (error) {
        throw new Fault('AUDIT_UNAVAILABLE', 'the audit checkpoint cannot be kept', error)
      }
    },
    async origins() {
      try {
        const names = (await readdir(folder)).filter((name) => name.endsWith('.checkpoint'))
        const notes = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
        return notes.map((note) => note.split('\n')[0] ?? '')
      } catch (error) {
        if (isMissing(error)) return []
        throw new Fault('AUDIT_UNAVAILABLE', 'the audit checkpoints cannot be read', error)
      }
    },
  }
}
