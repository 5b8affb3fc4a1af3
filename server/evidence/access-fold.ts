/**
 * Who may do what since when, who gave it, when it was last used and last reviewed: folded from the log, which alone
 * knows. Kept in memory and carried on from where it stopped, so that a long log is read once.
 */
import type { AccountId, Role } from '../../src/domain/account.ts'
import { ROLES } from '../../src/domain/account.ts'
import type { DiffLine } from '../../src/domain/change.ts'
import { REVIEW_DECISIONS, type ReviewDecision } from '../../src/domain/evidence-api.ts'
import type { AuditRows } from '../audit/index.ts'
import type { Transact } from '../keys.ts'
import type { EntryHeader } from './logged-entry.ts'
import { entriesOf } from './period.ts'

export interface Grant {
  readonly since: string
  readonly by: string
  readonly index: number
}
export interface Review {
  readonly decision: ReviewDecision
  readonly at: string
  readonly by: string
  readonly own: boolean
  readonly index: number
}
export interface AgentTrace {
  readonly grants: Map<Role, Grant>
  /** Place of the newest change of their roles. */
  changedAt: number
  lastSessionAt: string | null
  lastActAt: string | null
  review: Review | null
}

export interface AccessFold {
  readonly agents: ReadonlyMap<string, AgentTrace>
  /** What each change of roles changed, by its place. */
  readonly roleDiffs: ReadonlyMap<number, readonly DiffLine[]>
}

interface Folding extends AccessFold {
  readonly agents: Map<string, AgentTrace>
  readonly roleDiffs: Map<number, readonly DiffLine[]>
  next: number
}

export function actorText(actor: EntryHeader['actor']): string {
  return actor.kind === 'agent' ? actor.ref : `${actor.kind}:${actor.ref}`
}

function traceOf(folding: Folding, ref: string): AgentTrace {
  const known = folding.agents.get(ref)
  if (known !== undefined) return known
  const fresh: AgentTrace = {
    grants: new Map(),
    changedAt: -1,
    lastSessionAt: null,
    lastActAt: null,
    review: null,
  }
  folding.agents.set(ref, fresh)
  return fresh
}

function foldRoles(folding: Folding, entry: EntryHeader, index: number): void {
  const trace = traceOf(folding, entry.object.ref)
  const named = Array.isArray(entry.detail.roles) ? entry.detail.roles : []
  const next = ROLES.filter((role) => named.includes(role))
  const lines: DiffLine[] = []
  for (const role of ROLES) {
    const had = trace.grants.has(role)
    if (had === next.includes(role)) continue
    lines.push({ sign: had ? '-' : '+', path: 'roles', value: JSON.stringify(role) })
    if (had) trace.grants.delete(role)
    else trace.grants.set(role, { since: entry.at, by: actorText(entry.actor), index })
  }
  trace.changedAt = index
  folding.roleDiffs.set(index, lines)
}

function fold(folding: Folding, entry: EntryHeader, index: number): void {
  if (entry.type === 'role.changed') foldRoles(folding, entry, index)
  const decision = REVIEW_DECISIONS.find((one) => one === entry.decision)
  if (entry.type === 'access.reviewed' && decision !== undefined)
    traceOf(folding, entry.object.ref).review = {
      decision,
      at: entry.at,
      by: actorText(entry.actor),
      own: entry.detail.own === true,
      index,
    }
  if (entry.actor.kind !== 'agent') return
  const trace = traceOf(folding, entry.actor.ref)
  if (entry.type === 'session.opened') trace.lastSessionAt = entry.at
  // Somebody else used their token: that is no use of theirs.
  else if (entry.type !== 'session.refused') trace.lastActAt = entry.at
}

export interface AccessFolds {
  /** As of the newest entry. */
  read(accountId: AccountId): Promise<AccessFold>
  /** The same with what this transaction has added: of one that is taken back nothing is remembered. */
  readIn(tx: AuditRows, accountId: AccountId): Promise<AccessFold>
}

const newFolding = (): Folding => ({ agents: new Map(), roleDiffs: new Map(), next: 0 })

export function createAccessFolds(transact: Transact<AuditRows>): AccessFolds {
  const folds = new Map<AccountId, Folding>()
  const turns = new Map<AccountId, Promise<unknown>>()

  const sizeOf = async (tx: AuditRows, accountId: AccountId) =>
    (await tx.auditHead(accountId))?.tree.size ?? 0

  /** Shorter than what was read: another log lies there now. */
  function foldingFor(accountId: AccountId, size: number): Folding {
    const known = folds.get(accountId)
    return known === undefined || known.next > size ? newFolding() : known
  }

  async function foldTo(
    size: number,
    folding: Folding,
    within: Transact<AuditRows>,
    accountId: AccountId,
  ): Promise<AccessFold> {
    for await (const { entry, index } of entriesOf(within, accountId, { start: folding.next, end: size })) {
      if (entry !== null) fold(folding, entry, index)
      folding.next = index + 1
    }
    return folding
  }

  async function carryOn(accountId: AccountId): Promise<AccessFold> {
    const size = await transact((tx) => sizeOf(tx, accountId))
    const folding = foldingFor(accountId, size)
    folds.set(accountId, folding)
    return foldTo(size, folding, transact, accountId)
  }

  return {
    read(accountId) {
      // One after the other: two at once would fold the same entries twice.
      const turn = (turns.get(accountId) ?? Promise.resolve())
        .catch(() => undefined)
        .then(() => carryOn(accountId))
      turns.set(accountId, turn)
      return turn
    },
    async readIn(tx, accountId) {
      const size = await sizeOf(tx, accountId)
      const folding = structuredClone(foldingFor(accountId, size))
      return foldTo(size, folding, (act) => act(tx), accountId)
    },
  }
}
