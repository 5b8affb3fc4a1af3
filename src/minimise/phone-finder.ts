import { isValidPhoneNumber } from 'libphonenumber-js/min'

/** Knows the numbering plans of the world; heavy, so that a page loads it when it first minimises. */
export interface PhoneFinder {
  /** Could this be dialled in one of the countries that write their numbers without a leading zero? */
  isNumber(run: string): boolean
}

/** Where a national number has no leading zero, those most written to a European helpdesk first. */
const WITHOUT_ZERO = [
  'US',
  'ES',
  'IT',
  'DK',
  'NO',
  'PL',
  'CZ',
  'PT',
  'GR',
  'LU',
  'HU',
  'EE',
  'LV',
  'IS',
  'CY',
  'SK',
] as const

/** libphonenumber's plans (ITU-T E.164), in process and without a network. */
export const phoneFinder: PhoneFinder = {
  isNumber: (run) => WITHOUT_ZERO.some((country) => isValidPhoneNumber(run, country)),
}
