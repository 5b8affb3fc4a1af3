/** Holds every answer that a test gets against what its route declares: the API's document cannot lie. */

import { problem } from '../../server/http/answers/problem.ts'
import type { Route, Written } from '../../server/http/route.ts'
import { declaredRoutes, nameOf } from './route-calls.ts'

export interface Seen {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly status: number
  readonly type: string
  /** Its `Content-Disposition`. */
  readonly disposition: string | null
  readonly text: string
}

/** By a name that is a constant or an id: nothing of it can be a path, or end the header's value. */
const ATTACHED = /^attachment; filename="?[A-Za-z0-9][\w.-]*"?$/

let rows: readonly { readonly route: Route; readonly address: RegExp }[] | null = null

export function routeOf(method: string, path: string): Route | null {
  rows ??= declaredRoutes().map((route) => ({
    route,
    address: new RegExp(`^/api/v1${route.path.replace(/:\w+/g, '[^/?]+')}(?:\\?|$)`),
  }))
  // Of two that fit, the one that is mounted first answers.
  return (
    rows.find(({ route, address }) => route.method === method.toLowerCase() && address.test(path))?.route ??
    null
  )
}

export function isWritten(answer: unknown): answer is Written {
  return typeof answer === 'object' && answer !== null && 'media' in answer
}

function eventsIn(text: string): readonly unknown[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line): unknown => JSON.parse(line.slice('data: '.length)))
}

/** What is wrong with an answer, and what to do about it; `null`: it is as declared. */
export function undeclared(seen: Seen): string | null {
  const route = routeOf(seen.method, seen.path)
  if (route === null) return null
  const name = nameOf(route)
  if (seen.status >= 400) {
    if (!seen.type.startsWith('application/problem+json'))
      return `${name}: ${seen.status} is no problem document`
    const fault = problem.safeParse(JSON.parse(seen.text))
    return fault.success ? null : `${name}: ${seen.status} is no problem document: ${fault.error.message}`
  }
  if (route.answers === undefined)
    return `${name} does not say what it answers: give its row \`answers: { ${seen.status}: … }\` with a shape of server/http/answers, and a \`summary\``
  if (!(seen.status in route.answers))
    return `${name} answered ${seen.status}, which its row does not declare: add it to \`answers\``
  const answer = route.answers[seen.status] ?? null
  if (answer === null) return seen.text === '' ? null : `${name} answered with a body, and declares none`
  if (isWritten(answer)) {
    const { event } = answer
    if (!answer.media.split(', ').some((media) => seen.type.startsWith(media)))
      return `${name} answered ${seen.type}, and declares ${answer.media}`
    if (event === null && !ATTACHED.test(seen.disposition ?? ''))
      return `${name} answered with a file that a browser would open in place: send it as an attachment`
    const wrong =
      event === null
        ? []
        : eventsIn(seen.text)
            .map((one) => event.safeParse(one))
            .filter((one) => !one.success)
    return wrong.length === 0 ? null : `${name}: an event is not as declared: ${wrong[0]?.error?.message}`
  }
  const parsed = answer.safeParse(JSON.parse(seen.text))
  return parsed.success
    ? null
    : `${name} answered ${seen.status} otherwise than declared; change its shape in server/http/answers: ${parsed.error.message}`
}
