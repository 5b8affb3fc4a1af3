/** Checkpoints as files beside the store: `<data>/audit/<account>.checkpoint`, replaced by rename. */
import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '../../src/domain/fault.ts'
import type { CheckpointShelf } from '../audit/index.ts'

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
}

export function checkpointFiles(dataDir: string): CheckpointFiles {
  return checkpointFolder(join(dataDir, 'audit'))
}

/** The checkpoint with the signatures of witnesses below its own. */
export function cosignedFiles(dataDir: string): CheckpointShelf {
  return checkpointFolder(join(dataDir, 'audit', 'cosigned'))
}

export function checkpointFolder(folder: string): CheckpointFiles {
  const pathOf = (accountId: string) => join(folder, `${accountId.replace(/[^a-z0-9-]/g, '_')}.checkpoint`)
  return {
    async read(accountId) {
      try {
        return await readFile(pathOf(accountId), 'utf8')
      } catch (error) {
        if (isMissing(error)) return null
        throw new Fault('AUDIT_UNAVAILABLE', 'the audit checkpoint cannot be read', error)
      }
    },
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
    async write(accountId, note) {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await replaceFile(pathOf(accountId), note)
      } catch (error) {
        throw new Fault('AUDIT_UNAVAILABLE', 'the audit checkpoint cannot be written', error)
      }
    },
  }
}
