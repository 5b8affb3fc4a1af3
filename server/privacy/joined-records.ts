/** All records of one person, as the helpdesk has joined them. */
import type { AccountId } from '../../src/domain/account.ts'
import { type FactRows, personSubject } from '../tickets/index.ts'

const PERSON = personSubject('')

/** References of every record that is the same person's, itself first; empty when there is no such record. */
export async function joinedRecords(
  tx: Pick<FactRows, 'factsOf' | 'factsAbout' | 'requesterByDigest' | 'requesterByRef'>,
  accountId: AccountId,
  requesterRef: string,
): Promise<readonly string[]> {
  const row = await tx.requesterByRef(accountId, requesterRef)
  if (row === null) return []
  const [seen, refs, waiting] = [new Set<string>(), [requesterRef], [row.digest]]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    const found = await tx.requesterByDigest(accountId, next)
    if (found !== null && !refs.includes(found.requesterRef)) refs.push(found.requesterRef)
    const into = (await tx.factsOf(accountId, personSubject(next))).filter(({ kind }) => kind === 'merged')
    const from = (await tx.factsAbout(accountId, 'merged', next)).filter(({ subject }) =>
      subject.startsWith(PERSON),
    )
    waiting.push(...into.map(({ key }) => key), ...from.map(({ subject }) => subject.slice(PERSON.length)))
  }
  return refs
}
