/** What a field of the ticket form says of somebody's age. Pure. */

export const AGE_FIELD_KINDS = ['birth_date', 'age'] as const
export type AgeFieldKind = (typeof AGE_FIELD_KINDS)[number]

export interface AgeReading {
  readonly kind: AgeFieldKind
  /** From which age on nobody is held back. */
  readonly years: number
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})/

/** On that day; `today` as ISO 8601. What cannot be read says nothing: `null`. */
export function isUnderAge({ kind, years }: AgeReading, value: unknown, today: string): boolean | null {
  const age = kind === 'age' ? ageIn(value) : ageAt(value, today)
  return age === null ? null : age < years
}

function ageIn(value: unknown): number | null {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''
  return /^\d{1,3}$/.test(text) ? Number(text) : null
}

/** Who is born on 29 February is a year older on 1 March of other years. */
function ageAt(value: unknown, today: string): number | null {
  const [born, now] = [DATE.exec(typeof value === 'string' ? value : ''), DATE.exec(today)]
  if (born === null || now === null || Number.isNaN(Date.parse(born[0]))) return null
  const had = `${now[2]}-${now[3]}` >= `${born[2]}-${born[3]}`
  return Number(now[1]) - Number(born[1]) - (had ? 0 : 1)
}
