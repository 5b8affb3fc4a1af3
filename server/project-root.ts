/** The folder that holds package.json, from the sources as from the build. */
import { existsSync, readFileSync } from 'node:fs'
import { Fault } from '../src/domain/fault.ts'

export function projectRoot(from: string = import.meta.url): URL {
  for (let folder = new URL('./', from); ; folder = new URL('../', folder)) {
    if (existsSync(new URL('manifest.json', folder)) && existsSync(new URL('package.json', folder)))
      return folder
    if (folder.pathname === '/') throw new Fault('CONFIG_INVALID', 'the project folder was not found')
  }
}

/** `version` of package.json: what a receipt says decided. */
export function codeVersion(root: URL): string {
  const read: unknown = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))
  const version = typeof read === 'object' && read !== null ? Reflect.get(read, 'version') : undefined
  if (typeof version !== 'string') throw new Fault('CONFIG_INVALID', 'package.json names no version')
  return version
}
