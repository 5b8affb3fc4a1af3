/** When two figures say the same: in another spelling, or with less of the date. */
import type { Figure } from './figures.ts'

const REST_OF_DATE = /^(\?|\d+)-(\?|\d+)-(\?|\d+)$/

/** A date may leave its year or day out; it may not bring one in. */
function isPartOfDate(own: string, whole: string): boolean {
  const mine = REST_OF_DATE.exec(own)
  const theirs = REST_OF_DATE.exec(whole)
  if (mine === null || theirs === null) return false
  return [1, 2, 3].every((part) => mine[part] === '?' || mine[part] === theirs[part])
}

/** "in 2010" of "on 6 October 2010". */
function isYearOf({ value, unit }: Figure, date: string): boolean {
  return unit === null && value.length === 4 && date.startsWith(`${value}-`)
}

/** Whether `other` says what `own` says, or more. Units are not looked at. */
export function sameFigure(own: Figure, other: Figure): boolean {
  if (own.kind === 'date' && other.kind === 'date')
    return own.value === other.value || isPartOfDate(own.value, other.value)
  if (own.kind === other.kind) return own.value === other.value
  if (own.kind === 'number' && other.kind === 'date') return isYearOf(own, other.value)
  // "10" of "10-12 Uhr" is read as a number, of "10 Uhr" as a time; "11.30" may be either.
  const [time, number] = own.kind === 'time' ? [own, other] : [other, own]
  if (time.kind !== 'time' || number.kind !== 'number') return false
  const hours = Math.floor(Number(time.value) / 60)
  const rest = Number(time.value) % 60
  return (
    number.value === String(hours + rest / 100) ||
    (rest > 0 && number.value === `${hours}.${String(rest).padStart(2, '0')}`.replace(/0$/, ''))
  )
}
