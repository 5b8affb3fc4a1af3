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

/** Most entries name no keys that are gone, and need not be read. */
const coveredIn = (header: string): readonly string[] =>
  header.includes('"kids"') ? readCovered(0, header).kids : []

export function absentWords(): AbsentWords {
  const gone = new Set<string>()
  return {
    note(header, isThere) {
      for (const kid of coveredIn(header)) gone.delete(kid)
      if (isThere || !header.includes('"kid"')) return
      const { kid } = readCovered(0, header)
      if (kid !== null) gone.add(kid)
    },
    async refuseWhenCoveredBy(later) {
      if (gone.size === 0) return
      for await (const entries of later)
        for (const { header } of entries)
          if (coveredIn(header).some((kid) => gone.has(kid)))
            throw new Fault('CONFLICT', 'somebody was erased while the log was packed: pack it again')
    },
  }
}
