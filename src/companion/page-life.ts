/**
 * The end of a page's session: asked for, said when the page goes or heard of when it has come, or by the clock alone,
 * where a computer slept or no server could be asked for longer.
 */
export const SESSION_ENDS = ['signed_out', 'ended', 'lapsed'] as const
export type SessionEnd = (typeof SESSION_ENDS)[number]

export interface PageLife {
  /** Rejects when the server could not be told: then the session still lives. */
  signOut(): Promise<void>
  /** The page is going: told without waiting for an answer. */
  leave(): void
  /** Told once. The page then clears what it shows and holds. */
  onEnded(tell: (how: SessionEnd) => void): () => void
}

/** How a page's session ends, once: whoever listens later is told at once. */
export function createEnding(): {
  readonly over: boolean
  end(how: SessionEnd): void
  onEnded(tell: (how: SessionEnd) => void): () => void
} {
  const listeners = new Set<(how: SessionEnd) => void>()
  let ended: SessionEnd | null = null
  return {
    get over() {
      return ended !== null
    },
    end(how) {
      if (ended !== null) return
      ended = how
      for (const tell of [...listeners]) tell(how)
      listeners.clear()
    },
    onEnded(tell) {
      if (ended !== null) tell(ended)
      else listeners.add(tell)
      return () => {
        listeners.delete(tell)
      }
    },
  }
}
