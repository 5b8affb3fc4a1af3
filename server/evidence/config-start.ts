/** Which configuration ran from when on, and what was different from the one before: kept where it changed. */
import { createHash } from 'node:crypto'
import type { AccountId } from '../../src/domain/account.ts'
import { type DiffLine, diffLines } from '../../src/domain/change.ts'
import { type AuditLog, type AuditRows, canonicalJson } from '../audit/index.ts'
import type { World } from '../keys.ts'

/** What may be written down of a configuration: no key, no secret, no name of a person. */
export type ConfigFacts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

export interface ConfigStart {
  readonly seq: number
  readonly at: string
  readonly digest: string
  /** Canonical JSON. */
  readonly facts: string
}

export interface ConfigStartRows extends AuditRows {
  /** The newest; `null` before the first. */
  latestConfigStart(accountId: AccountId): Promise<ConfigStart | null>
  addConfigStart(accountId: AccountId, start: ConfigStart): Promise<void>
}

export function configDigest(facts: ConfigFacts): string {
  return createHash('sha256').update(canonicalJson(facts)).digest('hex')
}

const told = (value: unknown): string => (value === null || value === undefined ? 'none' : String(value))

/** At start. The same configuration as before says nothing new, and adds nothing. @returns which facts are others. */
export async function noteConfigStart(
  rooms: { readonly world: World; readonly audit: AuditLog },
  tx: ConfigStartRows,
  accountId: AccountId,
  facts: ConfigFacts,
): Promise<readonly string[]> {
  const last = await tx.latestConfigStart(accountId)
  const digest = configDigest(facts)
  if (last?.digest === digest) return []
  const seq = (last?.seq ?? 0) + 1
  const lines: readonly DiffLine[] = diffLines(JSON.parse(last?.facts ?? '{}'), facts)
  const changed = [...new Set(lines.map(({ path }) => path))]
  await rooms.audit.append(tx, accountId, {
    type: 'config.started',
    actor: { kind: 'system', ref: 'start' },
    object: { kind: 'configuration', ref: String(seq) },
    decision: last === null ? 'first' : 'changed',
    detail: {
      digest,
      before: last?.digest ?? '',
      version: told(facts.version),
      provider: told(facts.provider),
      region: told(facts.region),
      changed,
    },
  })
  await tx.addConfigStart(accountId, {
    seq,
    at: rooms.world.now().toISOString(),
    digest,
    facts: canonicalJson(facts),
  })
  return last === null ? [] : changed
}
