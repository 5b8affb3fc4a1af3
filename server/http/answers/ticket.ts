/** A ticket as the sidebar knows it. */
import { z } from 'zod'
import type { ConsentRequestView, TicketView } from '../../../src/domain/api.ts'
import { consentHistoryEntry, consentState } from './consent.ts'
import { recipientView, refusalView } from './refusal.ts'
import { scope } from './scope.ts'
import { shape } from './shape.ts'

export const ticketView = shape<TicketView>()(
  'TicketView',
  z.strictObject({
    ticketId: z.string(),
    consent: consentState,
    history: z.array(consentHistoryEntry),
    scope,
    scopeHash: z.string(),
    articlesInScope: z
      .number()
      .describe('How many article versions the scope leaves, of how many that are synced.'),
    articlesSynced: z.number(),
    refusals: z
      .array(refusalView)
      .describe('Empty means that "Draft" is open. All reasons at once, each with its next step.'),
    revision: z.number().describe('Rises with every change that the sidebar should show.'),
    draftsMade: z.number(),
    unsent: z
      .array(z.string())
      .describe(
        'Drafts that this agent put into a reply before the requester said no: each must come out of it again.',
      ),
    recipient: recipientView
      .nullable()
      .describe(
        'Who would draft and where, as the receipt will name it. `null`: nothing leaves the companion.',
      ),
  }),
)

export const consentRequestView = shape<ConsentRequestView>()(
  'ConsentRequestView',
  z.strictObject({
    message: z.string(),
    url: z.string(),
    expiresAt: z.string(),
    ticket: ticketView,
  }),
)
