/** One helpdesk account (a Zendesk subdomain): the tenant that every stored row belongs to. */
export type AccountId = string

export const ROLES = ['agent', 'admin', 'compliance'] as const
/** A role given in Vouch's own console. The helpdesk's role claim is never trusted from the browser. */
export type Role = (typeof ROLES)[number]

/** Who acts: the helpdesk's user id of a verified agent and the roles that Vouch stores for them. */
export interface Agent {
  readonly accountId: AccountId
  readonly agentId: string
  readonly roles: readonly Role[]
}
