/**
 * Which of the recorded questions may be read now, by whatever looks at them: those under a consent that permits a draft,
 * of people against whom nothing stands on any ticket of theirs. Never opens one.
 */
import type { AccountId } from '../../src/domain/account.ts'
import { DRAFTABLE_STATUSES } from '../../src/domain/consent.ts'
import { readConsent, recordsBehind, standingLostNoes, wordOfLostNo } from '../consent/index.ts'
import type { Transact, World } from '../keys.ts'
import { keptFrom, type StoredQuestion } from './recorded-questions.ts'
import type { DraftRows } from './rooms.ts'

export interface ReaderRows extends DraftRows {
  ticketsOf(accountId: AccountId, requesterRef: string): Promise<readonly { readonly ticketRef: string }[]>
}

/** A person may have several records in the helpdesk: they count once. */
export interface ReadableQuestion extends StoredQuestion {
  readonly person: string
}

export interface QuestionReader {
  readonly world: World
  readonly transact: Transact<ReaderRows>
  /** Lets whatever else waits have its turn. */
  readonly pause: () => Promise<void>
}

const AT_A_TIME = 50
/** As many names as one statement takes. */
const NAMED_AT_ONCE = 400

/** Of those that are wanted, however many there are besides: still there, and nothing said against reading them by now. */
export async function readableQuestions(
  { world, transact, pause }: QuestionReader,
  accountId: AccountId,
  wanted: ReadonlySet<string>,
): Promise<readonly ReadableQuestion[]> {
  const now = world.now()
  const ids = [...wanted]
  const byRequester = new Map<string, StoredQuestion[]>()
  for (let at = 0; at < ids.length; at += NAMED_AT_ONCE) {
    const page = ids.slice(at, at + NAMED_AT_ONCE)
    for (const one of await transact((tx) => tx.questionsNamed(accountId, keptFrom(now), page))) keep(one)
  }
  function keep(one: StoredQuestion): void {
    const own = byRequester.get(one.requesterRef)
    if (own === undefined) byRequester.set(one.requesterRef, [one])
    else own.push(one)
  }
  const readable: ReadableQuestion[] = []
  const requesters = [...byRequester]
  for (let at = 0; at < requesters.length; at += AT_A_TIME) {
    await pause()
    await transact(async (tx) => {
      for (const [requesterRef, own] of requesters.slice(at, at + AT_A_TIME)) {
        const person = await readPerson(tx, accountId, requesterRef, now)
        if (person === null) continue
        for (const one of own)
          if (person.open.has(one.ticketRef)) readable.push({ ...one, person: person.name })
      }
    })
  }
  return readable
}

/** `null`: an overlay on any ticket of theirs, also on one whose record is not there any more. It is about the person, so none of their questions is read. */
async function readPerson(
  tx: ReaderRows,
  accountId: AccountId,
  requesterRef: string,
  now: Date,
): Promise<{ readonly name: string; readonly open: ReadonlySet<string> } | null> {
  const refs = (await recordsBehind(tx, accountId, requesterRef)).toSorted()
  const digest = (await tx.requesterByRef(accountId, requesterRef))?.digest
  const lost = digest === undefined ? [] : await standingLostNoes(tx, accountId, digest, refs)
  if (lost.some((no) => wordOfLostNo(no).overlays.length > 0)) return null
  const open = new Set<string>()
  for (const ref of refs) {
    for (const { ticketRef } of await tx.ticketsOf(accountId, ref)) {
      const { state } = await readConsent(tx, accountId, ticketRef, now)
      if (state.overlays.length > 0) return null
      if ((DRAFTABLE_STATUSES as readonly string[]).includes(state.status)) open.add(ticketRef)
    }
  }
  return { name: refs[0] ?? requesterRef, open }
}
