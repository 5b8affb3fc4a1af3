/**
 * Tells from an element's own attributes whether a person sees its text: where a page or a mail hides
 * instructions to a model. HOLE: a class whose style sheet hides it is not seen here, because the theme is
 * no part of the article, nor of the comment.
 */
import { sameColour } from './inline-colour.ts'

/** What an element's content inherits, and may set anew. */
export interface InheritedLook {
  readonly colour: string
  /** `null`: nothing that was read says what lies behind the text. */
  readonly background: string | null
  /** A class may bring a background that is not seen here, so white text may well be readable. */
  readonly styledByClass: boolean
  readonly tiny: boolean
  readonly invisible: boolean
}

export interface ElementLook {
  /** The element and all that it holds are out of sight, whatever the content says. */
  readonly gone: boolean
  /** Struck out means: no longer said. Seen it is, though. */
  readonly struck: boolean
  readonly look: InheritedLook
}

export const PAGE_LOOK: InheritedLook = {
  colour: 'black',
  background: null,
  styledByClass: false,
  tiny: false,
  invisible: false,
}

/** A box of no size still shows text in a table: cells grow with their content. */
const GROWS = new Set(['table', 'tbody', 'thead', 'tfoot', 'tr', 'td', 'th', 'col', 'colgroup'])
const FAR_PIXELS = 400
const PIXELS: Readonly<Record<string, number>> = {
  px: 1, pt: 1.33, pc: 16, cm: 38, mm: 3.8, in: 96, em: 16, rem: 16, ex: 8, ch: 8, vw: 5, vh: 5, '%': 6, '': 1,
} // biome-ignore format: a table

function parseStyle(style: string): ReadonlyMap<string, string> {
  const plain = style
    .slice(0, 4000)
    .replace(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, ' ')
    .replace(/\\([0-9a-f]{1,6})\s?/gi, (_, hex: string) => {
      const point = Number.parseInt(hex, 16)
      return point > 0x10ffff ? '' : String.fromCodePoint(point)
    })
    .replace(/\\/g, '')
    .toLowerCase()
  const rules = new Map<string, string>()
  for (const rule of plain.split(';')) {
    const colon = rule.indexOf(':')
    const value = rule.slice(colon + 1).split('!')[0] ?? ''
    if (colon > 0) rules.set(rule.slice(0, colon).trim(), value.trim().replace(/\s+/g, ' '))
  }
  return rules
}

function pixels(value: string | undefined): number | null {
  const found = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e\d+)?)([a-z%]*)$/.exec(value ?? '')
  return found === null ? null : Number(found[1]) * (PIXELS[found[2] ?? ''] ?? 1)
}

function tiny(value: string | undefined, largest: number): boolean {
  const size = pixels(value)
  return size !== null && size <= largest
}

function far(value: string | undefined): boolean {
  const distance = pixels(value)
  return distance !== null && distance <= -FAR_PIXELS
}

function offScreen(rules: ReadonlyMap<string, string>): boolean {
  for (const edge of [
    'left',
    'top',
    'right',
    'bottom',
    'inset-inline-start',
    'margin-left',
    'margin-top',
    'text-indent',
  ]) {
    if (far(rules.get(edge))) return true
  }
  const margin = rules.get('margin')?.split(' ') ?? []
  const moved = rules.get('transform') ?? rules.get('translate') ?? ''
  return margin.some(far) || [...moved.matchAll(/-[\d.]+[a-z%]*/g)].some(([value]) => far(value))
}

