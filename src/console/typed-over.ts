/** What a person types over something that others change too: a newer state takes the place of nothing that was typed. */
import { useState } from 'preact/hooks'
import { clashes, isSame, rebased } from './rebase.ts'

export interface TypedOver<T> {
  readonly form: T
  readonly changed: boolean
  put(next: T): void
  /** Back to what holds. */
  discard(): void
  /** Somebody else has saved another word there since this was typed. */
  clashesAt(path: string): boolean
}

/** @param held what holds now; a newer one may come at any time. */
export function useTypedOver<T>(held: T): TypedOver<T> {
  const [typed, setTyped] = useState<{
    readonly base: T
    readonly form: T
    readonly met: readonly string[]
  }>({ base: held, form: held, met: [] })
  const form = rebased(typed.form, typed.base, held)
  const met = [...typed.met, ...clashes(typed.form, typed.base, held)]
  const changed = !isSame(form, held)
  return {
    form,
    changed,
    put: (next) => setTyped({ base: held, form: next, met: changed ? met : [] }),
    discard: () => setTyped({ base: held, form: held, met: [] }),
    clashesAt: (path) => changed && met.includes(path),
  }
}
