/** Keeps account, while a bundle is written, of sealed words that are gone and that no entry of it has covered yet. */
import { Fault } from '../../src/domain/fault.ts'
import { readCovered } from './read-entries.ts'

export interface AbsentWords {
  note(header: string, isThere: boolean): void
  /**
   * Somebody may be erased while a log is packed: their words are gone, and the entry that says so comes after
   * what the checkpoint signs. Such a bundle would look tampered with.
   * @throws Fault `CONFLICT`: then it has to be packed again, against a newer checkpoint.
   */
  refuseWhenCoveredBy(later: AsyncIterable<readonly { readonly header: string }[]>): Promise<void>
}

/** Most entries have neither a key nor name one, and need not be read. */
const coveredIn = (header: string) =>
  header.includes('"kid') ? readCovered(0, header) : { kid: null, kids: [] }

export function absentWords(): AbsentWords {
  const gone = new Set<string>()
  return {
    note(header, isThere) {
      const { kid, kids } = coveredIn(header)
      for (const each of kids) gone.delete(each)
      if (kid !== null && !isThere) gone.add(kid)
    },
    async refuseWhenCoveredBy(later) {
      if (gone.size === 0) return
      for await (const entries of later)
        for (const { header } of entries)
          if (coveredIn(header).kids.some((kid) => gone.has(kid)))
            throw new Fault('CONFLICT', 'somebody was erased while the log was packed: pack it again')
    },
  }
}
