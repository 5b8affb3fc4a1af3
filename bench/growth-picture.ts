/** How search grows with the passages, drawn on two logarithmic axes: a straight line is a power of the size. */

export interface GrowthPoint {
  readonly passages: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  readonly update: number
}

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [640, 380, 64, 120, 44, 52]
const LINES = [
  { of: 'p99', name: 'question, p99', colour: '#c2410c' },
  { of: 'update', name: 'one article, p50', colour: '#0f766e' },
  { of: 'p50', name: 'question, p50', colour: '#1d4ed8' },
] as const
const GOAL_MS = 20
const LABEL_APART = 16

export function growthPicture(points: readonly GrowthPoint[]): string {
  const sizes = points.map(({ passages }) => passages)
  const times = points.flatMap(({ p50, p99, update }) => [p50, p99, update])
  const xs = decades(Math.min(...sizes), Math.max(...sizes))
  const ys = decades(Math.min(...times), Math.max(GOAL_MS, ...times))
  const x = place(xs, LEFT, WIDTH - RIGHT)
  const y = place(ys, HEIGHT - BOTTOM, TOP)
  const goal = y(GOAL_MS)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12">`,
    '<title>Time to search and to take in one article, by passages</title>',
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="${LEFT}" y="22" font-size="14" font-weight="600">Time to search and to take in one article</text>`,
    ...ys.map(
      (value) =>
        `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(value)}" y2="${y(value)}" stroke="#e5e7eb"/>` +
        `<text x="${LEFT - 8}" y="${y(value) + 4}" text-anchor="end" fill="#4b5563">${value} ms</text>`,
    ),
    ...xs.map(
      (value) =>
        `<text x="${x(value)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle" fill="#4b5563">${value.toLocaleString('en')}</text>`,
    ),
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 10}" text-anchor="middle" fill="#4b5563">passages (processor time, one core)</text>`,
    `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${goal}" y2="${goal}" stroke="#6b7280" stroke-dasharray="4 4"/>`,
    `<text x="${LEFT + 6}" y="${goal - 5}" fill="#6b7280">goal for p99 at 100,000</text>`,
    ...LINES.map(({ of, colour }) => {
      const path = points.map((point) => `${x(point.passages)},${y(point[of])}`).join(' ')
      const dots = points.map(
        (point) => `<circle cx="${x(point.passages)}" cy="${y(point[of])}" r="3.5" fill="${colour}"/>`,
      )
      return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}`
    }),
    ...labels(points.at(-1), x, y),
    '</svg>\n',
  ].join('\n')
}

/** At the end of each line, apart from one another. */
function labels(
  last: GrowthPoint | undefined,
  x: (value: number) => number,
  y: (value: number) => number,
): readonly string[] {
  if (last === undefined) return []
  let above = Number.NEGATIVE_INFINITY
  return LINES.map((line) => ({ ...line, at: y(last[line.of]) + 4 }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ name, colour, at }) => {
      above = Math.max(at, above + LABEL_APART)
      return `<text x="${x(last.passages) + 10}" y="${above}" fill="${colour}">${name}</text>`
    })
}

/** The powers of ten around all values; what passes one by a thousandth needs no further one. */
function decades(least: number, most: number): readonly number[] {
  const from = Math.floor(Math.log10(least))
  const to = Math.max(from + 1, Math.ceil(Math.log10(most) - 0.001))
  return Array.from({ length: to - from + 1 }, (_, at) => Number((10 ** (from + at)).toPrecision(1)))
}

function place(ticks: readonly number[], from: number, to: number): (value: number) => number {
  const low = Math.log10(ticks[0] ?? 1)
  const high = Math.log10(ticks.at(-1) ?? 10)
  return (value) => Number((from + ((Math.log10(value) - low) / (high - low)) * (to - from)).toFixed(1))
}
