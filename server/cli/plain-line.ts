/**
 * A line as a terminal may be given it. Names and words of others stand in it, of files and pages that were read: a
 * control sign would move the cursor, colour what follows or type into the terminal, and a mark of direction turn it
 * round. They are written out, as JSON writes them too, so that a line of JSON still says the same.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\r(?!\n|$)/g

export function plainLine(line: string): string {
  return line.replace(CONTROL, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
