/**
 * Who is behind a mail address: asked of the helpdesk with the agent's own session, so that the address never comes
 * to our server (decision 32).
 */
import type { ZafClient } from './zaf.ts'

const MOST = 25

/** Numbers of the users that the helpdesk finds; several where it joined people, or the address is shared. */
export async function findUserIds(client: ZafClient, email: string): Promise<readonly string[]> {
  const query = encodeURIComponent(`email:${JSON.stringify(email.trim().toLowerCase())}`)
  const answer = await client.request({
    url: `/api/v2/users/search.json?query=${query}`,
    type: 'GET',
    dataType: 'json',
  })
  const users: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'users') : null
  if (!Array.isArray(users)) return []
  const ids = users.map((user: unknown) =>
    typeof user === 'object' && user !== null ? String(Reflect.get(user, 'id') ?? '') : '',
  )
  return [...new Set(ids)].filter((id) => /^[1-9]\d{0,18}$/.test(id)).slice(0, MOST)
}
