/** Past tickets in a file, one JSON object a line (docs/simulating.md). Minimised as they are read. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { Fault } from '../../src/domain/fault.ts'
import { type PastTicket, SIMULATION_MOST_TICKETS } from '../../src/domain/simulation-api.ts'
import { openMinimiser, phoneFinder } from '../../src/minimise/index.ts'

const id = z.union([z.string().min(1).max(64), z.int().positive()]).transform(String)
const words = z.string().max(50_000)
const facet = z.string().min(1).max(120).exactOptional()
const lineSchema = z.strictObject({
  id,
  requester: id,
  subject: z.string().max(2_000).exactOptional(),
  texts: z.array(words).min(1).max(100),
  reply: words.exactOptional(),
  locale: facet,
  brand: facet,
  form: facet,
  group: facet,
  channel: facet,
  tags: z.array(z.string().min(1).max(120)).max(200).exactOptional(),
  /** Of the people of this ticket: they are replaced wherever they stand. */
  names: z.array(z.string().min(1).max(200)).max(100).exactOptional(),
  emails: z.array(z.string().min(3).max(320)).max(100).exactOptional(),
})
type Line = z.infer<typeof lineSchema>

export interface PastTicketFile {
  readonly digest: string
  readonly count: number
  /** Minimised one by one: a file of a year would keep everybody waiting. */
  ticket(at: number): PastTicket
}

function minimised(line: Line, orderPatterns: readonly string[]): PastTicket {
  const minimiser = openMinimiser(
    { names: line.names ?? [], emails: line.emails ?? [], orderPatterns },
    { phones: phoneFinder },
  )
  const { subject, reply, locale, brand, form, group, channel, tags } = line
  return {
    ticketId: line.id,
    requesterId: line.requester,
    ...(subject === undefined ? {} : { subject: minimiser.minimise(subject) }),
    texts: line.texts.map((text) => minimiser.minimise(text)),
    ...(reply === undefined ? {} : { reply: minimiser.minimise(reply) }),
    ...(locale === undefined ? {} : { locale: locale.toLowerCase() }),
    ...(brand === undefined ? {} : { brandId: brand }),
    ...(form === undefined ? {} : { formId: form }),
    ...(group === undefined ? {} : { groupId: group }),
    ...(channel === undefined ? {} : { channel }),
    ...(tags === undefined ? {} : { tags }),
  }
}

/** @throws Fault `BAD_REQUEST` that names the line and its member, never what stands there. */
export function readPastTickets(path: string, orderPatterns: readonly string[] = []): PastTicketFile {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (cause) {
    throw new Fault('SOURCE_UNREADABLE', `${path} cannot be read`, cause)
  }
  const lines = text.split('\n').flatMap((line, at) => (line.trim() === '' ? [] : [{ line, at: at + 1 }]))
  if (lines.length === 0 || lines.length > SIMULATION_MOST_TICKETS)
    throw new Fault('BAD_REQUEST', `${path} must hold 1 to ${SIMULATION_MOST_TICKETS} lines`)
  const tickets = lines.map(({ line, at }) => lineOf(line, at))
  const seen = new Set<string>()
  for (const [at, ticket] of tickets.entries()) {
    if (seen.has(ticket.id))
      throw new Fault('BAD_REQUEST', `line ${lines[at]?.at}: the same ticket stands twice`)
    seen.add(ticket.id)
  }
  return {
    digest: createHash('sha256').update(text).digest('hex'),
    count: tickets.length,
    ticket(at) {
      const line = tickets[at]
      if (line === undefined) throw new Fault('BAD_REQUEST', 'there is no such line')
      return minimised(line, orderPatterns)
    },
  }
}

function lineOf(line: string, at: number): Line {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw new Fault('BAD_REQUEST', `line ${at}: not JSON`)
  }
  const parsed = lineSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const where = parsed.error.issues.map(
    ({ path, code }) => `${path.map(String).join('.') || 'line'}: ${code}`,
  )
  throw new Fault('BAD_REQUEST', `line ${at}: ${where.slice(0, 5).join('; ')}`)
}
