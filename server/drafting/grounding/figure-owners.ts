/** Which thing a figure belongs to: "customers in Germany pay 5 €, customers in Austria pay 9 €". */
import type { Figure } from './figures.ts'
import type { Reading } from './reading.ts'
import { dimensionOf } from './unit-words.ts'

interface FigureClause {
  readonly figures: readonly Figure[]
  readonly topics: ReadonlySet<string>
}

function clausesOf({ words }: Reading): readonly FigureClause[] {
  const clauses = new Map<number, { figures: Figure[]; topics: Set<string> }>()
  for (const { clause, figure, stem, weight } of words) {
    const own = clauses.get(clause) ?? { figures: [], topics: new Set<string>() }
    if (figure !== null) own.figures.push(figure)
    else if (weight > 0) own.topics.add(stem)
    clauses.set(clause, own)
  }
  return [...clauses.values()]
}

function has(clause: FigureClause, { value, unit }: Figure): boolean {
  return clause.figures.some((other) => other.value === value && other.unit === unit)
}

/** What only this clause is about. */
function itsOwn(clause: FigureClause, all: readonly FigureClause[]): readonly string[] {
  return [...clause.topics].filter((topic) =>
    all.every((other) => other === clause || !other.topics.has(topic)),
  )
}

/** The sentence names all that one clause is about, but with the figure of another clause. */
export function figureOfAnother(own: Reading, cited: Reading): boolean {
  const theirs = clausesOf(cited)
  return clausesOf(own).some((clause) =>
    clause.figures.some((figure) => {
      const owners = theirs.filter((other) => has(other, figure))
      return theirs.some((other) => {
        const topics = itsOwn(other, theirs)
        const rival = other.figures.some(
          ({ unit, kind, value }) =>
            kind === figure.kind &&
            dimensionOf(unit) === dimensionOf(figure.unit) &&
            !own.figures.some((mine) => mine.value === value && mine.unit === unit),
        )
        const isNamed = topics.length > 0 && topics.every((topic) => clause.topics.has(topic))
        return owners.length > 0 && !owners.includes(other) && rival && isNamed
      })
    }),
  )
}
