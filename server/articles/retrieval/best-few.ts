export interface Kept {
  readonly at: number
  readonly score: number
}

export interface BestFew {
  /** Whether a score would be kept: asked first, so that nothing dear is done for the others. */
  takes(score: number): boolean
  add(at: number, score: number): void
  /** The best first; of equal ones the first added. */
  sorted(): readonly Kept[]
}

/** Keeps the `most` best of any number, in a heap whose root is the worst kept. */
export function startBest(most: number): BestFew {
  const heap: Kept[] = []
  const isWorse = (one: Kept, other: Kept) =>
    one.score < other.score || (one.score === other.score && one.at > other.at)
  const swap = (one: number, other: number) => {
    const kept = heap[one] as Kept
    heap[one] = heap[other] as Kept
    heap[other] = kept
  }
  const rise = (from: number) => {
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isWorse(heap[at] as Kept, heap[parent] as Kept)) return
      swap(at, parent)
      at = parent
    }
  }
  const sink = () => {
    let at = 0
    for (;;) {
      let worst = at
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && isWorse(heap[child] as Kept, heap[worst] as Kept)) worst = child
      if (worst === at) return
      swap(at, worst)
      at = worst
    }
  }
  const takes = (score: number) => heap.length < most || score > (heap[0]?.score ?? 0)
  return {
    takes,
    add: (at, score) => {
      if (!takes(score)) return
      if (heap.length < most) {
        heap.push({ at, score })
        rise(heap.length - 1)
      } else {
        heap[0] = { at, score }
        sink()
      }
    },
    sorted: () => heap.toSorted((a, b) => b.score - a.score || a.at - b.at),
  }
}
