/** Charts as SVG that needs no script and no style of its own: colours come from classes of the page. */
import { escapeHtml } from '../escape-html.ts'
import type { CurvePoint, Reliability } from './eval-curves.ts'

export interface Line {
  readonly name: string
  readonly points: readonly CurvePoint[]
  /** Where the shipped threshold lies on it. */
  readonly mark?: CurvePoint
}

export interface LineChart {
  readonly title: string
  readonly x: { readonly name: string; readonly from: number; readonly to: number; readonly step: number }
  readonly y: { readonly name: string; readonly to: number; readonly step: number }
  readonly lines: readonly Line[]
  /** What chance, or a perfect forecast, would draw. */
  readonly diagonal?: boolean
  /** A dot at each point: few points that mean something each. */
  readonly dots?: boolean
}

const WIDTH = 460
const HEIGHT = 300
const LEFT = 52
const RIGHT = 16
const TOP = 12
const BOTTOM = 46
/** A curve of thousands of steps looks the same with a few hundred. */
const MOST_POINTS = 240

const short = (value: number) => value.toFixed(1).replace(/\.0$/, '')
const tick = (value: number) => String(Number(value.toFixed(2)))

interface Frame {
  readonly x: (value: number) => number
  readonly y: (value: number) => number
}

function frameOf({ x, y }: Pick<LineChart, 'x' | 'y'>): Frame {
  return {
    x: (value) => LEFT + ((value - x.from) / (x.to - x.from)) * (WIDTH - LEFT - RIGHT),
    y: (value) => HEIGHT - BOTTOM - (value / y.to) * (HEIGHT - TOP - BOTTOM),
  }
}

function steps(from: number, to: number, step: number): readonly number[] {
  return Array.from({ length: Math.round((to - from) / step) + 1 }, (_, at) => from + at * step)
}

function axes({ x, y }: Pick<LineChart, 'x' | 'y'>, at: Frame): string {
  const rows = steps(0, y.to, y.step).map(
    (value) =>
      `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${short(at.y(value))}" y2="${short(at.y(value))}"/>` +
      `<text class="tick end" x="${LEFT - 8}" y="${short(at.y(value) + 4)}">${tick(value)}</text>`,
  )
  const columns = steps(x.from, x.to, x.step).map(
    (value) =>
      `<text class="tick mid" x="${short(at.x(value))}" y="${HEIGHT - BOTTOM + 18}">${tick(value)}</text>`,
  )
  const middle = (HEIGHT - BOTTOM + TOP) / 2
  return [
    ...rows,
    ...columns,
    `<line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${HEIGHT - BOTTOM}" y2="${HEIGHT - BOTTOM}"/>`,
    `<text class="name mid" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}">${escapeHtml(x.name)}</text>`,
    `<text class="name mid" transform="rotate(-90 14 ${middle})" x="14" y="${middle}">${escapeHtml(y.name)}</text>`,
  ].join('')
}

function thinned(points: readonly CurvePoint[]): readonly CurvePoint[] {
  if (points.length <= MOST_POINTS) return points
  const last = points.length - 1
  return Array.from(
    { length: MOST_POINTS },
    (_, at) => points[Math.round((at * last) / (MOST_POINTS - 1))],
  ).flatMap((point) => point ?? [])
}

function drawn(line: Line, number: number, at: Frame, dots: boolean): string {
  const points = thinned(line.points)
  const path = points.map(({ x, y }) => `${short(at.x(x))},${short(at.y(y))}`).join(' ')
  const circle = ({ x, y }: CurvePoint, radius: number, shape: string) =>
    `<circle class="${shape} s${number}" cx="${short(at.x(x))}" cy="${short(at.y(y))}" r="${radius}"/>`
  return [
    `<polyline class="line s${number}" points="${path}"/>`,
    ...(dots ? points.map((point) => circle(point, 3, 'dot')) : []),
    ...(line.mark === undefined ? [] : [circle(line.mark, 5, 'mark')]),
  ].join('')
}

function svg(label: string, height: number, content: string): string {
  return `<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeHtml(label)}">${content}</svg>`
}

function legend(names: readonly string[]): string {
  if (names.length < 2) return ''
  const items = names.map(
    (name, at) =>
      `<li><svg viewBox="0 0 28 10" aria-hidden="true"><line class="line s${at + 1}" x1="1" x2="27" y1="5" y2="5"/></svg>${escapeHtml(name)}</li>`,
  )
  return `<ul class="legend">${items.join('')}</ul>`
}

