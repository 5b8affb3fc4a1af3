/** Tells each case's last day in time: at half of it, a week before, and on the day; once each. */
import type { AccountId } from '../../src/domain/account.ts'
import { dayIn, remindersReached } from '../../src/domain/due-dates.ts'
import { isOpen } from '../../src/domain/request-case.ts'
import type { Transact } from '../keys.ts'
import { allOrEach, type Failed, type Setback } from '../one-by-one.ts'
import { recordOnCase } from './case-record.ts'
import { type PrivacyRooms, type RequestCase, type RequestRows, readCalendar } from './request-cases.ts'

async function remindOf(
  rooms: PrivacyRooms,
  tx: RequestRows,
  accountId: AccountId,
  request: RequestCase,
  today: string,
): Promise<number> {
  const { receivedOn, dueOn } = request
  let current = request
  let told = 0
  for (const reminder of remindersReached(receivedOn, dueOn, today)) {
    const name = `${reminder}@${dueOn}`
    if (current.reminded.includes(name)) continue
    current = await recordOnCase(
      rooms,
      tx,
      accountId,
      { ...current, reminded: [...current.reminded, name] },
      {
        type: 'request.reminded',
        kind: 'reminded',
        ...{ actor: { kind: 'system', ref: 'clock' }, as: 'system', text: null },
        detail: { reminder, due: dueOn },
      },
    )
    told += 1
  }
  return told
}

/**
 * A case that cannot be read, or written to, keeps no other from being told of.
 * @returns how many reminders were told. A clock that stands still reminds of nothing.
 */
export async function sweepReminders(
  rooms: PrivacyRooms,
  transact: Transact<RequestRows>,
  accountId: AccountId,
  { failed = new Set(), setback }: { readonly failed?: Failed; readonly setback: Setback },
): Promise<number> {
  const open = await transact((tx) => tx.openCaseIds(accountId))
  if (open.length === 0) return 0
  const remind = (ids: readonly string[]) =>
    transact(async (tx) => {
      const { timeZone } = await readCalendar(rooms, tx, accountId)
      const today = dayIn(rooms.world.now().toISOString(), timeZone)
      let told = 0
      for (const caseId of ids) {
        const request = await tx.requestCaseById(accountId, caseId)
        if (request === null || !isOpen(request.status) || request.pausedSince !== null) continue
        told += await remindOf(rooms, tx, accountId, request, today)
      }
      return told
    })
  return allOrEach(open, failed, remind, (error) => setback('reminders', error))
}
