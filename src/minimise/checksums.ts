/** Check digits. Each takes digits (or letters where it says so) without spaces. */

/** ISO 7064 MOD 97-10 over digits and letters, as IBAN (ISO 13616) uses it: 1 for a right number. */
export function mod97(value: string): number {
  let rest = 0
  for (let index = 0; index < value.length; index++) {
    const digit = Number.parseInt(value.charAt(index), 36)
    rest = (rest * (digit > 9 ? 100 : 10) + digit) % 97
  }
  return rest
}

/** ISO/IEC 7812-1 annex B. */
export function luhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index])
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** ISO 7064 MOD 11,10: the last digit checks the others (German tax id and VAT id). */
export function mod11and10(digits: string): boolean {
  let product = 10
  for (const digit of digits.slice(0, -1)) {
    const sum = (Number(digit) + product) % 10
    product = ((sum === 0 ? 10 : sum) * 2) % 11
  }
  return (11 - product) % 10 === Number(digits.at(-1))
}

/** Each digit times its weight, summed. */
export function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, index) => sum + weight * Number(digits[index] ?? 0), 0)
}

/** GS1 check digit of 13 digits, as the Swiss AHV number uses it. */
export function ean13(digits: string): boolean {
  const sum = weighted(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3])
  return (10 - (sum % 10)) % 10 === Number(digits[12])
}