function clippedAway(rules: ReadonlyMap<string, string>): boolean {
  const clip = rules.get('clip') ?? ''
  const path = rules.get('clip-path') ?? ''
  const transform = rules.get('transform') ?? ''
  return (
    // Each character in one way only: with two, a long one that does not end as it should takes for ever.
    /^rect\((?:[01 ,)]|\.0|px)*$/.test(clip) ||
    /^(?:inset\((?:[5-9]\d|100)(?:\.\d+)?%|(?:circle|ellipse)\(0|polygon\((?:0(?:px|%)? 0(?:px|%)?,? ?)+\))/.test(
      path,
    ) ||
    /scale(?:[xy]|3d)?\( ?0(?:\.0+)? ?[,)]/.test(transform) ||
    /^0(?:\.0+)?(?: |$)/.test(rules.get('scale') ?? '')
  )
}

function zeroSized(rules: ReadonlyMap<string, string>): boolean {
  const clips = /hidden|clip/.test(
    `${rules.get('overflow') ?? ''} ${rules.get('overflow-x') ?? ''} ${rules.get('overflow-y') ?? ''}`,
  )
  return ['width', 'height', 'max-width', 'max-height'].some((name) => {
    const value = rules.get(name)
    return tiny(value, 0) || (clips && tiny(value, 1))
  })
}

function goneByStyle(name: string, rules: ReadonlyMap<string, string>): boolean {
  const opacity = rules.get('opacity') ?? '1'
  return (
    rules.get('display') === 'none' ||
    rules.get('content-visibility') === 'hidden' ||
    Number.parseFloat(opacity) / (opacity.endsWith('%') ? 100 : 1) < 0.1 ||
    /opacity\( ?0/.test(rules.get('filter') ?? '') ||
    offScreen(rules) ||
    clippedAway(rules) ||
    (!GROWS.has(name) && zeroSized(rules))
  )
}

/** Mails set a cell's size to nothing and its text's size anew; a share of nothing stays nothing. */
function isTiny(rules: ReadonlyMap<string, string>, outer: boolean): boolean {
  const sizes = [
    rules.get('font-size'),
    ...(rules.get('font') ?? '').split(' ').map((part) => part.split('/')[0]),
  ]
  const known = sizes.filter((size) => pixels(size) !== null)
  if (known.some((size) => tiny(size, 1.5))) return true
  return outer && !known.some((size) => !/(?:em|ex|ch|%)$/.test(size ?? '') || size?.endsWith('rem'))
}

function lookOf(
  attributes: ReadonlyMap<string, string>,
  rules: ReadonlyMap<string, string>,
  outer: InheritedLook,
): InheritedLook {
  const background = rules.get('background-color') ?? rules.get('background') ?? attributes.get('bgcolor')
  const colour = rules.get('-webkit-text-fill-color') ?? rules.get('color') ?? attributes.get('color')
  const visibility = rules.get('visibility') ?? ''
  return {
    colour: colour === undefined || colour === 'inherit' ? outer.colour : colour,
    background:
      background === undefined || /^(?:inherit|none|transparent)$/.test(background)
        ? outer.background
        : background,
    styledByClass: outer.styledByClass || (attributes.get('class') ?? '').trim() !== '',
    tiny: isTiny(rules, outer.tiny),
    invisible: /^(?:hidden|collapse)$/.test(visibility) || (outer.invisible && visibility !== 'visible'),
  }
}

/** @returns whether text of this look cannot be read: too small, invisible, or in the colour behind it. */
export function isUnreadable(look: InheritedLook): boolean {
  const behind = look.background ?? (look.styledByClass ? null : 'white')
  return (
    look.tiny ||
    look.invisible ||
    sameColour(look.colour, 'transparent') ||
    (behind !== null && sameColour(look.colour, behind))
  )
}

/** `name` and the attributes' names in lower case. */
export function readElementLook(
  name: string,
  attributes: ReadonlyMap<string, string>,
  outer: InheritedLook,
): ElementLook {
  if (attributes.size === 0) return { gone: false, struck: false, look: outer }
  const rules = parseStyle(attributes.get('style') ?? '')
  return {
    gone: attributes.has('hidden') || goneByStyle(name, rules),
    struck: /line-through/.test(
      `${rules.get('text-decoration') ?? ''} ${rules.get('text-decoration-line') ?? ''}`,
    ),
    look: lookOf(attributes, rules, outer),
  }
}
