/** What is read piece by piece, with its first piece read already: what cannot begin fails before anything is answered. */
export interface Begun<Piece> extends AsyncIterable<Piece> {
  /** Of one that nobody will read. */
  leave(): Promise<void>
}

export async function begun<Piece>(source: AsyncIterable<Piece>): Promise<Begun<Piece>> {
  const pieces = source[Symbol.asyncIterator]()
  let first: IteratorResult<Piece> | null = await pieces.next()
  const leave = async () => {
    await pieces.return?.()
  }
  return {
    leave,
    [Symbol.asyncIterator]: () => ({
      next() {
        if (first === null) return pieces.next()
        const held = first
        first = null
        return Promise.resolve(held)
      },
      async return() {
        await leave()
        return { done: true, value: undefined }
      },
    }),
  }
}
