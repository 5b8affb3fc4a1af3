import type { SentenceStrengths } from './coverage.ts'

/** A row this close to the best one is meant as well: two cards, two countries. */
const ALSO_MEANT = 0.75
/** The best row is clear when the usual row has less than this share of it. */
const CLEAR = 0.6

/**
 * A table answers with the rows that the question names, not with all. Where no row stands out the window stays as
 * it is; where one does, the line that introduces the table comes along, and what says nothing to the question goes.
 */
export function matchingRows(
  section: readonly SentenceStrengths[],
  chosen: readonly SentenceStrengths[],
  share: (sentence: SentenceStrengths) => number,
): readonly SentenceStrengths[] {
  const at = chosen.findIndex(({ kind }) => kind === 'table_row')
  const row = chosen[at]
  if (row === undefined) return chosen
  const table = tableAround(section, section.indexOf(row))
  const shares = table.rows.map(share)
  const best = Math.max(...shares)
  const usual = shares.toSorted((a, b) => a - b)[Math.floor((shares.length - 1) / 2)] ?? 0
  if (table.rows.length < 2 || best === 0 || usual >= CLEAR * best) return chosen
  const rows = new Set(table.rows.filter((_, i) => (shares[i] ?? 0) >= ALSO_MEANT * best))
  return section.filter(
    (one) =>
      rows.has(one) ||
      one === table.intro ||
      (chosen.includes(one) && !table.rows.includes(one) && (one.kind !== 'paragraph' || share(one) > 0)),
  )
}

interface Table {
  readonly rows: readonly SentenceStrengths[]
  readonly intro: SentenceStrengths | undefined
}

function tableAround(section: readonly SentenceStrengths[], at: number): Table {
  let from = at
  while (section[from - 1]?.kind === 'table_row') from -= 1
  let to = at + 1
  while (section[to]?.kind === 'table_row') to += 1
  const before = section[from - 1]
  return { rows: section.slice(from, to), intro: before?.kind === 'paragraph' ? before : undefined }
}
