/** What the desk must be told about one kind of change; each room that owns such a setting hands one in. */
import type { z } from 'zod'
import type { AccountId, Agent } from '../../src/domain/account.ts'
import type { ChangeKind, Widening } from '../../src/domain/change.ts'
import { Fault } from '../../src/domain/fault.ts'

export interface Standing<Content> {
  /** Names what stands now; it never comes back once something else stands, e.g. a rising version. */
  readonly base: string
  readonly content: Content
  /** Nothing was set up and nothing drafted yet: the first content needs no second person. */
  readonly first: boolean
}

/** `Tx` is the transaction that the kind's own room works in. */
export interface ChangeApplier<Tx> {
  current(tx: Tx, accountId: AccountId): Promise<Standing<unknown>>
  /** @throws Fault `BAD_REQUEST` for a content that this version does not fully understand. */
  parse(content: unknown): unknown
  widenings(before: unknown, after: unknown): readonly Widening[]
  /** Writes its own audit entry first. `agent` is the one whose word makes it hold. */
  apply(tx: Tx, agent: Agent, after: unknown, base: string): Promise<void>
}

export type Appliers<Tx> = Readonly<Partial<Record<ChangeKind, ChangeApplier<Tx>>>>

/** Ties the content's schema to what is done with it, so that nothing arrives unread. */
export function applierOf<Tx, Content>(given: {
  readonly schema: z.ZodType<Content>
  current(tx: Tx, accountId: AccountId): Promise<Standing<Content>>
  widenings(before: Content, after: Content): readonly Widening[]
  apply(tx: Tx, agent: Agent, after: Content, base: string): Promise<void>
}): ChangeApplier<Tx> {
  const parse = (content: unknown): Content => {
    const parsed = given.schema.safeParse(content)
    if (!parsed.success)
      throw new Fault('BAD_REQUEST', 'this change does not have the expected form', undefined, {
        invalid: parsed.error.issues.map(
          ({ path, code }) => `${path.map(String).join('.') || 'body'}: ${code}`,
        ),
      })
    return parsed.data
  }
  return {
    current: given.current,
    parse,
    widenings: (before, after) => given.widenings(parse(before), parse(after)),
    apply: (tx, agent, after, base) => given.apply(tx, agent, parse(after), base),
  }
}
