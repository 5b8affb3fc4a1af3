/** The folder that holds package.json, from the sources as from the build. */
import { existsSync } from 'node:fs'
import { Fault } from '../src/domain/fault.ts'

export function projectRoot(from: string = import.meta.url): URL {
  for (let folder = new URL('./', from); ; folder = new URL('../', folder)) {
    if (existsSync(new URL('manifest.json', folder)) && existsSync(new URL('package.json', folder)))
      return folder
    if (folder.pathname === '/') throw new Fault('CONFIG_INVALID', 'the project folder was not found')
  }
}
