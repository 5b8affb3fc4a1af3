/** The consent status as a tag of the ticket, so that views and triggers can use it. Adds and removes; never sets. */
import { CONSENT_STATUSES, type ConsentStatus } from '../domain/consent.ts'
import type { ZafClient } from './zaf.ts'

const PREFIX = 'vouch_consent_'
const OURS: ReadonlySet<string> = new Set(CONSENT_STATUSES.map(tagOf))

export function tagOf(status: ConsentStatus): string {
  return `${PREFIX}${status}`
}

/** What has to be added and removed so that exactly this one of ours stands there. */
export function tagChange(
  tags: readonly string[],
  status: ConsentStatus,
): { readonly add: readonly string[]; readonly remove: readonly string[] } {
  const wanted = tagOf(status)
  return {
    add: tags.includes(wanted) ? [] : [wanted],
    remove: tags.filter((tag) => OURS.has(tag) && tag !== wanted),
  }
}

/** Reads the tags as they are saved: what the agent has typed and not saved is theirs. */
export async function writeStatusTag(
  client: ZafClient,
  ticketId: string,
  status: ConsentStatus,
): Promise<void> {
  const url = `/api/v2/tickets/${encodeURIComponent(ticketId)}/tags.json`
  const answer = await client.request({ url, type: 'GET', dataType: 'json' })
  const { add, remove } = tagChange(tagsIn(answer), status)
  const send = (type: 'PUT' | 'DELETE', tags: readonly string[]) =>
    client.request({
      url,
      type,
      dataType: 'json',
      contentType: 'application/json',
      data: JSON.stringify({ tags }),
    })
  // First away with the old one: two would match two views.
  if (remove.length > 0) await send('DELETE', remove)
  if (add.length > 0) await send('PUT', add)
}

function tagsIn(answer: unknown): readonly string[] {
  const tags = typeof answer === 'object' && answer !== null && 'tags' in answer ? answer.tags : []
  return Array.isArray(tags) ? tags.filter((tag): tag is string => typeof tag === 'string') : []
}
