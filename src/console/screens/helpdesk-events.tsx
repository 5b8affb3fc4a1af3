/** Which webhooks have arrived, and what is not seen while one does not. */
import type { HelpdeskEventName, HelpdeskView } from '../../domain/helpdesk-settings-api.ts'
import { useConsole } from '../context.ts'
import { Icon } from '../parts/icon.tsx'
import { StateChip } from '../parts/page.tsx'
import { ScrollTable } from '../parts/scroll-table.tsx'
import { formatAgo, formatMoment, plural } from '../words.ts'

/** What the events are for, in the order of how much hangs on them. */
const PURPOSES = {
  requester: ['ticket.created', 'ticket.requester_changed'],
  merged: ['ticket.merged', 'user.merged'],
  deleted: ['user.deleted', 'user.active_changed', 'ticket.permanently_deleted'],
  suspended: ['user.suspended_changed'],
  roles: ['user.role_changed', 'user.custom_role_changed'],
  bin: ['ticket.soft_deleted', 'ticket.marked_as_spam', 'ticket.undeleted'],
  form: ['ticket.tags_changed', 'ticket.custom_field_changed'],
  filing: [
    'ticket.brand_changed',
    'ticket.form_changed',
    'ticket.group_assignment_changed',
    'ticket.comment_added',
    'ticket.email_ccs_changed',
  ],
} as const satisfies Readonly<Record<string, readonly HelpdeskEventName[]>>
const NAMES = Object.keys(PURPOSES) as (keyof typeof PURPOSES)[]

export function HelpdeskEvents({ view }: { readonly view: HelpdeskView }) {
  const { words, language, now } = useConsole()
  const say = words.helpdesk
  const heard = new Map(view.events.map(({ name, lastAt }) => [name, lastAt]))
  const missing = view.events.filter(({ lastAt }) => lastAt === null).length
  return (
    <div class="g-card">
      <div class="g-card-head g-row" data-spread>
        <h2 class="g-h2" id="helpdesk-events">
          {say.events}
        </h2>
        {view.webhooksOpen ? (
          missing === view.events.length ? (
            <StateChip tone="warning" icon="warning">
              {say.eventsNone}
            </StateChip>
          ) : (
            <StateChip tone="success" icon="check">
              {say.eventsOpen}
            </StateChip>
          )
        ) : (
          <StateChip tone="warning" icon="warning">
            {say.eventsShut}
          </StateChip>
        )}
      </div>
      <div class="g-card-body g-stack" data-gap="3">
        <p>{say.eventsLead}</p>
        {view.webhooksOpen ? null : (
          <p class="g-alert" data-tone="warning">
            <Icon name="warning" />
            <span>{say.eventsShutHint}</span>
          </p>
        )}
        {missing === 0 ? null : <p class="g-muted">{plural(say.eventsMissing, missing, language)}</p>}
      </div>
      <ScrollTable label={say.events}>
        <table class="g-table">
          <thead>
            <tr>
              <th scope="col">{say.purpose}</th>
              <th scope="col">{say.event}</th>
              <th scope="col">{say.last}</th>
            </tr>
          </thead>
          {NAMES.map((purpose) => (
            <tbody key={purpose}>
              {PURPOSES[purpose].map((name, index) => {
                const lastAt = heard.get(name) ?? null
                return (
                  <tr key={name}>
                    {index === 0 ? (
                      <th scope="rowgroup" rowSpan={PURPOSES[purpose].length} class="c-helpdesk-purpose">
                        {say.purposes[purpose].what}
                        <span class="g-small g-muted">{say.purposes[purpose].without}</span>
                      </th>
                    ) : null}
                    <td>
                      <code class="c-nowrap">{name}</code>
                    </td>
                    <td class="c-nowrap">
                      {lastAt === null ? (
                        <span class="g-muted">{say.never}</span>
                      ) : (
                        <time dateTime={lastAt} title={formatMoment(lastAt, language)}>
                          {formatAgo(lastAt, now(), language)}
                        </time>
                      )}
                    </td>
                  </tr>
                )
              })}
            </tbody>
          ))}
        </table>
      </ScrollTable>
    </div>
  )
}
