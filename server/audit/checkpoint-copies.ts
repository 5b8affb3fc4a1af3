/**
 * Takes each new checkpoint to where the keeper of this machine has no hand. A copy that fails stops nothing: it is
 * tried again, and whoever looks is told since when it has been failing.
 */
import type { AccountId } from '../../src/domain/account.ts'
import type { CopiesView, CopyKind, CopyProblem, CopyView } from '../../src/domain/audit-copies-api.ts'
import type { World } from '../keys.ts'

export interface Copying {
  readonly accountId: AccountId
  readonly note: string
  readonly size: number
  /** Hashes (base64) of the consistency proof from an older size to this one. */
  readonly proofFrom: (old: number) => Promise<readonly string[]>
}

export type Copied =
  | { readonly outcome: 'copied' }
  /** Signature lines of a witness, to be kept with the checkpoint. */
  | { readonly outcome: 'cosigned'; readonly lines: string }
  | { readonly outcome: 'failed'; readonly problem: CopyProblem }

export interface CheckpointPlace {
  readonly kind: CopyKind
  /** Never throws: what goes wrong is an outcome. */
  copy(copying: Copying): Promise<Copied>
}

export interface CheckpointCopies {
  /** A new checkpoint: it is taken along at the next turn. */
  offer(copying: Copying): void
  /** One try for each place that lacks the newest. */
  turn(): Promise<void>
  view(): CopiesView
}

interface State {
  readonly place: CheckpointPlace
  view: CopyView
  /** Checkpoint that lies there. */
  note: string | null
  busy: boolean
}

export function createCheckpointCopies(given: {
  readonly world: Pick<World, 'now'>
  readonly places: readonly CheckpointPlace[]
  readonly keepCosigned: (accountId: AccountId, note: string) => Promise<void>
  readonly report: (kind: CopyKind, problem: CopyProblem) => void
}): CheckpointCopies {
  const states = given.places.map((place): State => {
    const view = { kind: place.kind, size: null, copiedAt: null, failingSince: null, problem: null }
    return { place, view, note: null, busy: false }
  })
  let newest: { readonly copying: Copying; readonly at: string } | null = null

  async function bring(state: State, copying: Copying): Promise<void> {
    state.busy = true
    try {
      const done = await state.place.copy(copying)
      const at = given.world.now().toISOString()
      if (done.outcome === 'failed') {
        // Told once, when it begins; the screen tells it as long as it lasts.
        if (state.view.problem !== done.problem) given.report(state.place.kind, done.problem)
        const failingSince = state.view.failingSince ?? at
        state.view = { ...state.view, failingSince, problem: done.problem }
        return
      }
      if (done.outcome === 'cosigned') await given.keepCosigned(copying.accountId, copying.note + done.lines)
      state.note = copying.note
      const { size } = copying
      state.view = { kind: state.place.kind, size, copiedAt: at, failingSince: null, problem: null }
    } finally {
      state.busy = false
    }
  }

  return {
    offer(copying) {
      if (newest?.copying.note === copying.note) return
      newest = { copying, at: given.world.now().toISOString() }
    },
    async turn() {
      if (newest === null) return
      const { copying } = newest
      const behind = states.filter(({ busy, note }) => !busy && note !== copying.note)
      await Promise.all(behind.map((state) => bring(state, copying)))
    },
    view: () => ({
      size: newest?.copying.size ?? null,
      signedAt: newest?.at ?? null,
      copies: states.map(({ view }) => view),
    }),
  }
}
