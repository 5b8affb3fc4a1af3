/** How long each kind of key is used before it is to be changed; docs/operations/changing-keys.md says the same. */
export const KEY_KINDS = ['master', 'session', 'log'] as const
export type KeyKind = (typeof KEY_KINDS)[number]

const DAY_MS = 86_400_000
export const KEY_DUE_DAYS: Readonly<Record<KeyKind, number>> = { master: 365, session: 92, log: 365 }

/** Since when the key that is in use has been in use; `null`: there is none yet. */
export type KeyDates = Readonly<Record<KeyKind, string | null>>

export function keyDays(since: string, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - Date.parse(since)) / DAY_MS))
}

export function keysDue(dates: KeyDates, now: Date): readonly KeyKind[] {
  return KEY_KINDS.filter((kind) => {
    const since = dates[kind]
    return since !== null && keyDays(since, now) >= KEY_DUE_DAYS[kind]
  })
}
