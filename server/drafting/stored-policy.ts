/** Scope policies as they lie in the store: what this version does not fully understand permits nothing. */
import type { AccountId } from '../../src/domain/account.ts'
import type { ScopePolicyView } from '../../src/domain/api.ts'
import { Fault } from '../../src/domain/fault.ts'
import type { PolicyContent } from '../../src/domain/scope-policy.ts'
import type { ReadablePolicyView } from '../../src/domain/scope-policy-api.ts'
import { policyContentSchema } from '../tickets/index.ts'
import type { PolicyHistoryRows } from './policy-history.ts'
import type { DraftRows } from './rooms.ts'

/** Version 0: what holds until an admin has said otherwise. `maxChars` counts UTF-16 code units. */
export const FIRST_POLICY: ScopePolicyView = {
  version: 0,
  actions: ['draft', 'rewrite', 'search'],
  fields: ['requester_text', 'subject', 'locale'],
  draftsPerTicket: 10,
  maxChars: 4_000,
  validDays: 30,
}

/** What an unreadable policy comes down to: whatever follows it gives something, so a second person looks. */
const NOTHING_GIVEN: PolicyContent = {
  actions: [],
  fields: [],
  draftsPerTicket: 0,
  maxChars: 200,
  validDays: 1,
}

/** Without its own number; an empty object where it is no JSON at all. */
export function contentIn(policy: string): object {
  try {
    const { version: _version, ...content } = Object(JSON.parse(policy))
    return content
  } catch {
    return {}
  }
}

const READ_BEFORE = 200
const readBefore = new Map<string, ScopePolicyView | null>()

/** The same text is the same policy: it is read at each decision, several times, and seldom changes. */
function understood({ version, policy }: { version: number; policy: string }): ScopePolicyView | null {
  const key = `${version} ${policy}`
  const known = readBefore.get(key)
  if (known !== undefined) return known
  const parsed = policyContentSchema.safeParse(contentIn(policy))
  const view = parsed.success ? { version, ...parsed.data } : null
  if (readBefore.size >= READ_BEFORE) readBefore.clear()
  readBefore.set(key, view)
  return view
}

/** `null`: what is stored has something in it that this version does not know, which means deny. */
export async function readPolicy(
  tx: Pick<DraftRows, 'storedPolicy'>,
  accountId: AccountId,
): Promise<ScopePolicyView | null> {
  const stored = await tx.storedPolicy(accountId)
  return stored === null ? FIRST_POLICY : understood(stored)
}

/** @throws Fault `SCOPE_INVALID` when what is stored is none that this version fully understands. */
export async function readScopePolicyView(
  tx: Pick<DraftRows, 'storedPolicy'>,
  accountId: AccountId,
): Promise<ScopePolicyView> {
  const view = await readPolicy(tx, accountId)
  if (view === null)
    throw new Fault('SCOPE_INVALID', 'the scope policy in the store cannot be read by this version')
  return view
}

/** What a change is made from: version and content of what holds, readable or not. */
export async function standingPolicy(
  tx: Pick<DraftRows, 'storedPolicy'>,
  accountId: AccountId,
): Promise<{ readonly version: number; readonly content: PolicyContent }> {
  const stored = await tx.storedPolicy(accountId)
  const { version, ...content } = (stored === null ? FIRST_POLICY : understood(stored)) ?? {
    version: stored?.version ?? 0,
    ...NOTHING_GIVEN,
  }
  return { version, content }
}

const PAGE = 50

/** The newest version that this one understands, for when the one that holds is not; the built-in one at last. */
export async function readReadablePolicy(
  tx: Pick<DraftRows, 'storedPolicy'> & Pick<PolicyHistoryRows, 'scopePolicyVersions'>,
  accountId: AccountId,
): Promise<ReadablePolicyView> {
  const stored = (await tx.storedPolicy(accountId))?.version ?? 0
  for (let below = stored + 1; ; ) {
    const rows = await tx.scopePolicyVersions(accountId, below, PAGE)
    const policy = rows.map(understood).find((view) => view !== null)
    if (policy !== undefined) return { stored, policy }
    const oldest = rows.at(-1)
    if (oldest === undefined) return { stored, policy: FIRST_POLICY }
    below = oldest.version
  }
}
