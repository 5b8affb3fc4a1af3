/**
 * What a server has begun and is still at. What it began bears its name, so that the others see what nobody goes on
 * with: its server is gone, or is there and not at it any more.
 */
import type { Leases } from './leases.ts'

export interface UnderWay {
  readonly server: string
  /** Nobody takes it away as long as `act` goes on. */
  during<Done>(id: string, act: () => Promise<Done>): Promise<Done>
  /** Of what was found begun, what nobody is at. To be asked after it was found: who came since is then seen too. */
  left<Begun extends { readonly id: string; readonly server: string | null }>(
    begun: readonly Begun[],
  ): Promise<readonly Begun[]>
}

export function createUnderWay(server: string, { others }: Pick<Leases, 'others'>): UnderWay {
  // By call, not by id: the second of two that ask for the same is refused, and the first goes on.
  const here = new Set<{ readonly id: string }>()
  return {
    server,
    async during(id, act) {
      const call = { id }
      here.add(call)
      try {
        return await act()
      } finally {
        here.delete(call)
      }
    },
    async left(begun) {
      if (begun.length === 0) return []
      const elsewhere = await others()
      const ids = new Set([...here].map(({ id }) => id))
      return begun.filter((one) =>
        one.server === server ? !ids.has(one.id) : one.server === null || !elsewhere.has(one.server),
      )
    },
  }
}
