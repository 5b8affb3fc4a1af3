/** Money in whole millionths of a currency's unit: no amount is ever a fraction, and none is rounded in anybody's favour. */

export const MICROS = 1_000_000
/** Per million tokens, or per month: a million units of any currency. */
export const MOST_MICROS = MICROS * 1_000_000

export interface Tokens {
  readonly input: number
  readonly output: number
}

/** Of a million tokens each, in millionths of the currency's unit. */
export interface TokenPrice {
  readonly inputPerMillion: number
  readonly outputPerMillion: number
}

/** Rounded up to the next millionth: what is counted is never less than what is owed. */
export function costOf({ inputPerMillion, outputPerMillion }: TokenPrice, { input, output }: Tokens): number {
  const parts = BigInt(input) * BigInt(inputPerMillion) + BigInt(output) * BigInt(outputPerMillion)
  const per = BigInt(MICROS)
  return Number((parts + per - 1n) / per)
}

export function isCurrency(code: string): boolean {
  return /^[A-Z]{3}$/.test(code) && Intl.supportedValuesOf('currency').includes(code)
}

const FORM = /^(\d{1,7})(?:[.,](\d{1,6}))?$/

/** What somebody typed, with a point or a comma. `null`: no amount, or finer than a millionth. */
export function parseAmount(text: string): number | null {
  const found = FORM.exec(text.trim())
  if (found === null) return null
  const [, whole = '', part = ''] = found
  const micros = Number(whole) * MICROS + Number(part.padEnd(6, '0'))
  return micros <= MOST_MICROS ? micros : null
}

/** As a plain decimal, without zeros at its end. */
export function amountText(micros: number): string {
  const whole = Math.trunc(micros / MICROS)
  const part = String(micros % MICROS)
    .padStart(6, '0')
    .replace(/0+$/, '')
  return part === '' ? String(whole) : `${whole}.${part}`
}

/** In the reader's own way; an amount of less than one unit with all its digits. */
export function formatAmount(micros: number, currency: string, locale: string, exact = false): string {
  const fine = exact || micros < MICROS
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    numberingSystem: 'latn',
    ...(fine ? { maximumFractionDigits: 6 } : {}),
  })
  // Handed over as digits: as a number it would be a fraction.
  return format.format(amountText(micros) as `${number}`)
}
