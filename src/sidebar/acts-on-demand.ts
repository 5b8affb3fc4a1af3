/** Acts whose code comes when the first of them is done. Without it the act is not done, and its place says so. */
import type { LaterActs } from './later-acts.ts'
import type { Place } from './state.ts'

export function actsOnDemand(
  load: () => Promise<() => LaterActs>,
  tell: (place: Place, error: unknown) => unknown,
): LaterActs {
  let made: LaterActs | null = null

  async function run<T>(place: Place, undone: T, act: (acts: LaterActs) => Promise<T>): Promise<T> {
    try {
      const make = await load()
      // One of each for the page: a summary under way is closed by the same that began it.
      made ??= make()
    } catch (error) {
      tell(place, error)
      return undone
    }
    return act(made)
  }

  return {
    askForConsent: () => run('consent', undefined, (acts) => acts.askForConsent()),
    recordConsent: (request) => run('consent', false, (acts) => acts.recordConsent(request)),
    narrow: (request) => run('status', false, (acts) => acts.narrow(request)),
    search: (query) => run('search', undefined, (acts) => acts.search(query)),
    takeDecision: (place, id) => run(place, null, (acts) => acts.takeDecision(place, id)),
    copyPlain: (place, text) => run(place, undefined, (acts) => acts.copyPlain(place, text)),
    rewrite: (how, detail) => run('draft', undefined, (acts) => acts.rewrite(how, detail)),
    summarise: () => run('summary', undefined, (acts) => acts.summarise()),
    undoRewrite: () => void run('draft', undefined, async (acts) => acts.undoRewrite()),
    // What was never made has nothing to close.
    closeSummary: () => made?.closeSummary(),
  }
}
