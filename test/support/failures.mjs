/** What mocha says at its end of the tests that failed, short enough to stand together at the end of a log. */
import { stripVTControlCharacters } from 'node:util'

const LINES = 30
const WIDTH = 300

const short = (line) => (line.length > WIDTH ? `${line.slice(0, WIDTH)} …` : line)

function shortened(lines) {
  const rest = lines.length - LINES
  return [...lines.slice(0, LINES), ...(rest > 0 ? [`     … ${rest} more lines, above`] : [])].map(short)
}

/**
 * @param output all that one run of mocha has printed.
 * @returns each failure by its title, with its error; of a run that ended before it could tell, its last lines.
 */
export function failuresIn(output) {
  const text = stripVTControlCharacters(output).trimEnd()
  const told = [...text.matchAll(/^ {2}\d+ failing$/gm)].at(-1)
  if (told === undefined) return text.split('\n').slice(-LINES).map(short).join('\n')
  const failures = text.slice(told.index + told[0].length).split(/^(?= {2}\d+\) )/m)
  return failures
    .map((each) => each.trim())
    .filter((each) => each !== '')
    .map((each) => shortened(`  ${each}`.split('\n')).join('\n'))
    .join('\n\n')
}
