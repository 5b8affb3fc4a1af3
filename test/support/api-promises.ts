/** What two documents of the API promise, held against each other: a version only ever gains. */
import type { Json, JsonObject } from '../../server/http/openapi.ts'

type Way = 'asked' | 'answered'

function objectOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
}
function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}

/** The words by which a schema says of what kind its value is. */
const KIND = ['type', '$ref', 'const', 'format'] as const
/** What narrows or widens it: a body must not become narrower. */
const LIMITS = ['pattern', 'maxLength', 'minLength', 'maximum', 'minimum', 'maxItems', 'minItems'] as const

/** Of a bound it can be told which way it moved; of a pattern it cannot. */
function takesLess(
  word: (typeof LIMITS)[number],
  before: Json | undefined,
  after: Json | undefined,
): boolean {
  if (after === undefined || JSON.stringify(before) === JSON.stringify(after)) return false
  if (typeof before !== 'number' || typeof after !== 'number') return true
  return word.startsWith('max') ? after < before : after > before
}

function lostInSchema(before: JsonObject, after: JsonObject, at: string, way: Way): readonly string[] {
  const said: string[] = []
  for (const word of KIND)
    if (JSON.stringify(before[word]) !== JSON.stringify(after[word])) said.push(`${at}: another ${word}`)
  if (way === 'asked')
    for (const word of LIMITS)
      if (takesLess(word, before[word], after[word])) said.push(`${at}: another ${word}`)
  const values = listOf(after.enum)
  // An answer may come to say one more word; a body must go on being taken.
  if (before.enum !== undefined && listOf(before.enum).some((value) => !values.includes(value)))
    said.push(`${at}: lost a value`)
  const [held, holds] = [objectOf(before.properties), objectOf(after.properties)]
  for (const [name, schema] of Object.entries(held)) {
    const now = holds[name]
    if (now === undefined) said.push(`${at}.${name}: gone`)
    else said.push(...lostInSchema(objectOf(schema), objectOf(now), `${at}.${name}`, way))
  }
  const [needed, needs] = [listOf(before.required), listOf(after.required)]
  if (way === 'answered')
    for (const name of needed)
      if (!needs.includes(name)) said.push(`${at}.${String(name)}: no longer always there`)
  if (way === 'asked')
    for (const name of needs) if (!needed.includes(name)) said.push(`${at}.${String(name)}: asked for now`)
  for (const word of ['items', 'additionalProperties'] as const)
    if (before[word] !== undefined && typeof before[word] === 'object')
      said.push(...lostInSchema(objectOf(before[word]), objectOf(after[word]), `${at}[]`, way))
  for (const word of ['anyOf', 'oneOf', 'allOf'] as const)
    listOf(before[word]).forEach((schema, index) => {
      // One that stands there unchanged, wherever it stands now, is kept.
      const now = listOf(after[word])
      if (now.some((each) => JSON.stringify(each) === JSON.stringify(schema))) return
      said.push(...lostInSchema(objectOf(schema), objectOf(now[index]), `${at}|${index}`, way))
    })
  return said
}

function schemasOf(content: Json | undefined): readonly [string, JsonObject][] {
  return Object.entries(objectOf(content)).map(([media, each]) => [media, objectOf(objectOf(each).schema)])
}

function lostInOperation(before: JsonObject, after: JsonObject, at: string): readonly string[] {
  const said: string[] = []
  if (before.operationId !== after.operationId) said.push(`${at}: another operationId`)
  const scopes = (operation: JsonObject) => listOf(operation.security).map((each) => JSON.stringify(each))
  for (const way of scopes(before))
    if (!scopes(after).includes(way)) said.push(`${at}: no longer open to ${way}`)
  const named = (operation: JsonObject) =>
    new Map(listOf(operation.parameters).map((each) => [String(objectOf(each).name), objectOf(each)]))
  for (const [name, held] of named(before)) {
    const now = named(after).get(name)
    if (now === undefined) said.push(`${at}?${name}: gone`)
    else said.push(...lostInSchema(objectOf(held.schema), objectOf(now.schema), `${at}?${name}`, 'asked'))
  }
  for (const [name, now] of named(after))
    if (now.required === true && named(before).get(name)?.required !== true)
      said.push(`${at}?${name}: asked for now`)
  const body = (operation: JsonObject) => new Map(schemasOf(objectOf(operation.requestBody).content))
  for (const [media, schema] of body(before))
    said.push(...lostInSchema(schema, body(after).get(media) ?? {}, `${at} body`, 'asked'))
  if (body(before).size === 0 && body(after).size > 0) said.push(`${at} body: asked for now`)
  for (const [status, held] of Object.entries(objectOf(before.responses))) {
    const now = objectOf(after.responses)[status]
    if (now === undefined) said.push(`${at} ${status}: gone`)
    const content = new Map(schemasOf(objectOf(now).content))
    for (const [media, schema] of schemasOf(objectOf(held).content))
      said.push(...lostInSchema(schema, content.get(media) ?? {}, `${at} ${status}`, 'answered'))
  }
  return said
}

/** Everything that was promised before and is not now; empty: the version has only gained. */
export function lostPromises(before: JsonObject, after: JsonObject): readonly string[] {
  const routes = Object.entries(objectOf(before.paths)).flatMap(([path, methods]) =>
    Object.entries(objectOf(methods)).flatMap(([method, operation]) => {
      const now = objectOf(objectOf(after.paths)[path])[method]
      return now === undefined
        ? [`${method} ${path}: gone`]
        : lostInOperation(objectOf(operation), objectOf(now), `${method} ${path}`)
    }),
  )
  const held = objectOf(objectOf(before.components).schemas)
  const now = objectOf(objectOf(after.components).schemas)
  const shapes = Object.entries(held).flatMap(([name, schema]) =>
    now[name] === undefined
      ? [`${name}: gone`]
      : lostInSchema(objectOf(schema), objectOf(now[name]), name, 'answered'),
  )
  return [...routes, ...shapes]
}
