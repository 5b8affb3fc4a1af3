/** The ticketing API: gate first, then the resources. Answers nobody but agents. */
import express, { type Response, Router } from 'express'
import type { PastDesk } from '../content/past-tickets.ts'
import type { FailureQueue } from '../http/faults.ts'
import type { WorkbenchUser } from '../model.ts'
import type { Desk } from '../store/desk.ts'
import { fail, forbidden, notAuthenticated, recordNotFound } from './answers.ts'
import type { Credentials } from './credentials.ts'
import { pastRoutes } from './past.ts'
import { peopleRoutes } from './people.ts'
import { anonymousUserShape, userShape } from './shapes.ts'
import { ticketTagRoutes } from './ticket-tags.ts'
import { ticketRoutes } from './tickets.ts'

export interface RestOptions {
  readonly desk: Desk
  readonly credentials: Credentials
  readonly failures: FailureQueue
  readonly origin: () => string
  readonly past: () => PastDesk
}

function callerFrom(res: Response): WorkbenchUser {
  return res.locals.caller as WorkbenchUser
}

export function restRouter({ desk, credentials, failures, origin, past }: RestOptions): Router {
  const router = Router()
  router.use((_req, res, next) => {
    const failure = failures.takeSupport()
    if (failure === undefined) next()
    else fail(res, failure)
  })
  router.get('/users/me', (req, res) => {
    const caller = credentials.callerOf(req)
    if (caller === null) notAuthenticated(res)
    else res.json({ user: caller === undefined ? anonymousUserShape() : userShape(origin(), caller) })
  })
  router.use((req, res, next) => {
    const caller = credentials.callerOf(req)
    if (caller === null || caller === undefined) return notAuthenticated(res)
    if (caller.role === 'end-user') return forbidden(res)
    res.locals.caller = caller
    next()
  })
  router.use(express.json({ limit: '1mb' }))
  const context = { desk, origin, caller: callerFrom }
  router.use(
    pastRoutes(context, past),
    ticketRoutes(context),
    ticketTagRoutes(context),
    peopleRoutes(context),
  )
  router.use((_req, res) => recordNotFound(res))
  return router
}
