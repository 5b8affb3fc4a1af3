import { type CountryCode, isValidPhoneNumber } from 'libphonenumber-js/min'

/** Knows the numbering plans of the world; heavy, so that a page loads it when it first minimises. */
export interface PhoneFinder {
  /** Could this be dialled in one of the countries that write their numbers without a leading zero? */
  isNumber(run: string): boolean
}

/**
 * Where a national number has no leading zero, those most written to a European helpdesk first, each with how many
 * digits its numbers have (and with the country's code before them). The plans are slow: only they that fit are asked.
 */
const WITHOUT_ZERO: readonly { readonly country: CountryCode; readonly digits: readonly number[] }[] = [
  { country: 'US', digits: [10, 11, 12] },
  { country: 'ES', digits: [9, 11] },
  { country: 'IT', digits: [6, 7, 8, 9, 10, 11, 12, 13] },
  { country: 'DK', digits: [8, 10] },
  { country: 'NO', digits: [8, 10] },
  { country: 'PL', digits: [7, 9, 11] },
  { country: 'CZ', digits: [9, 12] },
  { country: 'PT', digits: [9, 12] },
  { country: 'GR', digits: [10, 12] },
  { country: 'LU', digits: [6, 7, 8, 9, 10, 11, 12, 13, 14] },
  { country: 'HU', digits: [8, 9, 10, 11, 13] },
  { country: 'EE', digits: [7, 8, 10, 11] },
  { country: 'LV', digits: [8, 11] },
  { country: 'IS', digits: [7, 9, 10, 12] },
  { country: 'CY', digits: [8, 11] },
  { country: 'SK', digits: [9, 12] },
]

/** libphonenumber's plans (ITU-T E.164), in process and without a network. */
export const phoneFinder: PhoneFinder = {
  isNumber(run) {
    const count = run.replace(/[ ]?(?:x|ext).*$/, '').replace(/\D/g, '').length
    return WITHOUT_ZERO.some(
      ({ country, digits }) => digits.includes(count) && isValidPhoneNumber(run, country),
    )
  },
}
