/** The account's scope as a file: one text for one scope, so that git shows what changed and nothing else. */
import { z } from 'zod'
import { type DiffLine, diffLines } from '../../src/domain/change.ts'
import { Fault } from '../../src/domain/fault.ts'
import { canonicalJson } from '../audit/index.ts'
import { allowlistContent } from '../change-appliers.ts'
import { policyContentSchema } from '../tickets/index.ts'
import { duplicateKeys } from './duplicate-keys.ts'

export const SCOPE_FORMAT = 'vouch-scope/1'

const scopeFileSchema = z.strictObject({
  format: z.literal(SCOPE_FORMAT),
  allowlist: allowlistContent,
  policy: policyContentSchema,
})
export type ScopeFile = z.infer<typeof scopeFileSchema>

function pathOf(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('')
  return text.replace(/^\./, '') || 'file'
}

function problemsOf(error: z.ZodError): readonly string[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => `${pathOf([...issue.path, key])}: unknown key`)
      : [`${pathOf(issue.path)}: ${issue.message}`],
  )
}

function refused(format: string, problems: readonly string[], cause?: unknown): Fault {
  return new Fault('BAD_REQUEST', `this is no ${format}: ${problems.join('; ')}`, cause, {
    invalid: problems,
  })
}

function jsonOf(format: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw refused(format, ['file: not JSON'], cause)
  }
}

/** @throws Fault `BAD_REQUEST` that names the path of everything that is not understood. */
export function parseSettingFile<T>(schema: z.ZodType<T>, format: string, text: string): T {
  const json = jsonOf(format, text)
  const twice = duplicateKeys(text)
  if (twice.length > 0)
    throw refused(
      format,
      twice.map((path) => `${path}: stands twice`),
    )
  const parsed = schema.safeParse(json)
  if (!parsed.success) throw refused(format, problemsOf(parsed.error), parsed.error)
  return parsed.data
}

export function parseScopeFile(text: string): ScopeFile {
  return parseSettingFile(scopeFileSchema, SCOPE_FORMAT, text)
}

export function writeScopeFile(file: object): string {
  return JSON.stringify(JSON.parse(canonicalJson(file)), null, 2)
}

/** An empty list is a word of its own: no recipient at all is not the same as any recipient. */
function withEmptyLists(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [[]] : value
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withEmptyLists(inner)]))
}

export function scopeDiff(before: unknown, after: unknown, path: string): readonly DiffLine[] {
  return diffLines(withEmptyLists(before), withEmptyLists(after), path)
}
