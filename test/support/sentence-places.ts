/** Where a sentence stands, read from the code: what is on a button, in the head of a table, on a chip, on a tab. */
import { type SourceFile, sourceFiles } from './source-files.ts'

export const PLACES = ['button', 'head', 'chip', 'tab'] as const
export type Place = (typeof PLACES)[number]

const ELEMENTS: Readonly<Record<Place, RegExp>> = {
  button: /<button\b[\s\S]*?<\/button>/g,
  head: /<th scope="col"[\s\S]*?<\/th>/g,
  chip: /<StateChip\b[\s\S]*?<\/StateChip>/g,
  tab: /<nav class="g-tabs"[\s\S]*?<\/nav>/g,
}

/** The longest opening tag that has braces in it: what stands in those is no text of the element. */
function contentOf(element: string): string {
  let depth = 0
  for (const [at, sign] of [...element].entries()) {
    if (sign === '{') depth += 1
    else if (sign === '}') depth -= 1
    else if (sign === '>' && depth === 0 && element[at - 1] !== '=') return element.slice(at + 1)
  }
  return ''
}

/** `say` and its like: names for a part of the sentences, in the order of the file. */
function namesIn(text: string): ReadonlyMap<string, string> {
  const names = new Map([['words', 'console']])
  for (const [, name = '', path = ''] of text.matchAll(/const (\w+) = ((?:words|say)\.[\w.]+)\n/g)) {
    const [first = '', ...rest] = path.split('.')
    names.set(name, [names.get(first) ?? first, ...rest].join('.'))
  }
  return names
}

/** Paths of sentences; `*` stands for a member that the code picks. */
function pathsIn(content: string, file: SourceFile): readonly string[] {
  if (file.path.startsWith('src/sidebar/'))
    return [...content.matchAll(/words\.(?:say|count)\([`']([\w.]+)(\$\{[^}]*\})?[`']/g)].map(
      ([, path = '', picked]) => `sidebar.${path}${picked === undefined ? '' : '*'}`,
    )
  const names = namesIn(file.text)
  const member = /(?<![.\w])(\w+)((?:\.\w+)+)(\[[^\]]*\])?((?:\.\w+)*)/g
  return [...content.matchAll(member)].flatMap(([, name = '', rest = '', picked, last = '']) => {
    const root = names.get(name)
    return root === undefined ? [] : [`${root}${rest}${picked === undefined ? '' : '.*'}${last}`]
  })
}

export function sentencePlaces(): ReadonlyMap<string, Place> {
  const found = new Map<string, Place>()
  // A hint stands below, where lines may break.
  for (const file of sourceFiles('src', /\.tsx$/))
    for (const place of PLACES)
      for (const [element] of file.text.matchAll(ELEMENTS[place]))
        for (const path of pathsIn(contentOf(element), file))
          if (!found.has(path) && !/hint/i.test(path)) found.set(path, place)
  return found
}

const FORMS = /\.(?:zero|one|two|few|many|other)$/

/** Where that sentence stands; a form of a plural stands where its group does. */
export function placeOf(path: string, places: ReadonlyMap<string, Place>): Place | undefined {
  const whole = path.replace(FORMS, '')
  const parts = whole.split('.')
  const picked = parts.map((_, at) => parts.with(at, '*').join('.'))
  return [whole, ...picked].map((each) => places.get(each)).find((place) => place !== undefined)
}
