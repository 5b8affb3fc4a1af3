/** The sample tickets that an article answers, each with a consent, under a policy that stops no run. */
import { z } from 'zod'
import { projectRoot } from '../server/project-root.ts'
import type { TicketView } from '../src/domain/api.ts'
import { loadContent } from '../workbench/content/content.ts'
import { signInAs } from '../workbench/sample-set-up.ts'
import type { openWorkbench } from '../workbench/start.ts'
import { sessionToken } from './measure.ts'

type Workbench = Awaited<ReturnType<typeof openWorkbench>>
type SampleTicket = ReturnType<typeof loadContent>['tickets'][number]

export interface GrantedTickets {
  readonly tickets: readonly SampleTicket[]
  readonly session: string
}

export async function grantTickets({ workbench }: Workbench): Promise<GrantedTickets> {
  const content = loadContent(new URL('workbench/content/', projectRoot()))
  const api = await signInAs(workbench, content.staff.admin)
  const colleague = await signInAs(workbench, content.staff.compliance)
  const widened = await api('PUT', '/console/scope-policy', {
    version: 0,
    actions: ['draft', 'search'],
    fields: ['requester_text', 'subject', 'locale'],
    draftsPerTicket: 100,
    maxChars: 4000,
    validDays: 30,
  })
  // Wider than the built-in policy, so a second admin has to agree.
  const { change } = z.object({ change: z.object({ changeId: z.string() }) }).parse(widened)
  await colleague('POST', `/console/changes/${change.changeId}/decisions`, { decision: 'approve' })
  const tickets = content.tickets.filter(({ expect }) => expect.outcome === 'covered')
  for (const ticket of tickets) {
    await api('PUT', `/tickets/${ticket.id}`, { requesterId: String(ticket.requester_id) })
    const relayed = await api('POST', `/tickets/${ticket.id}/consent/events`, {
      event: 'grant',
      channel: 'email',
      evidence: 'yes, by mail',
    })
    const { epoch } = (relayed as TicketView).consent
    await colleague('POST', `/tickets/${ticket.id}/consent/evidence`, {})
    await colleague('POST', `/tickets/${ticket.id}/consent/second-looks`, { look: 'confirm', epoch })
  }
  return { tickets, session: await sessionToken(workbench.launch(content.staff.admin, 'nav_bar')) }
}

/** What the sidebar posts for a draft. @param mark set behind the text, so that a provider can tell the drafts apart. */
export function orderFor(ticket: SampleTicket, mark = '') {
  const comment = ticket.comments.find(({ author_id }) => author_id === ticket.requester_id)
  return {
    draftId: crypto.randomUUID(),
    ticketId: String(ticket.id),
    requesterId: String(ticket.requester_id),
    subject: ticket.subject,
    comments: [{ id: '1', text: `${comment?.body ?? ''}${mark}`, createdAt: ticket.created_at }],
    lastCommentId: '1',
    replaced: {},
  }
}
