/** A bundle as a folder of files, and as one zip file of the same. */
import { createReadStream } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Fault } from '../../src/domain/fault.ts'
import type { BundleSink, BundleSource } from '../bundle/index.ts'

export function folderSource(folder: string): BundleSource {
  const unreadable = (cause: unknown) =>
    new Fault('SOURCE_UNREADABLE', `the bundle in ${folder} cannot be read`, cause)
  return {
    async names() {
      try {
        const entries = await readdir(folder, { withFileTypes: true })
        // A link could lead anywhere: what is checked must be what lies here.
        const odd = entries.find((entry) => !entry.isFile())
        if (odd !== undefined)
          throw new Fault('SOURCE_UNREADABLE', 'the bundle holds something that is no plain file')
        return entries.map(({ name }) => name).sort()
      } catch (cause) {
        throw cause instanceof Fault ? cause : unreadable(cause)
      }
    },
    async bytes(name) {
      try {
        return (await lstat(join(folder, name))).size
      } catch (cause) {
        throw unreadable(cause)
      }
    },
    async *chunks(name) {
      try {
        for await (const chunk of createReadStream(join(folder, name), { highWaterMark: 2 ** 20 })) {
          if (!Buffer.isBuffer(chunk)) throw new Fault('SOURCE_UNREADABLE', 'the bundle is no file of bytes')
          yield chunk
        }
      } catch (cause) {
        throw cause instanceof Fault ? cause : unreadable(cause)
      }
    },
  }
}

/** @throws Fault `CONFLICT` when the folder is there already: a bundle is never written over another. */
export async function folderSink(folder: string): Promise<BundleSink> {
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (cause) {
    throw new Fault('CONFLICT', `${folder} is there already, or cannot be made`, cause)
  }
  const held = new Set<FileHandle>()
  return {
    async open(name) {
      const file = await open(join(folder, name), 'wx', 0o600)
      held.add(file)
      return {
        async write(bytes) {
          if (bytes.length > 0) await file.writeFile(bytes)
        },
        async close() {
          await file.sync()
          held.delete(file)
          await file.close()
        },
      }
    },
    async abandon() {
      for (const file of held) await file.close()
      held.clear()
    },
  }
}
