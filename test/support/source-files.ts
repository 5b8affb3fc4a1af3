/** The project's own source files, and what each of them imports. */
import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface SourceFile {
  /** From the root of the repository, with `/`. */
  readonly path: string
  readonly text: string
}

export interface Import {
  readonly from: string
  /** A path of the repository for a relative import, otherwise the package as it is named. */
  readonly to: string
  readonly outside: boolean
  readonly typeOnly: boolean
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
/** `from '…'`, `import '…'`, `import('…')`, `import type … from '…'`, `export … from '…'`. */
const STATEMENT = /(?:^|[^.\w])(import|export)(\s+type\b)?(?:[^'"`;]*?\bfrom)?\s*\(?\s*(['"`])([^'"`\n]+)\3/g

export function sourceFiles(folder: string, ending = /\.(?:ts|tsx|mjs)$/): readonly SourceFile[] {
  return readdirSync(`${ROOT}${folder}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(ROOT.length))
    .sort()
    .map((path) => ({ path, text: readFileSync(`${ROOT}${path}`, 'utf8') }))
}

/** Without comments, so that a comment can name what the code must not use. */
export function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[\s;{}(),])\/\/[^\n]*/g, '$1')
}

export function importsOf({ path, text }: SourceFile): readonly Import[] {
  return [...codeOf(text).matchAll(STATEMENT)].map(([, , type, , named = '']) => {
    const relative = named.startsWith('.')
    return {
      from: path,
      to: relative ? posix.join(posix.dirname(path), named) : named,
      outside: !relative,
      typeOnly: type !== undefined,
    }
  })
}
