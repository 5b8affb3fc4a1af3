/** By whose weekends and holidays last days are counted. A change moves no day that was told before. */
import type { Agent } from '../../src/domain/account.ts'
import type { WorkCalendar } from '../../src/domain/due-dates.ts'
import { type PrivacyRooms, type RequestRows, staffActor } from './request-cases.ts'

/** Where each region's days begin and end. */
const ZONES: Readonly<Record<string, string>> = {
  AT: 'Europe/Vienna',
  BE: 'Europe/Brussels',
  CZ: 'Europe/Prague',
  DE: 'Europe/Berlin',
  DK: 'Europe/Copenhagen',
  ES: 'Europe/Madrid',
  FI: 'Europe/Helsinki',
  FR: 'Europe/Paris',
  IT: 'Europe/Rome',
  LU: 'Europe/Luxembourg',
  NL: 'Europe/Amsterdam',
  PL: 'Europe/Warsaw',
  PT: 'Europe/Lisbon',
  SE: 'Europe/Stockholm',
}

/** Until somebody has chosen: that of the controller's country, or weekends alone. */
export function calendarOfCountry(country: string | null): WorkCalendar {
  const timeZone = country !== null && Object.hasOwn(ZONES, country) ? ZONES[country] : undefined
  if (country === null || timeZone === undefined) return { region: 'none', extraDays: [], timeZone: 'UTC' }
  return { region: country, extraDays: [], timeZone }
}

export async function changeCalendar(
  rooms: PrivacyRooms,
  tx: RequestRows,
  agent: Agent,
  calendar: WorkCalendar,
): Promise<WorkCalendar> {
  const { accountId } = agent
  const actor = staffActor(rooms, agent)
  const extraDays = [...new Set(calendar.extraDays)].toSorted()
  await rooms.audit.append(tx, accountId, {
    type: 'request_calendar.changed',
    actor,
    object: { kind: 'request_calendar', ref: accountId },
    decision: 'changed',
    detail: { region: calendar.region, zone: calendar.timeZone, days: extraDays },
  })
  const kept = { ...calendar, extraDays }
  await tx.setRequestCalendar(accountId, kept, rooms.world.now().toISOString(), actor.ref)
  return kept
}