export function lineChart(chart: LineChart): string {
  const at = frameOf(chart)
  const { x, y, lines, diagonal = false, dots = false } = chart
  const ideal = diagonal
    ? `<line class="ideal" x1="${short(at.x(x.from))}" y1="${short(at.y(0))}" x2="${short(at.x(x.to))}" y2="${short(at.y(y.to))}"/>`
    : ''
  const content =
    axes(chart, at) + ideal + lines.map((line, index) => drawn(line, index + 1, at, dots)).join('')
  return `<figure><figcaption>${escapeHtml(chart.title)}</figcaption>${svg(chart.title, HEIGHT, content)}${legend(
    lines.map(({ name }) => name),
  )}</figure>`
}

/** Bars side by side, with their counts over them. */
export function barChart(
  title: string,
  names: { readonly x: string; readonly y: string },
  bars: readonly { readonly name: string; readonly count: number; readonly muted?: boolean }[],
): string {
  const most = Math.max(1, ...bars.map(({ count }) => count))
  const room = (WIDTH - LEFT - RIGHT) / bars.length
  const floor = HEIGHT - BOTTOM
  const height = floor - TOP - 18
  const drawnBars = bars.map(({ name, count, muted = false }, at) => {
    const tall = (count / most) * height
    const x = LEFT + at * room
    return (
      `<rect class="bar${muted ? ' muted' : ''}" x="${short(x + room * 0.12)}" width="${short(room * 0.76)}" y="${short(floor - tall)}" height="${short(tall)}"/>` +
      `<text class="tick mid" x="${short(x + room / 2)}" y="${short(floor - tall - 5)}">${count}</text>` +
      `<text class="tick mid" x="${short(x + room / 2)}" y="${floor + 18}">${escapeHtml(name)}</text>`
    )
  })
  const middle = (floor + TOP) / 2
  const content = [
    ...drawnBars,
    `<line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${floor}" y2="${floor}"/>`,
    `<text class="name mid" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}">${escapeHtml(names.x)}</text>`,
    `<text class="name mid" transform="rotate(-90 14 ${middle})" x="14" y="${middle}">${escapeHtml(names.y)}</text>`,
  ].join('')
  return `<figure><figcaption>${escapeHtml(title)}</figcaption>${svg(title, HEIGHT, content)}</figure>`
}

const COUNTS = 70

/** What was said against what came true, and under it how many questions stand behind each dot. */
export function reliabilityChart(title: string, { bins, ece }: Reliability): string {
  const chart = {
    x: { name: 'probability that Vouch gave', from: 0, to: 1, step: 0.2 },
    y: { name: 'share that is answerable', to: 1, step: 0.2 },
  }
  const at = frameOf(chart)
  const filled = bins.filter(({ count }) => count > 0)
  const most = Math.max(1, ...bins.map(({ count }) => count))
  const floor = HEIGHT + COUNTS
  const dots = filled.map(
    (bin) =>
      `<circle class="dot s1" cx="${short(at.x(bin.said))}" cy="${short(at.y(bin.came))}" r="4"><title>${bin.count} questions: said ${bin.said.toFixed(2)}, true ${bin.came.toFixed(2)}</title></circle>`,
  )
  const path = filled.map((bin) => `${short(at.x(bin.said))},${short(at.y(bin.came))}`).join(' ')
  const counts = bins.map((bin) => {
    const [left, right] = [at.x(bin.from), at.x(bin.to)]
    const tall = (bin.count / most) * (COUNTS - 22)
    return (
      `<rect class="bar muted" x="${short(left + 2)}" width="${short(right - left - 4)}" y="${short(floor - tall)}" height="${short(tall)}"/>` +
      `<text class="tick mid small" x="${short((left + right) / 2)}" y="${short(floor - tall - 4)}">${bin.count}</text>`
    )
  })
  const ideal = `<line class="ideal" x1="${short(at.x(0))}" y1="${short(at.y(0))}" x2="${short(at.x(1))}" y2="${short(at.y(1))}"/>`
  const content = [
    axes(chart, at),
    ideal,
    `<polyline class="line s1" points="${path}"/>`,
    ...dots,
    ...counts,
    `<line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${floor}" y2="${floor}"/>`,
    `<text class="name mid" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${floor + 18}">how many questions</text>`,
  ].join('')
  const label = `${title}: expected calibration error ${ece.toFixed(3)}`
  return `<figure><figcaption>${escapeHtml(title)} <span class="note">ECE ${ece.toFixed(3)}</span></figcaption>${svg(label, floor + 26, content)}</figure>`
}
