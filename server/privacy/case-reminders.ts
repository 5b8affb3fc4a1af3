/** Tells each case's last day in time: at half of it, a week before, and on the day; once each. */
import type { AccountId } from '../../src/domain/account.ts'
import { dayIn, remindersReached } from '../../src/domain/due-dates.ts'
import { recordOnCase } from './case-record.ts'
import { type PrivacyRooms, type RequestRows, readCalendar } from './request-cases.ts'

/** @returns how many reminders were told. A clock that stands still reminds of nothing. */
export async function sweepReminders(
  rooms: PrivacyRooms,
  tx: RequestRows,
  accountId: AccountId,
): Promise<number> {
  const open = await tx.openRequestCases(accountId)
  if (open.length === 0) return 0
  const { timeZone } = await readCalendar(rooms, tx, accountId)
  const today = dayIn(rooms.world.now().toISOString(), timeZone)
  let told = 0
  for (const request of open) {
    if (request.pausedSince !== null) continue
    const { receivedOn, dueOn } = request
    let current = request
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
  }
  return told
}
