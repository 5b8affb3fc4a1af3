/** Zendesk's answers to a request it does not fulfil: four shapes of error, as the real API mixes them. */
import type { Response } from 'express'
import type { OrderedFailure } from '../http/faults.ts'

export function notAuthenticated(res: Response): void {
  res.status(401).set('WWW-Authenticate', 'Basic realm="Web Password"')
  res.json({ error: "Couldn't authenticate you" })
}

export function forbidden(res: Response): void {
  res.status(403).json({
    error: { title: 'Forbidden', message: 'You do not have access to this page.' },
  })
}

export function recordNotFound(res: Response): void {
  res.status(404).json({ error: 'RecordNotFound', description: 'Not found' })
}

export function recordInvalid(res: Response, field: string, description: string): void {
  res.status(422).json({
    error: 'RecordInvalid',
    description: 'Record validation errors',
    details: { [field]: [{ description }] },
  })
}

export function updateConflict(res: Response): void {
  res.status(409).json({
    error: 'UpdateConflict',
    description: 'Safe Update prevented the update due to outdated ticket data.',
  })
}

export function invalidAttribute(res: Response, message: string): void {
  res.status(400).json({ error: { title: 'Invalid attribute', message } })
}

export function invalidPaging(res: Response, code: string, detail: string): void {
  res.status(400).json({ errors: [{ code, title: code, detail }] })
}

/** The real 429 answers plain text: a client that parses JSON first breaks here. */
export function fail(res: Response, failure: OrderedFailure): void {
  res.status(failure.status)
  if (failure.retryAfterSeconds !== null) res.set('Retry-After', String(failure.retryAfterSeconds))
  if (failure.status === 429) {
    res.type('text/plain').send('Number of allowed API requests per minute exceeded')
    return
  }
  res.json({ error: 'InternalError', description: 'Something went wrong' })
}
