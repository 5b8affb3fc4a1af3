/**
 * Structured logs. A line can hold only the fields named here: there is no field for text, names,
 * addresses or URLs, so none can leak by mistake. Error messages are left out unless they are a `Fault`'s.
 */
import winston from 'winston'
import { Fault } from '../src/domain/fault.ts'

export interface LogFields {
  readonly requestId?: string
  readonly method?: string
  /** The route's pattern, never the address: addresses hold tokens and ids. */
  readonly route?: string
  readonly status?: number
  readonly ms?: number
  readonly code?: string
  readonly accountId?: string
  readonly error?: string
  readonly at?: string
  readonly count?: number
  readonly origin?: string
  readonly version?: string
}

const FIELDS: readonly (keyof LogFields)[] = [
  'requestId',
  'method',
  'route',
  'status',
  'ms',
  'code',
  'accountId',
  'error',
  'at',
  'count',
  'origin',
  'version',
]

export interface Log {
  info(event: string, fields?: LogFields): void
  warn(event: string, fields?: LogFields): void
  error(event: string, fields?: LogFields): void
}

/** A word of a closed list of the system's or an engine's: `ENOSPC`, `SQLITE_FULL`, `53100`. Nobody's data looks like it. */
const CODE = /^(?:[A-Z][A-Z_]{2,40}|[0-9A-Z]{5})$/

/** Where it broke: names and places of code, without the message, which may quote its input. */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error }
  // The stack begins with the message, and a line of a message can look like a frame.
  const stack = error.stack ?? ''
  const messageEnd = stack.indexOf(error.message) + error.message.length
  const frames = (stack.includes(error.message) ? stack.slice(messageEnd) : '')
    .split('\n')
    .filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
    .slice(0, 6)
    .map((line) =>
      line.trim().replace(/\(?(?:file:\/\/)?\/[^\s)]*\/((?:server|src|dist|node_modules)\/)/, '($1'),
    )
    .join(' < ')
  const message = error instanceof Fault ? `: ${error.message}` : ''
  const code: unknown = error instanceof Fault ? null : Reflect.get(error, 'code')
  const known = typeof code === 'string' && CODE.test(code) ? ` (${code})` : ''
  return { error: `${error.name}${known}${message}`, at: frames }
}

export function createLog(level: string, stream?: NodeJS.WritableStream): Log {
  const transport =
    stream === undefined ? new winston.transports.Console() : new winston.transports.Stream({ stream })
  const logger = winston.createLogger({
    level,
    transports: [transport],
    format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
  })
  const write =
    (as: 'info' | 'warn' | 'error') =>
    (event: string, fields: LogFields = {}) => {
      // The logger itself would lay out a line of any level, and only then leave it out.
      if (!logger.isLevelEnabled(as)) return
      const line: Record<string, unknown> = {}
      for (const field of FIELDS) if (fields[field] !== undefined) line[field] = fields[field]
      logger.log(as, event, line)
    }
  return { info: write('info'), warn: write('warn'), error: write('error') }
}
