/** Compares two colours as inline styles write them, so that text in the colour of its background is noticed. */

interface Colour {
  readonly red: number
  readonly green: number
  readonly blue: number
  readonly opacity: number
}

const NAMED: Readonly<Record<string, string>> = {
  white: '#ffffff', black: '#000000', transparent: '#00000000', snow: '#fffafa', ivory: '#fffff0',
  ghostwhite: '#f8f8ff', whitesmoke: '#f5f5f5', floralwhite: '#fffaf0', mintcream: '#f5fffa', azure: '#f0ffff',
  gray: '#808080', grey: '#808080', silver: '#c0c0c0', red: '#ff0000', lime: '#00ff00', green: '#008000',
  blue: '#0000ff', navy: '#000080', yellow: '#ffff00', orange: '#ffa500', lightgray: '#d3d3d3',
  lightgrey: '#d3d3d3', gainsboro: '#dcdcdc', canvas: '#ffffff', canvastext: '#000000', windowtext: '#000000',
} // biome-ignore format: a table
/** Two colours closer than this cannot be told apart on a screen. */
const NEAR = 12

function fromHex(hex: string): Colour | null {
  const digits = hex.length <= 4 ? [...hex].map((digit) => digit + digit).join('') : hex
  if (!/^(?:[0-9a-f]{6}|[0-9a-f]{8})$/.test(digits)) return null
  const part = (from: number) => Number.parseInt(digits.slice(from, from + 2), 16)
  return { red: part(0), green: part(2), blue: part(4), opacity: digits.length === 8 ? part(6) / 255 : 1 }
}

function channel(text: string | undefined, whole: number): number {
  const value = Number.parseFloat(text ?? '')
  if (Number.isNaN(value)) return whole
  return text?.endsWith('%') ? (value / 100) * whole : value
}

function fromHsl(parts: readonly string[], opacity: number): Colour {
  const hue = ((channel(parts[0], 0) % 360) + 360) % 360
  const saturation = channel(parts[1], 1)
  const light = channel(parts[2], 1)
  const reach = saturation * Math.min(light, 1 - light)
  const at = (offset: number) => {
    const turn = (offset + hue / 30) % 12
    return Math.round(255 * (light - reach * Math.max(-1, Math.min(turn - 3, 9 - turn, 1))))
  }
  return { red: at(0), green: at(8), blue: at(4), opacity }
}

function parseColour(text: string): Colour | null {
  const name = text.trim().toLowerCase()
  const plain = NAMED[name] ?? name
  if (plain.startsWith('#')) return fromHex(plain.slice(1))
  const call = /^(rgb|hsl)a?\(([^()]{1,80})\)$/.exec(plain)
  if (call === null) return null
  const parts = (call[2] ?? '').split(/[\s,/]+/).filter((part) => part !== '')
  const opacity = parts.length > 3 ? channel(parts[3], 1) : 1
  if (call[1] === 'hsl') return fromHsl(parts, opacity)
  return { red: channel(parts[0], 255), green: channel(parts[1], 255), blue: channel(parts[2], 255), opacity }
}

/** The colour in a `background` shorthand, which may also name an image, a position and a size. */
function firstColour(text: string): Colour | null {
  // What an image or a gradient looks like behind the text is not known.
  if (/url\(|gradient\(/.test(text)) return null
  const whole = parseColour(text)
  if (whole !== null || text.length > 400) return whole
  for (const part of text.match(/[a-z]+\([^()]*\)|[^\s]+/g) ?? []) {
    const colour = parseColour(part)
    if (colour !== null) return colour
  }
  return null
}

/** @returns true when text of the first colour cannot be read on the second. Unknown notations differ. */
export function sameColour(colour: string, background: string): boolean {
  const front = firstColour(colour)
  if (front === null) return false
  if (front.opacity < 0.1) return true
  const back = firstColour(background)
  if (back === null || back.opacity < 0.1) return false
  return (
    Math.abs(front.red - back.red) <= NEAR &&
    Math.abs(front.green - back.green) <= NEAR &&
    Math.abs(front.blue - back.blue) <= NEAR
  )
}
